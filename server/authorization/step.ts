// A step answers with a result and never throws: what it found or why not, and what went over the wire.
import type { SignInStep } from '#shared/contract/authorization.ts';
import type { Exchange } from '#shared/contract/connection-check.ts';
import { type Cause, causes } from './causes.ts';

export interface Failure {
  cause: Cause;
  /** What happened and what was tried, for a person; names the server. */
  message: string;
  fix: string;
  /** The authorization server may work again by itself; nothing is lost. */
  transient?: boolean;
  /** OAuth error code of the server, when it sent one. */
  oauthError?: string;
  /** Seconds, from `Retry-After`. */
  retryAfter?: number;
}

export type StepResult<T> =
  | { state: 'passed'; value: T; line: string; exchanges: Exchange[] }
  | { state: 'failed'; failure: Failure; exchanges: Exchange[] };

export function passed<T>(value: T, line: string, exchanges: Exchange[] = []): StepResult<T> {
  return { state: 'passed', value, line, exchanges };
}

export function failed(
  cause: Cause,
  message: string,
  more: Partial<Omit<Failure, 'cause' | 'message'>> & { exchanges?: Exchange[] } = {},
): StepResult<never> {
  const { exchanges = [], ...rest } = more;
  return { state: 'failed', failure: { fix: causes[cause].fix, ...rest, cause, message }, exchanges };
}

/** The step as the web app and the command line show it. */
export function tellStep(name: string, result: StepResult<unknown>): SignInStep {
  return result.state === 'passed'
    ? { name, state: 'passed', line: result.line, exchanges: result.exchanges }
    : {
        name,
        state: 'failed',
        line: result.failure.message,
        cause: result.failure.cause,
        fix: result.failure.fix,
        exchanges: result.exchanges,
      };
}
