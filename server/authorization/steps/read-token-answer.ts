// What a token endpoint may answer, and everything else it does answer (OAuth 2.1 §3.2.3).
import { decodeJwt } from 'jose';
import { Secret } from '../../platform/secret.ts';
import type { Cause } from '../causes.ts';
import type { Tokens } from '../model.ts';
import { failed, passed, type StepResult } from '../step.ts';
import { splitScopes } from '../words.ts';
import { plainText, retryAfterOf } from './judge-answer.ts';
import { parseObject } from './register-client.ts';

const longestToken = 16_384;
const printable = /^[\x21-\x7e]+$/;
const longestLifetime = 10 * 365 * 86_400;

export interface TokenQuestion {
  issuer: string;
  clientId: string;
  /** Gives `invalid_grant` its meaning; an `assertion` (RFC 8693) is of no token type. */
  asked: 'code' | 'refresh' | 'machine' | 'assertion';
  /** A proof key was sent; `must`: a Bearer token is refused. */
  dpop: 'no' | 'may' | 'must';
}

export function readTokenAnswer(
  answer: { status: number; headers: Headers; text: string },
  question: TokenQuestion,
): StepResult<Tokens> {
  const { host } = new URL(question.issuer);
  const body = parseObject(answer.text);
  if (answer.status >= 500 || answer.status === 429) return outOfOrder(answer, host);
  if (answer.status !== 200 && answer.status !== 201) return refused(answer, body, question, host);
  if (!body)
    return failed(
      'token_not_json',
      `The token endpoint of ${host} answered with something that is not JSON.`,
    );
  if (body.error !== undefined && body.access_token === undefined)
    return failed(
      'token_error_in_success',
      `The token endpoint of ${host} answered 200 with ${quote(body)}.`,
      {
        oauthError: plainText(String(body.error), 60),
      },
    );
  return readTokens(body, question, host);
}

function readTokens(
  body: Record<string, unknown>,
  question: TokenQuestion,
  host: string,
): StepResult<Tokens> {
  const { access_token: accessToken, refresh_token: refreshToken } = body;
  if (typeof accessToken !== 'string' || accessToken === '')
    return failed('token_not_valid', `The token answer of ${host} holds no access token.`);
  if (accessToken.length > longestToken)
    return failed('token_too_large', `${host} issued a token of ${accessToken.length} characters.`);
  if (!printable.test(accessToken))
    return failed('token_not_valid', `${host} issued a token with characters that no header may hold.`);
  // A missing type is read as Bearer: the field's older servers leave it out.
  const told = question.asked === 'assertion' && body.token_type === 'N_A' ? undefined : body.token_type;
  const type = told === undefined ? 'bearer' : String(told).toLowerCase();
  if (type !== 'bearer' && type !== 'dpop')
    return failed('token_type_unknown', `${host} issued a token of the type “${plainText(type, 40)}”.`);
  if (question.dpop === 'must' && type !== 'dpop')
    return failed(
      'token_type_unknown',
      `${host} issued a plain token although one bound to a key was asked for.`,
    );
  if (question.dpop === 'no' && type === 'dpop')
    return failed('token_type_unknown', `${host} issued a token bound to a key that was never shown to it.`);
  const expiresIn = lifetime(body.expires_in);
  const identity = identityOf(body.id_token, question);
  const canRefresh =
    typeof refreshToken === 'string' && refreshToken.length <= longestToken && printable.test(refreshToken);
  return passed(
    {
      accessToken: new Secret(accessToken),
      type: type === 'dpop' ? 'DPoP' : 'Bearer',
      ...(canRefresh && { refreshToken: new Secret(refreshToken) }),
      ...(expiresIn !== undefined && { expiresIn }),
      ...(typeof body.scope === 'string' && { scopes: splitScopes(body.scope) }),
      ...(identity && { identity }),
    },
    `${host} issued a token${expiresIn === undefined ? '' : ` for ${words(expiresIn)}`}${canRefresh ? ', which renews by itself' : ''}`,
  );
}

/** Seconds; nonsense (negative, not a number, absurd) is as if nothing was said. */
function lifetime(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^\d{1,12}(\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' && seconds > 0 && seconds <= longestLifetime ? seconds : undefined;
}

const refusals: Record<string, Cause> = {
  invalid_client: 'client_refused',
  unauthorized_client: 'client_refused',
  invalid_target: 'resource_refused',
  invalid_scope: 'scope_refused',
};

function refused(
  { status }: { status: number },
  body: Record<string, unknown> | undefined,
  question: TokenQuestion,
  host: string,
): StepResult<never> {
  const error = typeof body?.error === 'string' ? plainText(body.error, 60) : undefined;
  if (error === undefined && status !== 401)
    return status === 404 || status === 405 || !body
      ? failed('token_not_json', `The token endpoint of ${host} answered ${status} without an OAuth error.`)
      : failed('token_refused', `The token endpoint of ${host} refused the request (${status}).`);
  const description = String(body?.error_description ?? '');
  const message = `The token endpoint of ${host} refused the request with ${body ? quote(body) : status}.`;
  const more = { oauthError: error ?? 'invalid_client' };
  if (error === 'invalid_grant') return failed(endOfGrant[question.asked], message, more);
  // Entra ID refuses `resource` beside scopes with these codes.
  if (/AADSTS(9010010|901002)\b/.test(description)) return failed('resource_refused', message, more);
  if (error === 'temporarily_unavailable' || error === 'server_error')
    return failed('token_server_error', message, { ...more, transient: true });
  return failed(refusals[more.oauthError] ?? 'token_refused', message, more);
}

const endOfGrant: Record<TokenQuestion['asked'], Cause> = {
  code: 'code_refused',
  refresh: 'sign_in_ended',
  machine: 'token_refused',
  assertion: 'token_refused',
};

function outOfOrder(
  { status, headers }: { status: number; headers: Headers },
  host: string,
): StepResult<never> {
  const retryAfter = retryAfterOf(headers);
  return failed('token_server_error', `The token endpoint of ${host} answered ${status}.`, {
    transient: true,
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

function quote(body: Record<string, unknown>): string {
  const description =
    typeof body.error_description === 'string' ? `: “${plainText(body.error_description, 200)}”` : '';
  return `${plainText(String(body.error ?? 'no error code'), 60)}${description}`;
}

function words(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** Who signed in, for display only. It came straight from the token endpoint, for us, from this issuer, or is left out. */
function identityOf(idToken: unknown, question: TokenQuestion): string | undefined {
  if (typeof idToken !== 'string' || idToken.length > 50_000) return undefined;
  try {
    const claims = decodeJwt(idToken);
    const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
    if (claims.iss !== question.issuer || !audiences.includes(question.clientId)) return undefined;
    const name = [claims.email, claims.preferred_username, claims.name].find(
      (v) => typeof v === 'string' && v !== '',
    );
    return typeof name === 'string' ? plainText(name, 120) : undefined;
  } catch {
    return undefined;
  }
}
