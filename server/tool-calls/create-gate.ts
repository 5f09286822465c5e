// Puts the gate together: one per process.
import type { Kysely } from 'kysely';
import type { Catalogue, Tool } from '#shared/contract/catalogue.ts';
import type { ToolState } from '#shared/contract/connectors.ts';
import type { ActivityRecord } from '../activity/record.ts';
import type { ConnectorsForCalls } from '../connectors/connectors-for-calls.ts';
import type { Upstreams } from '../mcp/upstream.ts';
import type { Bus } from '../platform/bus.ts';
import type { Clock } from '../platform/clock.ts';
import type { MakeId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Route } from '../platform/route.ts';
import type { RunUnsynced } from '../platform/sqlite-unsynced.ts';
import type { Tables } from '../storage/tables.ts';
import { approvalRoutes } from './approval-routes.ts';
import { createApprovals } from './approvals.ts';
import type { CallThroughGate } from './call.ts';
import { createCallThroughGate } from './call-tool.ts';
import { connectorOf } from './connector-of.ts';
import { forgetProject } from './forget-project.ts';
import type { CallLimits } from './gate.ts';
import { createIdempotency } from './idempotency.ts';
import { createKeptResults } from './kept-results.ts';
import { limitRoutes } from './limit-routes.ts';
import { createLimits } from './limits.ts';
import { noteListedCatalogue } from './note-catalogue.ts';
import { compileRe2 } from './patterns.ts';
import { permissionRoutes } from './permission-routes.ts';
import { createPolicies, type Policies, type PolicyConnector } from './policies.ts';
import { reviewRoutes } from './review-routes.ts';
import { acceptFirstListing, type ReviewsDeps } from './reviews.ts';
import { callRoutes } from './routes.ts';
import { createRuleHits } from './rule-hits.ts';
import { createRunningCalls } from './running-calls.ts';
import { createSteadyClock } from './steady-clock.ts';
import { heldCount, toolStates, visibleCatalogue } from './tool-states.ts';

export interface CreateGateDeps {
  db: Kysely<Tables>;
  connectors: ConnectorsForCalls;
  upstreams: Upstreams;
  activity: ActivityRecord;
  /** The tables of the record: on SQLite they are in a file of their own. */
  recordDb: Kysely<Tables>;
  bus: Bus;
  clock: Clock;
  id: MakeId;
  log: Log;
  /** `performance.now` unless a test owns time. */
  monotonic?: () => number;
  limitsOfCalls?: Partial<CallLimits>;
  approvalExpiry?: { held: number; returned: number };
  /** How usage counters are written on SQLite; an ordinary transaction unless given. */
  unsynced?: RunUnsynced | undefined;
}

/** Whose catalogue, of which connector. */
export interface CatalogueOf {
  personId: string;
  projectId: string;
  connector: PolicyConnector & { catalogue: Catalogue };
}

