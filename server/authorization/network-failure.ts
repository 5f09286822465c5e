// Names why no answer came, from the codes that Node, undici and the guarded fetch use.
import type { Cause } from './causes.ts';

export interface NetworkFailure {
  cause: Cause;
  message: string;
  /** Whether trying again later may help by itself. */
  transient: boolean;
}

const byCode: Record<string, Cause> = {
  ENOTFOUND: 'dns_not_found',
  ENODATA: 'dns_not_found',
  EAI_AGAIN: 'dns_no_answer',
  ESERVFAIL: 'dns_no_answer',
  ECONNREFUSED: 'connection_refused',
  EHOSTUNREACH: 'connection_timeout',
  ENETUNREACH: 'connection_timeout',
  ETIMEDOUT: 'connection_timeout',
  ABORT_ERR: 'connection_timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connection_timeout',
  UND_ERR_HEADERS_TIMEOUT: 'connection_timeout',
  UND_ERR_BODY_TIMEOUT: 'connection_timeout',
  ECONNRESET: 'connection_lost',
  EPIPE: 'connection_lost',
  UND_ERR_SOCKET: 'connection_lost',
  CERT_HAS_EXPIRED: 'tls_certificate_expired',
  CERT_NOT_YET_VALID: 'tls_certificate_expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_certificate_untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls_certificate_untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls_certificate_untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls_certificate_untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls_certificate_untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_wrong_name',
  EPROTO: 'tls_not_spoken',
  ERR_SSL_WRONG_VERSION_NUMBER: 'tls_not_spoken',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'tls_not_spoken',
};

/** Codes of the guarded fetch, by what they speak of. */
const byWord: [RegExp, Cause][] = [
  [/address|private|not_public/i, 'address_not_public'],
  [/too_large|response_bytes|size/i, 'answer_too_large'],
  [/time_?out|deadline/i, 'connection_timeout'],
  [/name_not|dns/i, 'dns_not_found'],
  [/certificate|tls/i, 'tls_certificate_untrusted'],
  [/refused/i, 'connection_refused'],
];

const transient = new Set<Cause>([
  'dns_no_answer',
  'dns_not_found',
  'connection_refused',
  'connection_timeout',
  'connection_lost',
]);

export function classifyNetworkError(error: unknown, url: string): NetworkFailure {
  const cause = causeOf(error);
  return {
    cause,
    message: sentences[cause]?.(hostOf(url)) ?? said(error, url),
    transient: transient.has(cause),
  };
}

function causeOf(error: unknown): Cause {
  for (const at of chain(error)) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : at.name;
    const known = byCode[code] ?? (code.startsWith('ERR_SSL') ? 'tls_not_spoken' : undefined);
    if (known) return known;
    if (at.name === 'TimeoutError' || at.name === 'AbortError') return 'connection_timeout';
    const word = /^[a-z_]+$/.test(code) ? byWord.find(([pattern]) => pattern.test(code)) : undefined;
    if (word) return word[1];
  }
  return 'connection_lost';
}

function* chain(error: unknown): Generator<Error> {
  let at = error;
  for (let depth = 0; at instanceof Error && depth < 6; depth += 1) {
    yield at;
    at = at instanceof AggregateError ? at.errors[0] : at.cause;
  }
}

const sentences: Partial<Record<Cause, (host: string) => string>> = {
  dns_not_found: (host) => `No address is known for ${host}.`,
  dns_no_answer: (host) => `The name server did not answer when asked for ${host}.`,
  address_not_public: (host) =>
    `${host} leads to an address that is not public, and no administrator has listed it.`,
  connection_refused: (host) => `Nothing listens at ${host}: the connection was refused.`,
  connection_timeout: (host) => `${host} did not answer in time.`,
  connection_lost: (host) => `The connection to ${host} broke before the answer was complete.`,
  tls_certificate_untrusted: (host) =>
    `The certificate of ${host} was issued by an authority that is not trusted here.`,
  tls_certificate_expired: (host) => `The certificate of ${host} has expired or is not valid yet.`,
  tls_wrong_name: (host) => `The certificate shown by ${host} belongs to another name.`,
  tls_not_spoken: (host) => `${host} does not speak TLS on this port.`,
  answer_too_large: (host) => `${host} sent more than a correct answer can hold; reading was stopped.`,
};

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the address';
}

function said(error: unknown, url: string): string {
  return `${hostOf(url)} could not be asked${error instanceof Error ? `: ${error.message.slice(0, 200)}` : ''}.`;
}
