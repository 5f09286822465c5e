// Tries a sign-in at the server before anything is saved.
import { AppError } from '#shared/app-error.ts';
import type { Catalogue } from '#shared/contract/catalogue.ts';
import type { SignInInput } from '#shared/contract/connectors.ts';
import type { ConnectorRecord } from './connector.ts';
import { credentialFrom } from './credentials.ts';
import type { ConnectorDeps } from './deps.ts';
import { connectorErrors } from './errors.ts';
import { listWithin } from './list-within.ts';
import { isAboutSignIn, problemOf } from './problem.ts';
import { trialTarget } from './target.ts';

export type SignInChecked =
  | { kind: 'listed'; catalogue: Catalogue }
  /** The server is there; the person signs in by OAuth as the next step. */
  | { kind: 'sign-in-next' };

type CheckDeps = Pick<ConnectorDeps, 'upstreams' | 'makeId' | 'dialogMilliseconds' | 'log'>;

/** Throws what the dialog shows, in under 15 s: the server's fault, or that it wants another sign-in. */
export async function checkSignIn(
  deps: CheckDeps,
  personId: string,
  connector: Pick<ConnectorRecord, 'url' | 'transport' | 'name' | 'certificateAuthority'>,
  signIn: SignInInput,
): Promise<SignInChecked> {
  const target = trialTarget(deps.makeId('try'), personId, connector, credentialFrom(signIn));
  try {
    const catalogue = await listWithin(deps.upstreams, target, deps.dialogMilliseconds);
    // With OAuth chosen, what a stranger may list is not what the account will see.
    return signIn.kind === 'oauth' ? { kind: 'sign-in-next' } : { kind: 'listed', catalogue };
  } catch (error) {
    return afterFailure(deps, connector, signIn, error);
  } finally {
    void deps.upstreams.forget(target.key).catch(() => undefined);
  }
}

function afterFailure(
  deps: CheckDeps,
  connector: Pick<ConnectorRecord, 'url' | 'name'>,
  signIn: SignInInput,
  error: unknown,
): SignInChecked {
  const problem = problemOf(error, connector.name);
  const { host } = new URL(connector.url);
  if (isAboutSignIn(problem.code)) {
    if (signIn.kind === 'oauth') return { kind: 'sign-in-next' };
    if (signIn.kind !== 'none') throw connectorErrors.signInRefused(host, signIn.kind);
    // A 403 without a sign-in can have many reasons; the server's own words say more.
    if (problem.code !== 'upstream_forbidden') throw connectorErrors.signInNeeded(host);
  }
  if (error instanceof AppError) throw error;
  deps.log.warn('a server could not be checked', { host, error });
  throw new AppError({ ...problem, status: 502, cause: error });
}
