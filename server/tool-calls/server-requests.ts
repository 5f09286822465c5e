// What a server may ask in the middle of a call: questions to the person, a few, in their own name. Nothing else.
import { AppError } from '#shared/app-error.ts';
import type { JsonObject } from '#shared/json.ts';
import type { ServerRequest } from '../mcp/upstream.ts';
import { callLimits, type GateDeps, type ReservedCall } from './gate.ts';

/** What only the client behind the gateway can answer: its own model, its own folders. */
const clientCapability: Record<string, string> = {
  'sampling/createMessage': 'sampling',
  'roots/list': 'roots',
};

/** Wraps a door's way to ask its person: refuses sampling and roots of our own, bad questions, and too many of them. */
export function answerServerRequest(
  deps: GateDeps,
  call: ReservedCall,
  ask: (request: ServerRequest) => Promise<JsonObject>,
): (request: ServerRequest) => Promise<JsonObject> {
  const most = deps.limitsOfCalls?.questions ?? callLimits.questions;
  let asked = 0;
  return async (request) => {
    const capability = clientCapability[request.method];
    const forClient =
      call.request.origin.door === 'gateway' &&
      capability !== undefined &&
      call.surface.clientCapabilities?.[capability] !== undefined;
    if (forClient) {
      asked += 1;
      if (asked > most)
        throw serverRequestRefused(call.connector.name, 'it asked too often during one call.', -32603);
      return ask(request);
    }
    if (request.method !== 'elicitation/create')
      throw serverRequestRefused(
        call.connector.name,
        `${request.method} is not offered: Causeway answers only questions to the person.`,
        -32601,
      );
    const invalid = whyInvalid(request.params);
    if (invalid) throw serverRequestRefused(call.connector.name, invalid, -32602);
    asked += 1;
    if (asked > most) return { action: 'cancel' };
    return ask(request);
  };
}

export const serverRequestRefused = (server: string, why: string, rpcCode: number): AppError =>
  new AppError({
    code: 'server_request_refused',
    status: 502,
    message: `${server} asked for something during the call that was refused: ${why}`,
    details: { rpcError: { code: rpcCode, message: why } },
  });

/** Why a question is not one of MCP 2026-07-28, client/elicitation; undefined when it is. */
function whyInvalid(params: JsonObject): string | undefined {
  const mode = params.mode ?? 'form';
  if (typeof params.message !== 'string') return 'the question has no message.';
  if (mode === 'url') {
    const url = typeof params.url === 'string' ? URL.parse(params.url) : null;
    return url && (url.protocol === 'https:' || url.protocol === 'http:')
      ? undefined
      : 'the address to open is not a web address.';
  }
  if (mode !== 'form') return 'the question is of an unknown mode.';
  const schema = params.requestedSchema as JsonObject | undefined;
  const properties = schema?.properties;
  if (
    schema?.type !== 'object' ||
    properties === null ||
    typeof properties !== 'object' ||
    Array.isArray(properties)
  )
    return 'the form has no fields.';
  return Object.values(properties).every(isPlainField)
    ? undefined
    : 'the form has a field that is not a plain value.';
}

/** Forms hold text, numbers, yes-or-no and choices only. */
function isPlainField(field: unknown): boolean {
  const { type, items } = (field ?? {}) as { type?: unknown; items?: { enum?: unknown; anyOf?: unknown } };
  if (type === 'array') return Array.isArray(items?.enum) || Array.isArray(items?.anyOf);
  return type === 'string' || type === 'number' || type === 'integer' || type === 'boolean';
}

const secretField =
  /passw|passphrase|\bpin\b|secret|token|api[-_ ]?key|credential|cvv|cvc|card.?number|one.?time|\botp\b/i;

/** A warning for the person when a form seems to ask for a secret: forms must not (MCP 2026-07-28, client/elicitation). */
export function warningFor(params: JsonObject, server: string): string | undefined {
  const properties = (params.requestedSchema as JsonObject | undefined)?.properties;
  if (properties === null || typeof properties !== 'object' || Array.isArray(properties)) return undefined;
  const asks = Object.entries(properties).some(([name, field]) => {
    const { title, description } = (field ?? {}) as { title?: unknown; description?: unknown };
    return [name, title, description].some((text) => typeof text === 'string' && secretField.test(text));
  });
  return asks
    ? `This form seems to ask for a password or another secret. ${server} would see what you type; servers must not ask for secrets this way.`
    : undefined;
}
