// Sends HTTP requests of one connection: adds the sign-in, renews it once, turns refusals into errors.
import type { CredentialSource } from '../platform/credential.ts';
import type { Deadline } from './deadline.ts';
import { asNotSent, upstreamErrors } from './errors.ts';
import { headerOf, isEventStream, type Lane, type LaneAnswer } from './lane.ts';
import type { UpstreamLimits } from './limits.ts';
import type { UpstreamTarget } from './upstream.ts';

export interface ExchangeDeps {
  lane: Lane;
  target: UpstreamTarget;
  limits: UpstreamLimits;
}

export interface ExchangeRequest {
  method: 'GET' | 'POST' | 'DELETE';
  url: URL;
  headers: Record<string, string>;
  body?: string;
  deadline: Pick<Deadline, 'signal' | 'touch'>;
  /** Time to the first byte; the deadline rules the rest. */
  firstByteMilliseconds?: number;
  /** A stream that stays open: its caps are rates, kept by `readEvents`. */
  standing?: boolean;
}

/** One answer, whatever its status but 401 and a 403 for scopes, which throw after one renewal. */
export type Exchange = (request: ExchangeRequest) => Promise<LaneAnswer>;

/** Every request of a connection goes through here, to its own origin only: the sign-in belongs to it alone. */
export function createExchange({ lane, target, limits }: ExchangeDeps): Exchange {
  const origin = new URL(target.url).origin;
  const send = (request: ExchangeRequest, signedIn: Record<string, string>): Promise<LaneAnswer> => {
    if (request.url.origin !== origin) throw upstreamErrors.endpointRefused(request.url.host);
    if (request.deadline.signal.aborted) throw asNotSent(request.deadline.signal.reason);
    return lane({
      url: request.url,
      method: request.method,
      headers: { ...signedIn, ...request.headers },
      ...(request.body === undefined ? {} : { body: request.body }),
      pool: target.key,
      ...(target.certificateAuthority ? { certificateAuthority: target.certificateAuthority } : {}),
      plainHttp: request.url.protocol === 'http:',
      signal: request.deadline.signal,
      streamWhen: (status, headers) => status === 200 && isEventStream(headers),
      limits: {
        // Our deadline ends what takes too long; these only back it up.
        firstByteMilliseconds: request.firstByteMilliseconds ?? limits.totalMilliseconds,
        totalMilliseconds: null,
        responseBytes: request.standing ? Number.MAX_SAFE_INTEGER : limits.answerBytes,
        sseLineBytes: limits.lineBytes,
        sseEvents: request.standing ? Number.MAX_SAFE_INTEGER : limits.events,
      },
    });
  };
  return async (request) => {
    const credential = target.credential;
    const headers = await signIn(credential, request.method);
    const answer = await send(request, headers);
    request.deadline.touch();
    if (answer.status === 200 || !isRefusal(answer)) return answer;
    answer.stream?.destroy();
    if (!(await renewed(credential, headers, answer))) throw refusal(request.url.host, answer);
    const again = await send(request, await signIn(credential, request.method));
    request.deadline.touch();
    if (isRefusal(again)) throw refusal(request.url.host, again);
    return again;
  };
}

const challengeOf = (answer: LaneAnswer): string | null => headerOf(answer.headers, 'www-authenticate');
const lacksScope = (answer: LaneAnswer): boolean =>
  answer.status === 403 && /insufficient_scope/.test(challengeOf(answer) ?? '');
const isRefusal = (answer: LaneAnswer): boolean => answer.status === 401 || lacksScope(answer);

/** Where a sign-in cannot be had, nothing was sent. */
async function signIn(credential: CredentialSource, method: string): Promise<Record<string, string>> {
  try {
    return await credential.headers({ method });
  } catch (error) {
    throw asNotSent(error);
  }
}

async function renewed(
  credential: CredentialSource,
  headers: Record<string, string>,
  answer: LaneAnswer,
): Promise<boolean> {
  try {
    return await credential.renew({
      headers,
      challenge: challengeOf(answer),
      status: answer.status,
      nonce: headerOf(answer.headers, 'dpop-nonce'),
    });
  } catch (error) {
    throw asNotSent(error);
  }
}

const refusal = (host: string, answer: LaneAnswer) =>
  answer.status === 401
    ? upstreamErrors.signInRequired(host, challengeOf(answer))
    : upstreamErrors.insufficientScope(host, challengeOf(answer) ?? '');

/** The error of a status that carries no JSON-RPC answer; undefined for 2xx. */
export function statusError(url: URL, answer: LaneAnswer) {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return undefined;
  const retryAfter = headerOf(headers, 'retry-after');
  if (status >= 300 && status < 400) return upstreamErrors.redirect(url.host, status);
  if (status === 403) return upstreamErrors.forbidden(url.host);
  if (status === 404) return upstreamErrors.notFound(url.host, url.pathname);
  if (status === 408 || status === 425 || status === 429) {
    return upstreamErrors.rateLimited(url.host, status, retryAfter);
  }
  if (status === 502 || status === 503 || status === 504) {
    return upstreamErrors.unavailable(url.host, status, retryAfter);
  }
  return upstreamErrors.httpStatus(url.host, status);
}

export const isJson = (answer: LaneAnswer): boolean =>
  /^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(headerOf(answer.headers, 'content-type') ?? '');

export const looksLikeHtml = (answer: LaneAnswer): boolean =>
  /^text\/html/i.test(headerOf(answer.headers, 'content-type') ?? '') ||
  /^\s*<(!doctype|html)/i.test(answer.body?.subarray(0, 200).toString() ?? '');
