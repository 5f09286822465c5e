import type { Kysely } from 'kysely';
import type { ActivityRecord } from '../activity/record.ts';
import type { Bus } from '../platform/bus.ts';
import type { Clock } from '../platform/clock.ts';
import type { MakeId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { OutboundFetch } from '../platform/outbound-fetch.ts';
import type { Vault } from '../platform/vault.ts';
import type { Tables } from '../storage/tables.ts';
import type { AccountsForAuthorization } from './account-credentials.ts';

export interface AuthorizationDeps {
  db: Kysely<Tables>;
  vault: Vault;
  fetch: OutboundFetch;
  clock: Clock;
  makeId: MakeId;
  log: Log;
  bus: Bus;
  accounts: AccountsForAuthorization;
  activity: Pick<ActivityRecord, 'write'>;
  /** Where browsers reach Causeway: an origin without a trailing slash. */
  publicUrl: string;
  /** A client metadata document published elsewhere, for an installation that authorization servers cannot reach. */
  clientMetadataUrl?: string;
}

/** The name under which authorization servers know Causeway. */
export const clientName = 'Causeway';

/** One redirect address per connector, so that answers of two servers cannot be mixed up (RFC 9700 §4.4.2.2). */
export const redirectUriOf = (deps: Pick<AuthorizationDeps, 'publicUrl'>, connectorId: string): string =>
  `${deps.publicUrl}/oauth/callback/${encodeURIComponent(connectorId)}`;

/** Our client ID metadata document for a connector; only a public https URL can be fetched by others. */
export function clientDocumentUrlOf(
  deps: Pick<AuthorizationDeps, 'publicUrl' | 'clientMetadataUrl'>,
  connectorId: string,
): string | undefined {
  if (deps.clientMetadataUrl) return deps.clientMetadataUrl;
  return deps.publicUrl.startsWith('https:')
    ? `${deps.publicUrl}/oauth/client/${encodeURIComponent(connectorId)}`
    : undefined;
}
