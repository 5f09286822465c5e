// Ends what an account holds: revoked at the server where it can be (RFC 7009), wiped here in any case.
import { allowInsecureRequests, customFetch, revocationRequest } from 'oauth4webapi';
import type { Secret } from '../platform/secret.ts';
import type { OAuthAccountKey } from './account-credentials.ts';
import { whyEndpointIsRefused } from './addresses.ts';
import type { AuthorizationDeps } from './deps.ts';
import { createWire } from './exchange.ts';
import { type Grant, readGrant } from './grants.ts';
import { clientOf } from './renew-grant.ts';
import { clientAuthentication } from './steps/request-token.ts';
import { openSettings } from './store.ts';

export interface Forgotten {
  revokedAtServer: boolean;
  line: string;
}

/** Never throws: what cannot be revoked is still wiped. */
export async function forgetGrant(
  deps: AuthorizationDeps,
  account: Pick<OAuthAccountKey, 'personId' | 'accountId'>,
  options: { revoke?: boolean } = {},
): Promise<Forgotten> {
  const grant = await readGrant(deps, account).catch(() => undefined);
  await deps.db
    .deleteFrom('authorization_grant')
    .where('account_id', '=', account.accountId)
    .where('person_id', '=', account.personId)
    .execute()
    .catch((error) => deps.log.error('wiping a sign-in failed', { error: String(error) }));
  if (!grant?.tokens) return { revokedAtServer: false, line: 'There was nothing to revoke.' };
  if (!options.revoke) return { revokedAtServer: false, line: 'The sign-in was wiped here.' };
  return revoke(deps, grant).catch((error) => {
    deps.log.warn('revoking a sign-in failed', { error: String(error) });
    return {
      revokedAtServer: false,
      line: `${new URL(grant.issuer).host} could not be asked to revoke it; it was wiped here.`,
    };
  });
}

async function revoke(deps: AuthorizationDeps, grant: Grant): Promise<Forgotten> {
  const { metadata } = grant.facts;
  const { host } = new URL(grant.issuer);
  if (!metadata.revocation_endpoint || whyEndpointIsRefused(metadata.revocation_endpoint))
    return { revokedAtServer: false, line: `${host} offers no way to revoke; the sign-in was wiped here.` };
  const settings = await openSettings(deps, grant.account);
  const client = await clientOf(deps, grant, settings);
  const authentication = await clientAuthentication(client);
  if (!authentication)
    return {
      revokedAtServer: false,
      line: `The client secret for ${host} is missing; the sign-in was wiped here.`,
    };
  const wire = createWire(deps.fetch, { ...settings, pool: grant.account.accountId });
  const send = async (token: Secret, hint: string) => {
    const response = await revocationRequest(
      { ...metadata },
      { client_id: client.clientId },
      authentication,
      token.reveal(),
      {
        [allowInsecureRequests]: true,
        [customFetch]: (url, init) => wire.fetch(url, init),
        additionalParameters: { token_type_hint: hint },
      },
    );
    return response.status;
  };
  const tokens = grant.tokens;
  const statuses: number[] = [];
  // The refresh token first: it is what could make new ones.
  if (tokens?.refresh) statuses.push(await send(tokens.refresh, 'refresh_token'));
  if (tokens) statuses.push(await send(tokens.access, 'access_token'));
  const done = statuses.every((status) => status === 200);
  return {
    revokedAtServer: done,
    line: done
      ? `${host} revoked the sign-in, and it was wiped here.`
      : `${host} answered ${statuses.join(' and ')} to the revocation; the sign-in was wiped here.`,
  };
}

/** A connector's URL changed or it is gone: all its sign-ins and registrations are wiped. Never throws. */
export async function forgetConnectorGrants(
  deps: AuthorizationDeps,
  { personId, connectorId }: { personId: string; connectorId: string },
): Promise<void> {
  for (const table of ['authorization_grant', 'authorization_client', 'authorization_attempt'] as const)
    await deps.db
      .deleteFrom(table)
      .where('connector_id', '=', connectorId)
      .where('person_id', '=', personId)
      .execute()
      .catch((error) => deps.log.error('wiping sign-ins failed', { error: String(error) }));
}
