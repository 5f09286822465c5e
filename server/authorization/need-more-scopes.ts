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

/** The error for the call. What is missing is kept, and the next sign-in asks for it on top of what is granted. */
export async function needMoreScopes(
  deps: AuthorizationDeps,
  grant: Grant,
  missing: NonNullable<Trouble['missing']>,
): Promise<AppError> {
  const { host } = new URL(grant.account.url);
  const stepUps = recentStepUps(grant.trouble, deps.clock.now());
  const nothingNew = missing.scopes.every((scope) => grant.facts.asked.includes(scope));
  if ((nothingNew && stepUps.length > 0) || stepUps.length >= mostStepUps)
    return authorizationErrors.scopeLoop(host, missing.scopes);
  await saveTrouble(deps, grant, { ...grant.trouble, missing });
  return authorizationErrors.scopeMissing(host, missing.scopes);
}
