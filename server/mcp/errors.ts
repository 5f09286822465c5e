// Every way a remote MCP server can fail us, each with its own code, sentence and fix.
// `details.outcome`: `not-sent` did certainly not run, `error` was answered, `unknown` may have run.
import { AppError } from '#shared/app-error.ts';

export type Outcome = 'not-sent' | 'error' | 'unknown';

export interface RpcError {
  code: number;
  message: string;
  data?: unknown;
}

interface Failure {
  code: string;
  status: number;
  host: string;
  outcome: Outcome;
  message: string;
  fix: string;
  details?: Record<string, unknown>;
  cause?: unknown;
}

const failure = ({ host, outcome, details, ...rest }: Failure): AppError =>
  new AppError({ ...rest, details: { host, outcome, ...details } });

/** Text of a server, shortened so that a message stays a sentence. */
const quote = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
};
const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 100) / 10} s`;

export const upstreamErrors = {
  /** 401. `challenge` is the `WWW-Authenticate` text, from which authorization starts. */
  signInRequired: (host: string, challenge: string | null) =>
    failure({
      code: 'upstream_sign_in_required',
      status: 409,
      host,
      outcome: 'not-sent',
      message: `${host} wants a sign-in, and the one given was not accepted.`,
      fix: 'Connect the account again, or check its API key or headers.',
      details: { challenge, status: 401 },
    }),
  insufficientScope: (host: string, challenge: string) =>
    failure({
      code: 'upstream_insufficient_scope',
      status: 409,
      host,
      outcome: 'not-sent',
      message: `The sign-in at ${host} does not cover this: it needs more scopes.`,
      fix: 'Connect the account again and grant what is asked for.',
      details: { challenge, status: 403 },
    }),
  forbidden: (host: string) =>
    failure({
      code: 'upstream_forbidden',
      status: 502,
      host,
      outcome: 'not-sent',
      message: `${host} refused the request (403).`,
      fix: 'Check that the account may use this server, and that the server accepts requests from here.',
      details: { status: 403 },
    }),
  notFound: (host: string, path: string) =>
    failure({
      code: 'upstream_not_found',
      status: 502,
      host,
      outcome: 'not-sent',
      message: `${host} answers, but there is nothing at ${quote(path)} (404).`,
      fix: 'Check the path of the address; many servers live at /mcp or /sse.',
      details: { status: 404 },
    }),
  httpStatus: (host: string, status: number) =>
    failure({
      code: 'upstream_http_status',
      status: 502,
      host,
      outcome: status < 500 ? 'error' : 'unknown',
      message: `${host} answered with HTTP status ${status} instead of an MCP answer.`,
      fix:
        status < 500
          ? 'Check the address, and that it is the MCP endpoint of the server.'
          : 'The server has a problem of its own; try again later or tell its operator.',
      details: { status },
    }),
  rateLimited: (host: string, status: number, retryAfter: string | null) =>
    failure({
      code: 'upstream_rate_limited',
      status: 503,
      host,
      outcome: 'not-sent',
      message: `${host} asks to slow down (${status})${retryAfter ? `, and to come back after ${quote(retryAfter)}` : ''}.`,
      fix: 'Wait a moment and try again.',
      details: { status, ...(retryAfter ? { retryAfter: retryAfter.slice(0, 60) } : {}) },
    }),
  unavailable: (host: string, status: number, retryAfter: string | null) =>
    failure({
      code: 'upstream_unavailable',
      status: 502,
      host,
      outcome: 'unknown',
      message: `${host} is not available right now (${status}).`,
      fix: 'Try again later; the address is not wrong because of this.',
      details: { status, ...(retryAfter ? { retryAfter: retryAfter.slice(0, 60) } : {}) },
    }),
  redirect: (host: string, status: number) =>
    failure({
      code: 'redirect_refused',
      status: 502,
      host,
      outcome: 'error',
      message: `${host} answered with a redirect (${status}), which was not followed: a sign-in must not travel to another address.`,
      fix: 'If the server moved, enter its new address.',
      details: { status },
    }),
  notMcp: (host: string, what: string) =>
    failure({
      code: 'upstream_not_mcp',
      status: 502,
      host,
      outcome: 'error',
      message: `${host} answers, but not as an MCP server: ${quote(what)}.`,
      fix: 'Check the address; it must be the MCP endpoint, not the web page of the service. On a guest network, sign in to the network first.',
    }),
  versionMismatch: (host: string, offered: readonly string[]) =>
    failure({
      code: 'upstream_version_mismatch',
      status: 502,
      host,
      outcome: 'not-sent',
      message: `${host} speaks no revision of MCP that Causeway knows (it offers ${quote(offered.join(', ') || 'none')}).`,
      fix: 'Update Causeway or the server.',
      details: { offered: offered.slice(0, 20) },
    }),
  garbage: (host: string, what: string) =>
    failure({
      code: 'upstream_garbage',
      status: 502,
      host,
      outcome: 'unknown',
      message: `${host} sent an answer that breaks the protocol: ${quote(what)}.`,
      fix: 'Tell the operator of the server; the call may have run.',
    }),
  timeout: (host: string, milliseconds: number, whole: boolean) =>
    failure({
      code: 'upstream_timeout',
      status: 504,
      host,
      outcome: 'unknown',
      message: whole
        ? `${host} did not finish within ${seconds(milliseconds)}.`
        : `${host} was silent for ${seconds(milliseconds)}.`,
      fix: 'Try again later; the call may have run.',
    }),
  cancelled: (host: string) =>
    failure({
      code: 'upstream_cancelled',
      status: 499,
      host,
      outcome: 'unknown',
      message: `The request to ${host} was cancelled; the server was told.`,
      fix: 'Start it again if it is still wanted.',
    }),
  cut: (host: string) =>
    failure({
      code: 'upstream_cut',
      status: 502,
      host,
      outcome: 'unknown',
      message: `${host} broke off before the answer was there.`,
      fix: 'The call may have run; look at the server before you run it again.',
    }),
  sessionLost: (host: string) =>
    failure({
      code: 'upstream_session_lost',
      status: 502,
      host,
      outcome: 'not-sent',
      message: `${host} forgot the session, and forgot the new one at once too.`,
      fix: 'Try again; if it stays, the server does not keep sessions properly.',
    }),
  rpc: (host: string, error: RpcError) =>
    failure({
      code: 'upstream_error',
      status: 502,
      host,
      outcome: 'error',
      message: `${host} refused the request: ${quote(error.message) || `error ${error.code}`}.`,
      fix: 'Check what was asked; the words are the server’s own.',
      details: { rpcError: error },
    }),
  inputNotOffered: (host: string, method: string) =>
    failure({
      code: 'upstream_asked_too_much',
      status: 502,
      host,
      outcome: 'error',
      message: `${host} asked for something that this request did not offer (${quote(method)}).`,
      fix: 'Run it where its questions can be answered, or tell the operator of the server.',
    }),
  tooManyRounds: (host: string, rounds: number) =>
    failure({
      code: 'upstream_too_many_rounds',
      status: 502,
      host,
      outcome: 'unknown',
      message: `${host} kept asking questions for ${rounds} rounds and was stopped.`,
      fix: 'Tell the operator of the server.',
    }),
  endpointRefused: (host: string) =>
    failure({
      code: 'upstream_endpoint_refused',
      status: 502,
      host,
      outcome: 'not-sent',
      message: `${host} named another place for its messages; they are sent to its own origin only.`,
      fix: 'Tell the operator of the server; a sign-in must not travel to another address.',
    }),
  busy: (host: string, inFlight: number) =>
    failure({
      code: 'upstream_busy',
      status: 503,
      host,
      outcome: 'not-sent',
      message: `${inFlight} requests to ${host} are under way already.`,
      fix: 'Wait until some of them are answered.',
    }),
  paused: (host: string, milliseconds: number) =>
    failure({
      code: 'upstream_paused',
      status: 503,
      host,
      outcome: 'not-sent',
      message: `${host} failed several times in a row; it is asked again in ${seconds(milliseconds)}.`,
      fix: 'Wait, or refresh the connector to try at once.',
    }),
  closed: (host: string) =>
    failure({
      code: 'upstream_closed',
      status: 503,
      host,
      outcome: 'not-sent',
      message: `The connection to ${host} was closed here.`,
      fix: 'Open it again.',
    }),
  notSentParams: (host: string, why: string) =>
    failure({
      code: 'upstream_request_invalid',
      status: 422,
      host,
      outcome: 'not-sent',
      message: `The request to ${host} was not sent: ${quote(why)}.`,
      fix: 'Check the arguments.',
    }),
};

/** The code of an error that is one of ours or of the platform; undefined for anything else. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof AppError ? error.code : undefined;
export const outcomeOf = (error: unknown): Outcome => {
  const outcome = error instanceof AppError ? error.details?.outcome : undefined;
  return outcome === 'not-sent' || outcome === 'error' ? outcome : 'unknown';
};
export const rpcErrorOf = (error: unknown): RpcError | undefined =>
  error instanceof AppError ? (error.details?.rpcError as RpcError | undefined) : undefined;

/** The same failure, where it is certain that the request in question did not leave (an opening, a sign-in that failed). */
export function asNotSent(error: unknown): unknown {
  if (!(error instanceof AppError) || error.details?.outcome === 'not-sent') return error;
  const { code, status, message, fix, field, details } = error;
  return new AppError({
    code,
    status,
    message,
    ...(fix === undefined ? {} : { fix }),
    ...(field === undefined ? {} : { field }),
    details: { ...details, outcome: 'not-sent' },
    cause: error,
  });
}
