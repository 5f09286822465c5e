// Names why no answer came, from the codes of the guarded fetch (platform/outbound-errors.ts).
import { AppError } from '#shared/app-error.ts';
import type { Cause } from './causes.ts';

export interface NetworkFailure {
  cause: Cause;
  message: string;
  /** Whether trying again later may help by itself. */
  transient: boolean;
}

const byCode: Record<string, Cause> = {
  url_invalid: 'url_not_valid',
  scheme_not_supported: 'url_scheme_not_allowed',
  plain_http_refused: 'url_scheme_not_allowed',
  port_not_allowed: 'port_not_allowed',
  url_has_credentials: 'url_holds_secret',
  address_blocked: 'address_not_public',
  dns_not_found: 'dns_not_found',
  dns_failed: 'dns_no_answer',
  connection_refused: 'connection_refused',
  host_unreachable: 'connection_timeout',
  connect_timeout: 'connection_timeout',
  first_byte_timeout: 'connection_timeout',
  total_timeout: 'connection_timeout',
  connection_lost: 'connection_lost',
  http_invalid: 'not_mcp',
  request_invalid: 'connection_lost',
  response_too_large: 'answer_too_large',
  stream_line_too_long: 'answer_too_large',
  stream_too_many_events: 'answer_too_large',
  encoding_not_supported: 'answer_not_json',
  redirect_refused: 'redirected',
  tls_untrusted: 'tls_certificate_untrusted',
  tls_revoked: 'tls_certificate_untrusted',
  tls_expired: 'tls_certificate_expired',
  tls_not_yet_valid: 'tls_certificate_expired',
  tls_wrong_name: 'tls_wrong_name',
  tls_not_spoken: 'tls_not_spoken',
  tls_failed: 'tls_not_spoken',
};

const transient = new Set<Cause>([
  'dns_no_answer',
  'dns_not_found',
  'connection_refused',
  'connection_timeout',
  'connection_lost',
]);

export function classifyNetworkError(error: unknown, url: string): NetworkFailure {
  if (error instanceof AppError) {
    const cause = byCode[error.code] ?? 'connection_lost';
    return { cause, message: error.message, transient: transient.has(cause) };
  }
  const stopped = error instanceof Error && /^(Abort|Timeout)Error$/.test(error.name);
  const host = URL.canParse(url) ? new URL(url).host : 'the address';
  return {
    cause: stopped ? 'connection_timeout' : 'connection_lost',
    message: stopped
      ? `Asking ${host} was stopped before it answered.`
      : `The connection to ${host} broke before the answer was complete.`,
    transient: true,
  };
}
