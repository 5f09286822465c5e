// A call was refused for want of scopes (403 insufficient_scope): remember which, unless it goes in circles.
import type { AppError } from '#shared/app-error.ts';
import type { AuthorizationDeps } from './deps.ts';
import { authorizationErrors } from './errors.ts';
import { type Grant, saveTrouble, type Trouble } from './grants.ts';

const mostStepUps = 2;
const stepUpMilliseconds = 10 * 60_000;

/** Sign-ins for more scopes within the last ten minutes. */
export function recentStepUps(trouble: Trouble, now: number): number[] {
  return (trouble.stepUps ?? []).filter((at) => now - at < stepUpMilliseconds && at <= now);
}

/** Whether asking once more would go in circles: the same scopes again, or too many sign-ins for more. */
export function goesInCircles(grant: Grant, missing: NonNullable<Trouble['missing']>, now: number): boolean {
  const stepUps = recentStepUps(grant.trouble, now);
  const nothingNew = missing.scopes.every((scope) => grant.facts.asked.includes(scope));
  return (nothingNew && stepUps.length > 0) || stepUps.length >= mostStepUps;
}

/** The error for the call. What is missing is kept, and the next sign-in asks for it on top of what is granted. */
export async function needMoreScopes(
  deps: AuthorizationDeps,
  grant: Grant,
  missing: NonNullable<Trouble['missing']>,
): Promise<AppError> {
  const { host } = new URL(grant.account.url);
  const circles = goesInCircles(grant, missing, deps.clock.now());
  await saveTrouble(deps, grant, { ...grant.trouble, missing });
  return circles
    ? authorizationErrors.scopeLoop(host, missing.scopes)
    : authorizationErrors.scopeMissing(host, missing.scopes);
}
