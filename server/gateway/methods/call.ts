// The four methods that reach a server. Every one goes through the gate; nothing here decides or sends.
import type { JsonObject } from '#shared/json.ts';
import type { CallOutcome, CallRequest, CallSurface, CallThroughGate } from '../../tool-calls/call.ts';
import type { Exchange, Method } from '../exchange.ts';
import { findResource } from '../offer/find-resource.ts';
import type { OfferedConnector } from '../offer/offer.ts';
import { type Answer, failure, isObject, notificationText, objectOf, rpcCode } from '../wire/json-rpc.ts';
import { type ApprovalQuestions, askApproval } from './ask-approval.ts';
import { aimThroughExposed } from './exposed-call.ts';
import type { HeldCall, HeldCalls } from './held-calls.ts';
import { inWords, presentOutcome } from './present.ts';
import { digestOf, type RequestStates, type RoundRequest, type RoundState } from './request-state.ts';

export interface CallDependencies {
  callThroughGate: CallThroughGate;
  states: RequestStates;
  held: HeldCalls;
  approvals: ApprovalQuestions;
  publicUrl: string;
}

/** A request aimed at one connector, in that server's own names. */
export interface Aim {
  connector: OfferedConnector;
  method: CallRequest['method'];
  subject: string;
  arguments: JsonObject;
  /** Further params of the method that pass on as they are. */
  params?: JsonObject;
}

export function createCallMethods(dependencies: CallDependencies): Record<string, Method> {
  const call = (aim: Aim | Answer, exchange: Exchange): Answer | Promise<Answer> =>
    'connector' in aim ? runRound(dependencies, aim, exchange) : aim;
  return {
    'tools/call': (exchange) =>
      exchange.offer.exposed
        ? aimThroughExposed(exchange.offer.exposed, exchange).then((aim) => call(aim, exchange))
        : call(aimByName('tool', 'tools/call', exchange), exchange),
    'prompts/get': (exchange) => call(aimByName('prompt', 'prompts/get', exchange), exchange),
    'resources/read': (exchange) => call(aimAtResource(exchange), exchange),
    'completion/complete': (exchange) => call(aimAtCompletion(exchange), exchange),
  };
}

/** A tool or a prompt, by the name the client knows. */
function aimByName(
  kind: 'tool' | 'prompt',
  method: CallRequest['method'],
  { request, offer }: Exchange,
): Aim | Answer {
  const { name } = request.params;
  if (typeof name !== 'string')
    return failure(rpcCode.invalidParams, `"name" must be the name of a ${kind}.`);
  const owned = kind === 'tool' ? offer.tools.get(name) : offer.prompts.get(name);
  if (!owned) return failure(rpcCode.invalidParams, `Unknown ${kind}: ${name}`);
  if (request.params.arguments !== undefined && !isObject(request.params.arguments))
    return failure(rpcCode.invalidParams, '"arguments" must be an object.');
  return {
    connector: owned.connector,
    method,
    subject: owned.definition.name,
    arguments: objectOf(request.params.arguments),
  };
}

function aimAtResource({ request, offer }: Exchange): Aim | Answer {
  const { uri } = request.params;
  if (typeof uri !== 'string') return failure(rpcCode.invalidParams, '"uri" must be the URI of a resource.');
  const found = findResource(offer, uri);
  if (!found) return failure(rpcCode.invalidParams, 'Resource not found', { uri });
  return { connector: found.connector, method: 'resources/read', subject: found.uri, arguments: {} };
}

function aimAtCompletion({ request, offer }: Exchange): Aim | Answer {
  const ref = objectOf(request.params.ref);
  const { argument, context } = request.params;
  const params = (own: JsonObject): JsonObject => ({
    ref: { ...ref, ...own },
    ...(argument === undefined ? {} : { argument }),
    ...(context === undefined ? {} : { context }),
  });
  if (ref.type === 'ref/prompt' && typeof ref.name === 'string') {
    const owned = offer.prompts.get(ref.name);
    if (!owned) return failure(rpcCode.invalidParams, `Unknown prompt: ${ref.name}`);
    const { name } = owned.definition;
    return {
      connector: owned.connector,
      method: 'completion/complete',
      subject: name,
      arguments: {},
      params: params({ name }),
    };
  }
  if (ref.type === 'ref/resource' && typeof ref.uri === 'string') {
    const owned = offer.templates.get(ref.uri);
    const found = owned
      ? { connector: owned.connector, uri: owned.definition.uriTemplate }
      : findResource(offer, ref.uri);
    if (!found) return failure(rpcCode.invalidParams, 'Unknown resource template', { uri: ref.uri });
    return {
      connector: found.connector,
      method: 'completion/complete',
      subject: found.uri,
      arguments: {},
      params: params({ uri: found.uri }),
    };
  }
  return failure(rpcCode.invalidParams, '"ref" must be a prompt or a resource template.');
}

