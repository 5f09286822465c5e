// Starts a real MCP server on 127.0.0.1 from data.
import { type Answerer, listen } from './http.ts';
import { legacySide } from './legacy.ts';
import { type Changes, modernSide } from './modern.ts';
import { createOffer } from './offer.ts';
import type { RunningServer, ServerSpec } from './spec.ts';
import { everyTool } from './tools.ts';

/** Tools, resources, a template with completion and a prompt with completion: one of everything. */
export const fullOffer = {
  instructions: 'Ask before you sail.',
  tools: everyTool,
  resources: [
    { uri: 'harbour://tides', name: 'tides', title: 'Tides', mimeType: 'text/plain', text: 'high at noon' },
    { uri: 'harbour://chart', name: 'chart', mimeType: 'image/png', blob: 'iVBORw0KGgo=' },
  ],
  templates: [
    { uriTemplate: 'harbour://ships/{ship}', name: 'ship', values: { ship: ['argo', 'aurora', 'beagle'] } },
  ],
  prompts: [
    {
      name: 'report',
      description: 'Writes a report',
      arguments: [{ name: 'ship', required: true }],
      values: { ship: ['argo', 'aurora', 'beagle'] },
      text: 'Report on {ship}.',
    },
  ],
} satisfies Partial<ServerSpec>;

/** Starts the server of `spec` on a free port; `fullOffer` fills in what a test does not care about. */
export async function startServer(spec: ServerSpec): Promise<RunningServer> {
  const offer = createOffer(spec);
  const cancelled: string[] = [];
  const changes: Changes = {
    changeTools(change) {
      offer.tools = change(offer.tools);
      modern?.toolsChanged();
      legacy?.toolsChanged();
    },
  };
  const legacy = spec.era === 'modern' ? undefined : legacySide(offer, changes, cancelled);
  const modern =
    spec.era === 'modern' || spec.era === 'dual'
      ? modernSide(offer, changes, cancelled, legacy?.answer)
      : undefined;
  const answer = (modern?.answer ?? legacy?.answer) as Answerer;
  const side = await listen(answer, spec.auth);
  return {
    url: `${side.origin}${spec.era === '2024-11-05' ? '/sse' : '/mcp'}`,
    hostPort: side.hostPort,
    calls: side.calls,
    cancelled,
    count: side.count,
    sessions: () => [...(legacy?.sessions.keys() ?? [])],
    loseSessions: () => legacy?.sessions.clear(),
    changeTools: changes.changeTools,
    changeResource(uri, text) {
      offer.resources = offer.resources.map((resource) =>
        resource.uri === uri ? { ...resource, text } : resource,
      );
      modern?.resourceUpdated(uri);
      legacy?.resourceUpdated(uri);
    },
    cutConnections: side.cutConnections,
    async close() {
      await modern?.close();
      await side.close();
    },
  };
}