export interface Gate {
  callTool: CallThroughGate;
  routes: Route[];
  /** Group, permission, cost and hold of every tool, for the connector page. */
  toolStates(of: {
    personId: string;
    projectId: string;
    connectorId: string;
    tools: readonly Tool[];
  }): Promise<ToolState[]>;
  /** Definitions that wait for review, by connector. */
  heldCounts(personId: string, connectorIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /**
   * What a model or client may see: nothing held, nothing blocked, only accepted instructions. The same
   * object while neither catalogue nor policy changes, so that what is made from it can be kept.
   */
  visibleCatalogue(of: CatalogueOf): Promise<Catalogue>;
  /** The person's answer given in another client; throws when the approval is over or another person's. */
  answerApproval(answer: {
    approvalId: string;
    personId: string;
    state: 'approved' | 'denied';
    reason?: string;
  }): Promise<unknown>;
  /** Ceilings and limits of a project that is about to be removed. */
  forgetProject(of: { personId: string; projectId: string }): Promise<void>;
  /** Takes no new calls, lets running ones end, stops them at the deadline (milliseconds), writes what is left. */
  close(deadlineMilliseconds?: number): Promise<void>;
}

export function createGate(deps: CreateGateDeps): Gate {
  const { db, clock, id, log } = deps;
  const monotonic = deps.monotonic ?? (() => performance.now());
  const publish = deps.bus.publish.bind(deps.bus);
  const reviews: ReviewsDeps = { db, clock, activity: deps.activity, log, publish };
  const policies = createPolicies({
    db,
    monotonic,
    compilePattern: compileRe2,
    acceptFirstListing: (input) => acceptFirstListing(reviews, input),
  });
  const approvals = createApprovals({
    db,
    clock,
    id,
    publish,
    ...(deps.approvalExpiry ? { expiry: deps.approvalExpiry } : {}),
  });
  const processId = id('proc');
  const limits = createLimits({
    db,
    clock: createSteadyClock(clock, monotonic),
    log,
    monotonic,
    recorded: (callIds) => recordedOf(deps.recordDb, callIds),
    processId,
    publish,
    unsynced: deps.unsynced,
  });
  const running = createRunningCalls();
  const keptResults = createKeptResults({ db, clock });
  const ruleHits = createRuleHits({ db, clock, log });
  const idempotency = createIdempotency({
    db,
    clock,
    id,
    log,
    processId,
    isAlive: limits.isAlive,
    hold: limits.hold,
  });
  const callTool = createCallThroughGate({
    ...deps,
    monotonic,
    policies,
    approvals,
    limits,
    running,
    keptResults,
    idempotency,
    noteRuleHits: ruleHits.note,
  });
  const pages = { db, connectors: deps.connectors };
  const settings = {
    ...reviews,
    ...pages,
    recordDb: deps.recordDb,
    policies,
    limits,
    approvals,
    keptResults,
    id,
  };
  const stopListening = deps.connectors.onCatalogue((listed) =>
    noteListedCatalogue({ ...reviews, policies, connectors: deps.connectors }, listed),
  );
  return {
    callTool,
    routes: [
      ...callRoutes({ callTool, running, connectors: deps.connectors }),
      ...permissionRoutes(settings),
      ...limitRoutes(settings),
      ...approvalRoutes(settings),
      ...reviewRoutes(settings),
    ],
    ...catalogueQuestions(pages, policies),
    answerApproval: ({ approvalId, personId, ...answer }) => approvals.answer(approvalId, personId, answer),
    forgetProject: (of) => forgetProject({ db, policies }, of),
    async close(deadlineMilliseconds = 25_000) {
      stopListening();
      await running.close(deadlineMilliseconds);
      await limits.close();
      await ruleHits.flush().catch(() => {});
    },
  };
}

function catalogueQuestions(
  pages: Parameters<typeof connectorOf>[0],
  policies: Policies,
): Pick<Gate, 'toolStates' | 'heldCounts' | 'visibleCatalogue'> {
  const policyFor = async (personId: string, connectorId: string, projectId?: string) => {
    const connector = await connectorOf(pages, { personId, connectorId });
    const policy = await policies.of({ personId, projectId: projectId ?? connector.projectId, connector });
    return { connector, policy };
  };
  return {
    async toolStates({ personId, projectId, connectorId, tools }) {
      const { policy } = await policyFor(personId, connectorId, projectId);
      return toolStates(policy, tools);
    },
    async heldCounts(personId, connectorIds) {
      const counts = new Map<string, number>();
      for (const connectorId of connectorIds) {
        const { connector, policy } = await policyFor(personId, connectorId);
        if (connector.catalogue) counts.set(connectorId, heldCount(policy, connector.catalogue));
      }
      return counts;
    },
    visibleCatalogue: async (of) => visibleCatalogue(await policies.of(of), of.connector.catalogue),
  };
}

async function recordedOf(db: Kysely<Tables>, callIds: string[]): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('activity').select('id').where('id', 'in', callIds).execute();
  return new Set(rows.map((row) => row.id));
}
