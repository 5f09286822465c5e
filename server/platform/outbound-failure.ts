// From what undici, net, dns and tls throw to the errors of outbound-errors.ts.
import { AppError } from '#shared/app-error.ts';
import { outboundErrors } from './outbound-errors.ts';

type Make = (host: string, cause: unknown) => AppError;

const tls =
  (code: string, what: string, fix: string): Make =>
  (host, cause) =>
    outboundErrors.tls(code, host, what, fix, cause);

const untrusted = tls(
  'tls_untrusted',
  'its certificate is not signed by an authority this machine trusts',
  "If the server belongs to you, add its certificate authority to the connector; otherwise don't connect.",
);
const wrongProtocol = tls(
  'tls_not_spoken',
  'the other side does not speak TLS there',
  'Check the port, or whether the server is http only.',
);

const byCode: Record<string, Make> = {
  ENOTFOUND: outboundErrors.dnsNotFound,
  ENODATA: outboundErrors.dnsNotFound,
  EAI_NODATA: outboundErrors.dnsNotFound,
  EAI_AGAIN: outboundErrors.dnsFailed,
  EAI_FAIL: outboundErrors.dnsFailed,
  ESERVFAIL: outboundErrors.dnsFailed,
  ECONNREFUSED: outboundErrors.refused,
  EHOSTUNREACH: outboundErrors.unreachable,
  ENETUNREACH: outboundErrors.unreachable,
  EADDRNOTAVAIL: outboundErrors.unreachable,
  EHOSTDOWN: outboundErrors.unreachable,
  CERT_HAS_EXPIRED: tls(
    'tls_expired',
    'its certificate has expired',
    'The operator of the server must renew it.',
  ),
  CERT_NOT_YET_VALID: tls(
    'tls_not_yet_valid',
    'its certificate is not valid yet',
    'Check the clock of this machine.',
  ),
  ERR_TLS_CERT_ALTNAME_INVALID: tls(
    'tls_wrong_name',
    'its certificate belongs to another name',
    'Check the address; it must be the name in the certificate.',
  ),
  CERT_REVOKED: tls('tls_revoked', 'its certificate was revoked', "Don't connect; ask the operator."),
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UND_ERR_INVALID_ARG: outboundErrors.invalidRequest,
  EPROTO: wrongProtocol,
  ERR_SSL_WRONG_VERSION_NUMBER: wrongProtocol,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: wrongProtocol,
};

/** The AppError for anything thrown on the way; `host` is the host as the address names it. */
export function outboundFailure(host: string, thrown: unknown, connectMilliseconds: number): AppError {
  for (let error: unknown = thrown, depth = 0; error instanceof Error && depth < 5; depth++) {
    if (error instanceof AppError) return error;
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    if (code === 'UND_ERR_CONNECT_TIMEOUT') return outboundErrors.connectTimeout(host, connectMilliseconds);
    if (code.startsWith('HPE_')) return outboundErrors.protocol(host, error);
    const make = byCode[code];
    if (make) return make(host, error);
    if (code.startsWith('ERR_SSL_') || code.startsWith('CERT_') || code.startsWith('ERR_TLS_')) {
      return outboundErrors.tls(
        'tls_failed',
        host,
        `the handshake ended with ${code}`,
        'Ask the operator of the server.',
        error,
      );
    }
    // undici's fetch says these in words only.
    if (error.message === 'bad port') return outboundErrors.badPort(host);
    if (/content-encoding/i.test(error.message)) return outboundErrors.encoding(host, 'many layers');
    // Happy eyeballs reports one error per address tried; the first says enough.
    error = error instanceof AggregateError ? error.errors[0] : error.cause;
  }
  return outboundErrors.reset(host, thrown);
}