/** Keys of `_meta` that are said anew to the server, never passed on. */
const ownMeta = new Set([
  'progressToken',
  'io.modelcontextprotocol/protocolVersion',
  'io.modelcontextprotocol/clientCapabilities',
  'io.modelcontextprotocol/clientInfo',
  'io.modelcontextprotocol/logLevel',
]);

function metaOf(exchange: Exchange): JsonObject | undefined {
  const given = exchange.request.params._meta;
  let meta: JsonObject | undefined;
  if (isObject(given))
    for (const [key, value] of Object.entries(given))
      if (!ownMeta.has(key)) {
        meta ??= {};
        meta[key] = value;
      }
  if (exchange.logLevel !== undefined)
    meta = { ...meta, 'io.modelcontextprotocol/logLevel': exchange.logLevel };
  return meta;
}

/** One round of a request: the first, or one that brings answers to questions of the round before. */
async function runRound(dependencies: CallDependencies, aim: Aim, exchange: Exchange): Promise<Answer> {
  const { requestState, inputResponses } = exchange.request.params;
  let state: RoundState = {};
  if (requestState !== undefined && exchange.era === 'modern') {
    const opened =
      typeof requestState === 'string'
        ? dependencies.states.open(requestState, roundRequest(aim, exchange))
        : undefined;
    if (!opened) return failure(rpcCode.invalidParams, 'The requestState is not valid for this request.');
    state = opened;
  }
  if (state.held !== undefined) {
    const held = dependencies.held.find(state.held, owner(aim, exchange));
    if (!held) return failure(rpcCode.invalidParams, 'The call that asked is no longer waiting.');
    const turn = held.next();
    held.answer(objectOf(inputResponses));
    return presentTurn(dependencies, await turn, held, aim, exchange);
  }
  const approval = state.approval;
  if (approval !== undefined) {
    const allowed = await dependencies.approvals.settle(approval, objectOf(inputResponses), exchange);
    if (!allowed)
      return inWords(
        'The person did not allow this call.',
        { 'causeway/refusal': { code: 'approval_denied' } },
        exchange,
      );
  }
  const request: CallRequest = {
    ...callRequest(aim, exchange),
    ...(approval === undefined ? {} : { approval: { kind: 'approved', approvalId: approval } }),
  };
  if (exchange.era === 'modern' && approval === undefined && isObject(inputResponses))
    request.params = {
      ...request.params,
      inputResponses,
      ...(state.upstream === undefined ? {} : { requestState: state.upstream }),
    };
  return start(dependencies, request, aim, exchange);
}

function callRequest(aim: Aim, exchange: Exchange): CallRequest {
  const meta = metaOf(exchange);
  return {
    personId: exchange.principal.personId,
    projectId: exchange.project.id,
    origin: {
      door: 'gateway',
      clientId: exchange.principal.clientId,
      ...(exchange.clientName === undefined ? {} : { client: exchange.clientName }),
    },
    connectorId: aim.connector.id,
    ...(aim.connector.accountId === undefined ? {} : { accountId: aim.connector.accountId }),
    method: aim.method,
    subject: aim.subject,
    arguments: aim.arguments,
    whenApprovalNeeded: 'return',
    ...(aim.params || meta ? { params: { ...aim.params, ...(meta ? { _meta: meta } : {}) } } : {}),
  };
}

