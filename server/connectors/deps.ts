// What the use cases of connectors work with.
import type { Tool } from '#shared/contract/catalogue.ts';
import type { ToolState } from '#shared/contract/connectors.ts';
import type { ActivityRecord } from '../activity/record.ts';
import type { AccountCredentials } from '../authorization/account-credentials.ts';
import type { ProbeServer } from '../mcp/probe.ts';
import type { Upstreams } from '../mcp/upstream.ts';
import type { Bus } from '../platform/bus.ts';
import type { Clock } from '../platform/clock.ts';
import type { MakeId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Vault } from '../platform/vault.ts';
import type { Catalogues } from './catalogues.ts';
import type { AccountRecord } from './connector.ts';
import type { HealthBook } from './health-book.ts';
import type { ConnectorMemory } from './memory.ts';
import type { ConnectorStore } from './store.ts';

/** What other features and the platform give. */
export interface ConnectorSurroundings {
  vault: Vault;
  upstreams: Upstreams;
  oauth: AccountCredentials;
  activity: ActivityRecord;
  bus: Bus;
  clock: Clock;
  makeId: MakeId;
  log: Log;
  /** Id of the person's project, their default one without an id. Throws `project_not_found`, also for another person's. */
  projectOf: (personId: string, projectId: string | undefined) => Promise<string>;
  /** Whether the address is private or loopback and only the administrator's list lets it through. */
  isPrivateAddress: (url: string) => boolean;
  /** Group, permission and cost of each tool, from the gate. */
  toolStates: (input: {
    personId: string;
    projectId: string;
    connectorId: string;
    tools: readonly Tool[];
  }) => Promise<ToolState[]>;
  /** Definitions held for review, by connector. */
  heldCounts: (personId: string, connectorIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  /** Looks at a URL step by step; streamed by `server/mcp/probe.ts`. */
  probe: ProbeServer;
  /** Whether anybody has a page open that could show a change. */
  isListening: () => boolean;
  /** Whole time that a person waits for a server in a dialog; below the 15 s that are promised. */
  dialogMilliseconds: number;
}

export interface ConnectorDeps extends ConnectorSurroundings {
  store: ConnectorStore;
  memory: ConnectorMemory;
  catalogues: Catalogues;
  health: HealthBook;
  /** Said whenever somebody looks at or calls with an account: list changes are watched while that is so. */
  onUse: (account: AccountRecord) => void;
}
