// Answers the requests of one test server from its data, the same for every era and transport.
import type { JsonObject } from '#shared/json.ts';
import type { PromptSpec, ResourceSpec, ServerSpec, TemplateSpec, ToolContext, ToolSpec } from './spec.ts';

/** A JSON-RPC error that an answer wants to be. */
export class RpcError extends Error {
  readonly code: number;
  readonly data: unknown;
  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export interface Offer {
  spec: ServerSpec;
  tools: ToolSpec[];
  resources: ResourceSpec[];
  templates: TemplateSpec[];
  prompts: PromptSpec[];
  capabilities: JsonObject;
  answer(method: string, params: JsonObject, context: ToolContext): Promise<JsonObject>;
}

const strip = (tool: ToolSpec): JsonObject => {
  const { run: _, ...definition } = tool;
  return { inputSchema: { type: 'object' }, ...definition } as unknown as JsonObject;
};

function page(spec: ServerSpec, key: string, items: JsonObject[], params: JsonObject): JsonObject {
  const size = spec.pageSize ?? Number.POSITIVE_INFINITY;
  const start = typeof params.cursor === 'string' ? Number(params.cursor.slice(1)) : 0;
  if (!Number.isInteger(start) || start < 0) throw new RpcError(-32602, 'Unknown cursor');
  const rest = items.length > start + size ? { nextCursor: `c${start + size}` } : {};
  return { [key]: items.slice(start, start + size), ...rest };
}

function read(offer: Offer, uri: string): JsonObject {
  const found = offer.resources.find((resource) => resource.uri === uri);
  if (found) {
    const { text, blob, mimeType } = found;
    const content = blob === undefined ? { text: text ?? '' } : { blob };
    return { contents: [{ uri, ...(mimeType ? { mimeType } : {}), ...content }] };
  }
  const template = offer.templates.find(({ uriTemplate }) => {
    const start = uriTemplate.slice(0, uriTemplate.indexOf('{'));
    return uri.startsWith(start);
  });
  if (template) return { contents: [{ uri, text: `${template.name} at ${uri}` }] };
  const code = offer.spec.era === 'modern' || offer.spec.era === 'dual' ? -32602 : -32002;
  throw new RpcError(code, 'Resource not found', { uri });
}

function complete(offer: Offer, params: JsonObject): JsonObject {
  const ref = params.ref as JsonObject;
  const argument = params.argument as { name: string; value: string };
  const source =
    ref.type === 'ref/prompt'
      ? offer.prompts.find((prompt) => prompt.name === ref.name)?.values
      : offer.templates.find((template) => template.uriTemplate === ref.uri)?.values;
  const values = (source?.[argument.name] ?? []).filter((value) => value.startsWith(argument.value));
  return { completion: { values: values.slice(0, 100), total: values.length, hasMore: values.length > 100 } };
}

function getPrompt(offer: Offer, params: JsonObject): JsonObject {
  const prompt = offer.prompts.find(({ name }) => name === params.name);
  if (!prompt) throw new RpcError(-32602, `Unknown prompt: ${params.name}`);
  const given = (params.arguments ?? {}) as Record<string, string>;
  const text = (prompt.text ?? prompt.name).replace(/\{(\w+)\}/g, (_, name) => given[name] ?? '');
  return { messages: [{ role: 'user', content: { type: 'text', text } }] };
}

async function callTool(offer: Offer, params: JsonObject, context: ToolContext): Promise<JsonObject> {
  const tool = offer.tools.find(({ name }) => name === params.name);
  if (!tool) throw new RpcError(-32602, `Unknown tool: ${params.name}`);
  const args = (params.arguments ?? {}) as JsonObject;
  if (tool.run) return await tool.run(args, context);
  return { content: [{ type: 'text', text: JSON.stringify(args) }] };
}

/** Makes what the server of `spec` answers; the lists may change while it runs. */
export function createOffer(spec: ServerSpec): Offer {
  const offer: Offer = {
    spec,
    tools: spec.tools ?? [],
    resources: spec.resources ?? [],
    templates: spec.templates ?? [],
    prompts: spec.prompts ?? [],
    capabilities: {
      ...(spec.tools ? { tools: { listChanged: true } } : {}),
      ...(spec.resources || spec.templates ? { resources: { subscribe: true, listChanged: true } } : {}),
      ...(spec.prompts ? { prompts: { listChanged: true } } : {}),
      ...(spec.prompts?.some(({ values }) => values) || spec.templates?.some(({ values }) => values)
        ? { completions: {} }
        : {}),
      logging: {},
    },
    async answer(method, params, context) {
      switch (method) {
        case 'tools/list':
          return page(spec, 'tools', offer.tools.map(strip), params);
        case 'resources/list': {
          const shown = offer.resources.map(
            ({ text: _, blob: __, ...rest }) => rest as unknown as JsonObject,
          );
          return page(spec, 'resources', shown, params);
        }
        case 'resources/templates/list': {
          const shown = offer.templates.map(({ values: _, ...rest }) => rest as unknown as JsonObject);
          return page(spec, 'resourceTemplates', shown, params);
        }
        case 'prompts/list': {
          const shown = offer.prompts.map(
            ({ values: _, text: __, ...rest }) => rest as unknown as JsonObject,
          );
          return page(spec, 'prompts', shown, params);
        }
        case 'resources/read':
          return read(offer, String(params.uri));
        case 'prompts/get':
          return getPrompt(offer, params);
        case 'completion/complete':
          return complete(offer, params);
        case 'tools/call':
          return await callTool(offer, params, context);
        default:
          throw new RpcError(-32601, `Method not found: ${method}`);
      }
    },
  };
  return offer;
}
