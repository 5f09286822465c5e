import { connectionCheckEndpoints } from '#shared/contract/connection-check.ts';
import { clientDocumentUrlOf, clientName, redirectUriOf } from '../authorization/deps.ts';
import type { SignInSettings } from '../authorization/model.ts';
import type { KeptRegistrations } from '../authorization/steps/choose-client.ts';
import type { CredentialSource } from '../platform/credential.ts';
import type { OutboundFetch } from '../platform/outbound-fetch.ts';
import { type Route, route } from '../platform/route.ts';
import { type CheckDeps, type CheckInput, checkConnection } from './check-connection.ts';

/** A connector with one of its accounts, ready to be checked. */
export interface CheckedConnector {
  connectorId: string;
  url: string;
  settings: SignInSettings;
  /** Absent: the connector needs none, or has no account. */
  signIn?: { kind: 'headers' | 'oauth'; credential: CredentialSource };
  kept: KeptRegistrations;
}

export interface ConnectionCheckDeps {
  fetch: OutboundFetch;
  list: CheckDeps['list'];
  publicUrl: string;
  clientMetadataUrl?: string;
  /** Throws `connector_not_found` (404), also for another person's. */
  find(key: {
    personId: string;
    connectorId: string;
    accountId?: string | undefined;
  }): Promise<CheckedConnector>;
}

/** A URL alone is checked as a stranger would meet it; its registration is forgotten afterwards. */
const unsaved = (): KeptRegistrations => ({ find: async () => undefined, save: async () => undefined });

export function connectionCheckRoutes(deps: ConnectionCheckDeps): Route[] {
  return [
    route(connectionCheckEndpoints.run, async function* ({ actor, body, signal }) {
      const checked =
        'connectorId' in body ? await deps.find({ personId: actor.personId, ...body }) : undefined;
      const connectorId = checked?.connectorId ?? 'check';
      const input: CheckInput = {
        url: checked?.url ?? ('url' in body ? body.url : ''),
        signal,
        ...(checked && { settings: checked.settings }),
        ...(checked?.signIn && { signIn: checked.signIn }),
      };
      yield* checkConnection(
        {
          fetch: deps.fetch,
          list: deps.list,
          clientName,
          redirectUri: redirectUriOf(deps, connectorId),
          clientDocumentUrl: clientDocumentUrlOf(deps, connectorId),
          kept: checked?.kept ?? unsaved(),
        },
        input,
      );
    }),
  ];
}
