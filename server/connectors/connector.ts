// Connectors and accounts as this feature keeps them; what leaves it is `view.ts`.
import type { z } from 'zod';
import type { Catalogue } from '#shared/contract/catalogue.ts';
import type { accountState, Connector, SignInKind } from '#shared/contract/connectors.ts';

export type AccountState = z.output<typeof accountState>;

export interface Problem {
  code: string;
  message: string;
  fix?: string;
}

/** What is known of how a connector answers; kept as JSON in its row. */
export interface Health {
  problem?: Problem & { at: number };
  lastListedAt?: number;
  /** Milliseconds of the last calls, oldest first, at most 100. */
  calls: number[];
}

export interface ConnectorRecord {
  id: string;
  personId: string;
  projectId: string;
  name: string;
  slug: string;
  url: string;
  signIn: SignInKind;
  transport: Connector['transport'];
  /** PEM; trusted besides the usual ones, for this connector alone. */
  certificateAuthority?: string;
  icon?: NonNullable<Connector['icon']>;
  health: Health;
  createdAt: number;
  updatedAt: number;
  lastUsedAt?: number;
}

export interface AccountRecord {
  id: string;
  personId: string;
  projectId: string;
  connectorId: string;
  label: string;
  kind: SignInKind;
  state: AccountState;
  identity?: string;
  problem?: Problem;
  /** Vault text of `SavedSignIn`; absent for `none`, `oauth` and forgotten ones. */
  secret?: string;
  isDefault: boolean;
  createdAt: number;
  lastUsedAt?: number;
}

export type Counts = NonNullable<Connector['counts']>;

export interface SavedCatalogue {
  accountId: string;
  catalogue: Catalogue;
}

export const countsOf = (catalogue: Catalogue): Counts => ({
  tools: catalogue.tools.length,
  resources: catalogue.resources.length,
  resourceTemplates: catalogue.resourceTemplates.length,
  prompts: catalogue.prompts.length,
});

/**
 * Key of pools and caches: whose it is, which sign-in, which server. Ids hold no space, so that no two
 * differ in their parts and agree in the whole.
 */
export const targetKey = (account: Pick<AccountRecord, 'personId' | 'id' | 'connectorId'>): string =>
  `${account.personId} ${account.id} ${account.connectorId}`;

/** Whose connector a target key names; of a key that is none, one that does not exist. */
export function connectorOfTarget(key: string): Pick<AccountRecord, 'personId' | 'connectorId'> {
  const [personId = '', , connectorId = ''] = key.split(' ');
  return { personId, connectorId };
}
