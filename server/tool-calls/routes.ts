// Calls made by hand, over the web API. Every one goes through the gate.
import { callEndpoints } from '#shared/contract/calls.ts';
import type { JsonObject } from '#shared/json.ts';
import type { ConnectorsForCalls } from '../connectors/connectors-for-calls.ts';
import { type Actor, type Route, route } from '../platform/route.ts';
import type { CallOrigin, CallRequest } from './call.ts';
import { answerAsResult, type CallEventsDeps, streamCall } from './call-events.ts';
import { callFailed } from './errors.ts';

export interface CallRoutesDeps extends Omit<CallEventsDeps, 'connectorName'> {
  connectors: ConnectorsForCalls;
}

export function callRoutes(deps: CallRoutesDeps): Route[] {
  const events: CallEventsDeps = {
    ...deps,
    connectorName: async (personId, connectorId) =>
      (await deps.connectors.resolve({ personId, connectorId })).name,
  };
  return [
    route(callEndpoints.runTool, async function* ({ actor, params, body, signal }) {
      const request = await requestFor(deps, actor, params.connectorId, {
        method: 'tools/call',
        subject: body.tool,
        arguments: body.arguments as JsonObject,
        accountId: body.accountId,
        idempotencyKey: body.idempotencyKey,
      });
      yield* streamCall(events, request, signal);
    }),
    route(callEndpoints.readResource, async function* ({ actor, params, body, signal }) {
      const request = await requestFor(deps, actor, params.connectorId, {
        method: 'resources/read',
        subject: body.uri,
        arguments: {},
        accountId: body.accountId,
      });
      yield* streamCall(events, request, signal);
    }),
    route(callEndpoints.getPrompt, async function* ({ actor, params, body, signal }) {
      const request = await requestFor(deps, actor, params.connectorId, {
        method: 'prompts/get',
        subject: body.prompt,
        arguments: body.arguments,
        accountId: body.accountId,
      });
      yield* streamCall(events, request, signal);
    }),
    route(callEndpoints.complete, async ({ actor, params, body, signal }) => {
      const { ref, argument, context } = body;
      const request = await requestFor(deps, actor, params.connectorId, {
        method: 'completion/complete',
        subject: ref.type === 'ref/prompt' ? ref.name : ref.uri,
        arguments: {},
        accountId: body.accountId,
        params: { ref, argument, ...(context ? { context: { arguments: context } } : {}) },
      });
      const outcome = await deps.callTool(request, { signal });
      if (outcome.kind !== 'completed') throw callFailed(outcome);
      return completionOf(outcome.result);
    }),
    route(callEndpoints.answerQuestion, async ({ actor, params, body }) => {
      deps.running.answer({
        callId: params.callId,
        personId: actor.personId,
        key: body.key,
        answer: answerAsResult(body.answer),
      });
      return { accepted: true as const };
    }),
    route(callEndpoints.cancel, async ({ actor, params }) => ({
      cancelling: deps.running.cancel({ callId: params.callId, personId: actor.personId }),
    })),
  ];
}

interface Asked {
  method: CallRequest['method'];
  subject: string;
  arguments: JsonObject;
  accountId?: string | undefined;
  idempotencyKey?: string | undefined;
  params?: JsonObject;
}

/** Throws 404 for another person's connector, before anything is streamed. */
async function requestFor(
  deps: CallRoutesDeps,
  actor: Actor,
  connectorId: string,
  asked: Asked,
): Promise<CallRequest> {
  const connector = await deps.connectors.resolve({
    personId: actor.personId,
    connectorId,
    ...(asked.accountId === undefined ? {} : { accountId: asked.accountId }),
  });
  return {
    personId: actor.personId,
    projectId: connector.projectId,
    origin: originOf(actor),
    connectorId,
    ...(asked.accountId === undefined ? {} : { accountId: asked.accountId }),
    method: asked.method,
    subject: asked.subject,
    arguments: asked.arguments,
    approval: { kind: 'pressed-run' },
    ...(asked.idempotencyKey === undefined ? {} : { idempotencyKey: asked.idempotencyKey }),
    ...(asked.params === undefined ? {} : { params: asked.params }),
  };
}

/** An access token is the person's own command line. */
const originOf = (actor: Actor): CallOrigin =>
  actor.via === 'token' ? { door: 'command-line', clientId: actor.viaId } : { door: 'by-hand' };

function completionOf(result: JsonObject): { values: string[]; total?: number; hasMore?: boolean } {
  const completion = (result.completion ?? {}) as { values?: unknown; total?: unknown; hasMore?: unknown };
  const values = Array.isArray(completion.values) ? completion.values : [];
  return {
    values: values.filter((value): value is string => typeof value === 'string').slice(0, 100),
    ...(typeof completion.total === 'number' ? { total: completion.total } : {}),
    ...(typeof completion.hasMore === 'boolean' ? { hasMore: completion.hasMore } : {}),
  };
}
