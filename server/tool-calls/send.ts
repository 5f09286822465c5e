// Step 6: the one place from which a request leaves for an upstream server.
import { AppError } from '#shared/app-error.ts';
import type { JsonObject } from '#shared/json.ts';
import type { UpstreamConnection, UpstreamRequest, UpstreamRequestOptions } from '../mcp/upstream.ts';
import type { CallOutcome } from './call.ts';
import { callLimits, type GateDeps, millisecondsSince, type ReservedCall } from './gate.ts';
import { answerServerRequest } from './server-requests.ts';

export type Sent = { result: JsonObject; text?: never } | { text: string; result?: never };

/** What came back, or how the call failed and whether it may have left; never tried twice. */
export async function sendCall(
  deps: GateDeps,
  call: ReservedCall,
): Promise<{ sent: Sent } | { end: CallOutcome; left: boolean }> {
  let connection: UpstreamConnection;
  try {
    connection = await deps.upstreams.open(call.connector.target, { signal: call.running.signal });
  } catch (error) {
    return failureOf(deps, call, error, 'not-sent');
  }
  try {
    const request = requestOf(call);
    const options = optionsOf(deps, call);
    return call.surface.resultAs === 'text'
      ? { sent: { text: await connection.requestText(request, options) } }
      : { sent: { result: await connection.request(request, options) } };
  } catch (error) {
    return failureOf(deps, call, error, 'unknown');
  }
}

function requestOf({ request }: ReservedCall): UpstreamRequest {
  const { _meta: _, ...params } = request.params ?? {};
  switch (request.method) {
    case 'tools/call':
    case 'prompts/get':
      return {
        method: request.method,
        params: { ...params, name: request.subject, arguments: request.arguments },
      };
    case 'resources/read':
      return { method: request.method, params: { ...params, uri: request.subject } };
    case 'completion/complete':
      return { method: request.method, params };
  }
}

function optionsOf(deps: GateDeps, call: ReservedCall): UpstreamRequestOptions {
  const { surface, request } = call;
  const limits = deps.limitsOfCalls ?? callLimits;
  const meta = request.params?._meta as JsonObject | undefined;
  const options: UpstreamRequestOptions = {
    signal: call.running.signal,
    idleMilliseconds: limits.idleMilliseconds ?? callLimits.idleMilliseconds,
    totalMilliseconds: limits.totalMilliseconds ?? callLimits.totalMilliseconds,
  };
  if (surface.onProgress) options.onProgress = surface.onProgress;
  if (surface.onLog) options.onLog = surface.onLog;
  if (surface.onServerRequest)
    options.onServerRequest = answerServerRequest(deps, call, surface.onServerRequest);
  if (call.tool) options.tool = call.tool;
  if (surface.returnInputRequired) options.returnInputRequired = true;
  if (surface.clientCapabilities) options.clientCapabilities = surface.clientCapabilities;
  if (meta) options.meta = meta;
  return options;
}

/** An error says itself whether the call may have run; one that does not say counts as unknown. */
function failureOf(
  deps: GateDeps,
  call: ReservedCall,
  error: unknown,
  otherwise: 'not-sent' | 'unknown',
): { end: CallOutcome; left: boolean } {
  const milliseconds = millisecondsSince(deps, call.startedAt);
  const details = error instanceof AppError ? (error.details ?? {}) : {};
  const outcome = isOutcome(details.outcome) ? details.outcome : otherwise;
  const left = outcome !== 'not-sent';
  if (call.running.stopped()) return { end: { kind: 'cancelled', callId: call.id, milliseconds }, left };
  if (!(error instanceof AppError))
    deps.log.error('a call failed in an unexpected way', { callId: call.id, error });
  const problem =
    error instanceof AppError
      ? { code: error.code, message: error.message, ...(error.fix === undefined ? {} : { fix: error.fix }) }
      : {
          code: 'call_failed',
          message: `The call to ${call.connector.name} failed inside Causeway. ${outcome === 'unknown' ? 'It may have run.' : 'Nothing was sent.'}`,
        };
  const rpcError = details.rpcError as { code: number; message: string; data?: unknown } | undefined;
  const end: CallOutcome = {
    kind: 'failed',
    callId: call.id,
    problem,
    outcome,
    ...(rpcError ? { rpcError } : {}),
    milliseconds,
  };
  return { end, left };
}

const isOutcome = (value: unknown): value is 'not-sent' | 'error' | 'unknown' =>
  value === 'not-sent' || value === 'error' || value === 'unknown';
