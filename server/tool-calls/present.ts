// Step 9: what the door gets. A result above the cap is cut where it is long, with a notice, and kept whole aside.
import type { Json, JsonObject } from '#shared/json.ts';
import type { CallOutcome } from './call.ts';
import { callLimits, type GateDeps, millisecondsSince, type ReservedCall } from './gate.ts';
import type { Sent } from './send.ts';

export interface Presented {
  outcome: Extract<CallOutcome, { kind: 'completed' }>;
  /** Of the whole result; absent where nobody had to measure it. */
  bytes?: number;
}

/** Doors that asked for text pass the server's own bytes on; the others get a result within the cap. */
export async function presentResult(deps: GateDeps, call: ReservedCall, sent: Sent): Promise<Presented> {
  const milliseconds = millisecondsSince(deps, call.startedAt);
  if (sent.text !== undefined)
    return {
      outcome: {
        kind: 'completed',
        callId: call.id,
        result: saysError(sent.text) ? { isError: true } : {},
        resultText: sent.text,
        milliseconds,
      },
      bytes: sent.text.length,
    };
  const body = JSON.stringify(sent.result);
  const bytes = Buffer.byteLength(body);
  const cap = deps.limitsOfCalls?.resultBytes ?? callLimits.resultBytes;
  const completed = { kind: 'completed' as const, callId: call.id, milliseconds };
  if (bytes <= cap) return { outcome: { ...completed, result: sent.result }, bytes };
  const kept = await keepWhole(deps, call, body);
  const cut = `The result is ${formatBytes(bytes)}, more than the ${formatBytes(cap)} shown here. ${
    kept ? 'It is kept whole and can be paged through.' : 'The rest could not be kept.'
  }`;
  return { outcome: { ...completed, result: cutResult(sent.result, cap, cut), cut }, bytes };
}

async function keepWhole(deps: GateDeps, call: ReservedCall, body: string): Promise<boolean> {
  try {
    await deps.keptResults.keep({
      callId: call.id,
      personId: call.request.personId,
      projectId: call.request.projectId,
      connectorId: call.connector.id,
      body,
    });
    return true;
  } catch (error) {
    deps.log.warn('a large result could not be kept', { callId: call.id, error });
    return false;
  }
}

/** Finds `"isError":true` without parsing; a hit may also be inside the result, so then it is parsed. */
function saysError(text: string): boolean {
  if (!/"isError"\s*:\s*true/.test(text)) return false;
  try {
    return (JSON.parse(text) as JsonObject).isError === true;
  } catch {
    return false;
  }
}

/** Texts and lists become shorter until everything fits; the fields of the result stay what they are. */
export function cutResult(result: JsonObject, cap: number, notice: string): JsonObject {
  for (let share = Math.floor(cap / 4); share > 64; share = Math.floor(share / 4)) {
    const short = cutValue(result, share, Math.max(16, Math.floor(share / 256))) as JsonObject;
    if (Buffer.byteLength(JSON.stringify(short)) <= cap) return withNotice(short, notice);
  }
  return withNotice({ ...(result.isError === true ? { isError: true } : {}), content: [] }, notice);
}

function cutValue(value: Json | undefined, textLength: number, listLength: number): Json | undefined {
  if (typeof value === 'string')
    return value.length <= textLength ? value : `${value.slice(0, textLength).toWellFormed()}…`;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value))
    return value.slice(0, listLength).map((one) => withoutHalfData(one, textLength, listLength));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 10 * listLength)
      .map(([key, inner]) => [key, cutValue(inner, textLength, listLength)]),
  );
}

/** Half an image is none: data that is too long is left out, with the rest of its block kept. */
function withoutHalfData(block: Json, textLength: number, listLength: number): Json {
  if (block === null || typeof block !== 'object' || Array.isArray(block))
    return cutValue(block, textLength, listLength) ?? null;
  for (const field of ['data', 'blob']) {
    const data = block[field];
    if (typeof data === 'string' && data.length > textLength)
      return {
        type: 'text',
        text: `[${block.type ?? 'data'} of ${formatBytes(data.length * 0.75)} left out]`,
      };
  }
  return cutValue(block, textLength, listLength) ?? null;
}

function withNotice(result: JsonObject, notice: string): JsonObject {
  const content = Array.isArray(result.content) ? result.content : undefined;
  return content ? { ...result, content: [...content, { type: 'text', text: `[${notice}]` }] } : result;
}

function formatBytes(bytes: number): string {
  if (bytes >= 1_048_576) return `${(bytes / 1_048_576).toFixed(1)} MiB`;
  return bytes >= 1024 ? `${Math.round(bytes / 1024)} KiB` : `${Math.round(bytes)} bytes`;
}