async function start(
  dependencies: CallDependencies,
  request: CallRequest,
  aim: Aim,
  exchange: Exchange,
): Promise<Answer> {
  const surface = surfaceOf(exchange);
  const serverIsOlder = aim.connector.catalogue?.server.era === 'legacy';
  if (exchange.era === 'modern' && serverIsOlder && canAnswer(exchange)) {
    const held = dependencies.held.open(owner(aim, exchange));
    surface.onServerRequest = held.ask;
    const turn = held.next();
    void dependencies.callThroughGate(request, surface).then(held.end, (error: unknown) =>
      held.end({
        kind: 'failed',
        callId: '',
        problem: { code: 'internal', message: error instanceof Error ? error.message : 'The call failed.' },
        outcome: 'unknown',
        milliseconds: 0,
      }),
    );
    return presentTurn(dependencies, await turn, held, aim, exchange);
  }
  return present(dependencies, await dependencies.callThroughGate(request, surface), aim, exchange);
}

function surfaceOf(exchange: Exchange): CallSurface {
  const surface: CallSurface = {
    signal: exchange.signal,
    resultAs: 'text',
    clientCapabilities: exchange.capabilities,
  };
  const progressToken = objectOf(exchange.request.params._meta).progressToken;
  if (progressToken !== undefined)
    surface.onProgress = (progress) => {
      exchange.say(notificationText('notifications/progress', { progressToken, ...progress }));
    };
  if (exchange.logLevel !== undefined)
    surface.onLog = (entry) => {
      exchange.say(notificationText('notifications/message', entry as unknown as JsonObject));
    };
  if (exchange.era === 'modern') surface.returnInputRequired = true;
  else if (exchange.ask && canAnswer(exchange)) surface.onServerRequest = exchange.ask;
  return surface;
}

const canAnswer = ({ capabilities }: Exchange): boolean =>
  capabilities.elicitation !== undefined ||
  capabilities.sampling !== undefined ||
  capabilities.roots !== undefined;

async function present(
  dependencies: CallDependencies,
  outcome: CallOutcome,
  aim: Aim,
  exchange: Exchange,
): Promise<Answer> {
  if (outcome.kind === 'approval-needed') {
    const asked = await askApproval(dependencies.approvals, outcome.approvalId, aim, exchange, (approval) =>
      dependencies.states.seal({ approval }, roundRequest(aim, exchange)),
    );
    if (asked !== 'allowed') return asked;
    const again: CallRequest = {
      ...callRequest(aim, exchange),
      approval: { kind: 'approved', approvalId: outcome.approvalId },
    };
    return start(dependencies, again, aim, exchange);
  }
  if (outcome.kind === 'completed' && exchange.era === 'modern') {
    const text = outcome.resultText ?? JSON.stringify(outcome.result);
    if (text.includes('"input_required"')) {
      const result = JSON.parse(text) as JsonObject;
      if (result.resultType === 'input_required') return wrapState(dependencies, result, aim, exchange);
    }
  }
  return presentOutcome(outcome, exchange, dependencies.publicUrl);
}

/** A question of a 2026-07-28 server, passed on with our state around the server's. */
function wrapState(dependencies: CallDependencies, result: JsonObject, aim: Aim, exchange: Exchange): Answer {
  if (typeof result.requestState !== 'string') return { result: JSON.stringify(result) };
  const requestState = dependencies.states.seal(
    { upstream: result.requestState },
    roundRequest(aim, exchange),
  );
  return { result: JSON.stringify({ ...result, requestState }) };
}

function presentTurn(
  dependencies: CallDependencies,
  turn: Awaited<ReturnType<HeldCall['next']>>,
  held: HeldCall,
  aim: Aim,
  exchange: Exchange,
): Answer | Promise<Answer> {
  if (turn.kind === 'ended') return present(dependencies, turn.outcome, aim, exchange);
  const inputRequests = Object.fromEntries(
    turn.requests.map(({ key, method, params }) => [key, { method, params }]),
  );
  const requestState = dependencies.states.seal({ held: held.id }, roundRequest(aim, exchange));
  return { result: JSON.stringify({ resultType: 'input_required', inputRequests, requestState }) };
}

const roundRequest = (aim: Aim, exchange: Exchange): RoundRequest => ({
  personId: exchange.principal.personId,
  connectorId: aim.connector.id,
  method: aim.method,
  subject: aim.subject,
  arguments: aim.arguments,
});

const owner = (aim: Aim, exchange: Exchange): string =>
  `${exchange.principal.personId} ${exchange.principal.clientId} ${digestOf(roundRequest(aim, exchange))}`;
