// Every way an outbound request can fail, each with its own code, sentence and fix.
// `details.outcome` is `not-sent` where nothing reached the server, `unknown` where it may have.
import { AppError } from '#shared/app-error.ts';

type Outcome = 'not-sent' | 'unknown';

const failure = (
  code: string,
  status: number,
  host: string,
  outcome: Outcome,
  message: string,
  fix: string,
  cause?: unknown,
): AppError => new AppError({ code, status, message, fix, details: { host, outcome }, cause });

export const outboundErrors = {
  notAUrl: (text: string) =>
    failure(
      'url_invalid',
      422,
      '',
      'not-sent',
      `"${text.slice(0, 80)}" is not a web address.`,
      'Write the whole address, for example https://mcp.example.com/mcp.',
    ),
  scheme: (host: string, scheme: string) =>
    failure(
      'scheme_not_supported',
      422,
      host,
      'not-sent',
      `Causeway speaks https and http, not ${scheme.slice(0, 20)}.`,
      'Use an address that starts with https://.',
    ),
  badPort: (host: string) =>
    failure(
      'port_not_allowed',
      422,
      host,
      'not-sent',
      `The port of ${host} is one that web clients never connect to, because other services use it.`,
      'Let the server listen on another port, for example 443 or 8080.',
    ),
  userinfo: (host: string) =>
    failure(
      'url_has_credentials',
      422,
      host,
      'not-sent',
      `The address of ${host} carries a user name or password; it would end up in logs.`,
      'Take them out of the address and enter them as the sign-in.',
    ),
  plainHttp: (host: string) =>
    failure(
      'plain_http_refused',
      422,
      host,
      'not-sent',
      `${host} would be reached over http, unencrypted. Without a choice for http Causeway does so only for this machine and for hosts an administrator listed.`,
      'Use https://, write http:// yourself in the address, or ask an administrator to list the host and port.',
    ),
  blocked: (host: string) =>
    failure(
      'address_blocked',
      422,
      host,
      'not-sent',
      `${host} is not a public address, so no connection was opened.`,
      'If it is meant, an administrator can list its host and port in CAUSEWAY_OUTBOUND_ALLOW.',
    ),
  dnsNotFound: (host: string, cause: unknown) =>
    failure(
      'dns_not_found',
      502,
      host,
      'not-sent',
      `The name ${host} was looked up and is not known.`,
      'Check the spelling of the address, or whether this machine is on the network that knows the name.',
      cause,
    ),
  dnsFailed: (host: string, cause: unknown) =>
    failure(
      'dns_failed',
      502,
      host,
      'not-sent',
      `The name ${host} could not be looked up; the name server did not answer.`,
      "Check this machine's network and name server, then try again.",
      cause,
    ),
  refused: (host: string, cause: unknown) =>
    failure(
      'connection_refused',
      502,
      host,
      'not-sent',
      `${host} refused the connection: nothing listens at that port.`,
      'Check the port in the address and that the server is running.',
      cause,
    ),
  unreachable: (host: string, cause: unknown) =>
    failure(
      'host_unreachable',
      502,
      host,
      'not-sent',
      `${host} cannot be reached from this machine.`,
      'Check the network between this machine and the server, and its firewall.',
      cause,
    ),
  connectTimeout: (host: string, milliseconds: number) =>
    failure(
      'connect_timeout',
      504,
      host,
      'not-sent',
      `${host} did not accept a connection within ${seconds(milliseconds)}.`,
      'Check the address and that a firewall does not swallow the connection.',
    ),
  firstByteTimeout: (host: string, milliseconds: number) =>
    failure(
      'first_byte_timeout',
      504,
      host,
      'unknown',
      `${host} took the request and sent nothing back within ${seconds(milliseconds)}.`,
      'The server may be overloaded or stuck; try again later.',
    ),
  totalTimeout: (host: string, milliseconds: number) =>
    failure(
      'total_timeout',
      504,
      host,
      'unknown',
      `The answer of ${host} was not complete within ${seconds(milliseconds)}, so it was cut off.`,
      'The server is very slow, or sends without end; try again later or ask its operator.',
    ),
  reset: (host: string, cause: unknown) =>
    failure(
      'connection_lost',
      502,
      host,
      'unknown',
      `The connection to ${host} broke before the answer was complete.`,
      'Try again; if it stays, the server or something between closes connections.',
      cause,
    ),
  protocol: (host: string, cause: unknown) =>
    failure(
      'http_invalid',
      502,
      host,
      'unknown',
      `${host} answered with something that is not valid HTTP.`,
      'Check that the address and port belong to a web server.',
      cause,
    ),
  invalidRequest: (host: string, cause: unknown) =>
    failure(
      'request_invalid',
      422,
      host,
      'not-sent',
      `The request to ${host} cannot be sent as it is: a header name or value has characters that HTTP forbids.`,
      'Check the headers of the sign-in for line breaks and control characters.',
      cause,
    ),
  tooLarge: (host: string, bytes: number) =>
    failure(
      'response_too_large',
      502,
      host,
      'unknown',
      `The answer of ${host} is larger than ${Math.round(bytes / 1024)} KiB (after unpacking) and was cut off.`,
      'Ask the server for less at once.',
    ),
  lineTooLong: (host: string, bytes: number) =>
    failure(
      'stream_line_too_long',
      502,
      host,
      'unknown',
      `The event stream of ${host} has a line longer than ${Math.round(bytes / 1024)} KiB and was cut off.`,
      'The server does not send proper event streams; tell its operator.',
    ),
  tooManyEvents: (host: string, events: number) =>
    failure(
      'stream_too_many_events',
      502,
      host,
      'unknown',
      `The event stream of ${host} passed ${events} events and was cut off.`,
      'The server floods the stream; tell its operator.',
    ),
  encoding: (host: string, encoding: string) =>
    failure(
      'encoding_not_supported',
      502,
      host,
      'unknown',
      `${host} packed its answer in a way Causeway does not accept (${encoding.slice(0, 40)}); one layer of gzip, deflate, br or zstd is.`,
      'Tell the operator of the server.',
    ),
  redirect: (host: string, status: number) =>
    failure(
      'redirect_refused',
      502,
      host,
      'unknown',
      `${host} answered with a redirect (${status}), which was not followed: a sign-in must not travel to another address.`,
      'If the server moved, enter its new address.',
    ),
  tls: (code: string, host: string, what: string, fix: string, cause: unknown) =>
    failure(code, 502, host, 'not-sent', `The encrypted connection to ${host} failed: ${what}.`, fix, cause),
};

const seconds = (milliseconds: number): string =>
  milliseconds >= 1000 ? `${Math.round(milliseconds / 100) / 10} s` : `${milliseconds} ms`;
