// Calls a handler of the gate as the web API would after its checks.
import type { Gate } from '#server/tool-calls/create-gate.ts';

export async function callRoute(
  gate: Gate,
  endpointId: string,
  input: { params?: object; query?: object; body?: unknown; personId?: string },
): Promise<unknown> {
  const route = gate.routes.find(({ endpoint }) => endpoint.id === endpointId);
  if (!route) throw new Error(`no route ${endpointId}`);
  const body =
    route.endpoint.body && input.body !== undefined ? route.endpoint.body.parse(input.body) : undefined;
  const answer = await (route.handle({
    actor: {
      personId: input.personId ?? 'per_anna',
      role: 'owner',
      via: 'session',
      scopes: [],
      viaId: 'ses_1',
    },
    params: input.params ?? {},
    query: input.query ?? {},
    body,
    request: new Request('http://localhost'),
    signal: new AbortController().signal,
  } as never) as Promise<unknown>);
  return route.endpoint.response.parse(answer);
}
