// What the gate and the doors need of connectors; nothing else reaches into them.
import type { Catalogue } from '#shared/contract/catalogue.ts';
import type { SignInKind } from '#shared/contract/connectors.ts';
import type { UpstreamTarget } from '../mcp/upstream.ts';

export interface ResolvedConnector {
  id: string;
  projectId: string;
  name: string;
  /** Short name, unique in the project. */
  slug: string;
  url: string;
  account: { id: string; label: string; kind: SignInKind; identity?: string };
  /** Ready for `upstreams.open`: the credential goes to this URL only. */
  target: UpstreamTarget;
  /** Last catalogue seen with this account, kept in memory; absent until the first listing. */
  catalogue: Catalogue | undefined;
}

export interface ConnectorsForCalls {
  /**
   * The person's connector with one account. Throws `connector_not_found` (404, also for another person's
   * id), `account_not_found` (404) or `account_not_connected` (409). Cheap: kept in memory, dropped on any change.
   */
  resolve(input: { personId: string; connectorId: string; accountId?: string }): Promise<ResolvedConnector>;
  /** All connectors of a project with the person's default account, in stable order; those without an account have `account: undefined`. */
  ofProject(input: {
    personId: string;
    projectId: string;
  }): Promise<(Omit<ResolvedConnector, 'account' | 'target'> & Partial<ResolvedConnector>)[]>;
  /** How a call went, for health and *last used*; returns at once, written later. */
  noteCall(call: {
    connectorId: string;
    accountId: string;
    milliseconds: number;
    problem?: CallProblem;
  }): void;
  /** After a catalogue was listed: old (absent the first time) and new. Listeners must not throw. */
  onCatalogue(
    listener: (listed: {
      personId: string;
      connectorId: string;
      accountId: string;
      before: Catalogue | undefined;
      now: Catalogue;
    }) => void | Promise<void>,
  ): () => void;
}

export interface CallProblem {
  code: string;
  message: string;
  fix?: string;
}
