// The first token of a grant that needs no browser: the same steps, then the token at once.
import type { SignInStep } from '#shared/contract/authorization.ts';
import type { OAuthAccountKey } from './account-credentials.ts';
import { type AuthorizationDeps, clientDocumentUrlOf, clientName, redirectUriOf } from './deps.ts';
import { type Discovery, discover } from './discover.ts';
import { createWire } from './exchange.ts';
import { expiryOf, saveNewGrant } from './grants.ts';
import type { SignInSettings } from './model.ts';
import { makeProofKey, openProofKey } from './proof-key.ts';
import { type Failure, tellStep } from './step.ts';
import { requestMachineToken } from './steps/request-machine-token.ts';
import { keptRegistrations } from './store.ts';

export type MachineConnection = { kind: 'signed-in' } | Exclude<Discovery, { kind: 'prepared' }>;

export async function connectMachine(
  deps: AuthorizationDeps,
  account: OAuthAccountKey,
  settings: SignInSettings,
  input: {
    authorizationServer?: string;
    challenge?: string;
    onStep?: (step: SignInStep) => void;
  },
): Promise<MachineConnection> {
  const wire = createWire(deps.fetch, { ...settings, pool: account.accountId });
  const found = await discover(wire, {
    ...input,
    url: account.url,
    settings,
    clientName,
    redirectUri: redirectUriOf(deps, account.connectorId),
    clientDocumentUrl: clientDocumentUrlOf(deps, account.connectorId),
    kept: keptRegistrations(deps, account, () => deps.clock.now()),
  });
  if (found.kind !== 'prepared') return found;
  const { metadata, client, resource, scopes } = found;
  const proofKey = found.proof && (await makeProofKey(found.proof.algorithm));
  const result = await requestMachineToken(wire, {
    metadata,
    client,
    settings,
    resource,
    scopes: scopes.scopes,
    ...(proofKey && { proof: { handle: await openProofKey(proofKey), must: true } }),
  });
  input.onStep?.(tellStep('token', result));
  if (result.state === 'failed') return { kind: 'failed', failure: result.failure satisfies Failure };
  const now = deps.clock.now();
  await saveNewGrant(deps, account, {
    facts: {
      grant: settings.grant,
      metadata,
      ...(resource !== undefined && { resource }),
      scopes: result.value.scopes ?? scopes.scopes,
      asked: scopes.scopes,
      client: { kind: client.kind, clientId: client.clientId, authentication: client.authentication },
      tokenType: result.value.type,
    },
    tokens: { access: result.value.accessToken, ...(proofKey && { proofKey }) },
    expiresAt: expiryOf(result.value, now),
    trouble: {},
    now,
  });
  return { kind: 'signed-in' };
}
