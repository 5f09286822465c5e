// What one endpoint offers to one person: names, owners, and the lists as JSON text, made once per change.
import type { Catalogue, Prompt, Resource, ResourceTemplate, Tool } from '#shared/contract/catalogue.ts';
import type { Exposure } from '#shared/contract/exposure.ts';
import type { JsonObject } from '#shared/json.ts';
import { type ExposedTools, exposedTools } from './exposed-tools.ts';
import { disambiguatedUri, joinedName } from './names.ts';

/** A connector as far as an offer needs it. */
export interface OfferedConnector {
  id: string;
  slug: string;
  name: string;
  accountId?: string;
  /** What the person may see of the connector: without held and blocked definitions. */
  catalogue: Catalogue | undefined;
}

export interface Owned<T> {
  connector: OfferedConnector;
  /** As the server itself names it. */
  definition: T;
  /** Arguments that also travel as headers: header name, lower case, without prefix, to argument name. */
  headerArguments?: ReadonlyMap<string, string>;
}

export interface Offer {
  kind: 'project' | 'connector';
  connectors: OfferedConnector[];
  tools: Map<string, Owned<Tool>>;
  /** The few tools that are listed in the place of `tools`, when the project is set so. */
  exposed: ExposedTools | undefined;
  prompts: Map<string, Owned<Prompt>>;
  resources: Map<string, Owned<Resource>>;
  templates: Map<string, Owned<ResourceTemplate>>;
  /** JSON arrays. */
  lists: { tools: string; prompts: string; resources: string; resourceTemplates: string };
  capabilities: JsonObject;
  instructions: string | undefined;
}

/** Builds the offer of a project (`prefix`) or of one connector (bare names, lossless). Order: connector, then the server's own. */
export function buildOffer(
  connectors: OfferedConnector[],
  kind: Offer['kind'],
  exposure: Exposure = 'all',
): Offer {
  const offer: Offer = {
    kind,
    connectors,
    tools: new Map(),
    exposed: undefined,
    prompts: new Map(),
    resources: new Map(),
    templates: new Map(),
    lists: { tools: '', prompts: '', resources: '', resourceTemplates: '' },
    capabilities: capabilitiesOf(connectors),
    instructions: instructionsOf(connectors, kind),
  };
  const nameIn = (connector: OfferedConnector, name: string, map: Map<string, unknown>): string =>
    kind === 'connector' ? name : joinedName(connector.slug, name, (joined) => map.has(joined));
  const uriIn = (connector: OfferedConnector, uri: string, map: Map<string, unknown>): string =>
    map.has(uri) && kind === 'project' ? disambiguatedUri(connector.slug, uri) : uri;
  const lists = {
    tools: [] as string[],
    prompts: [] as string[],
    resources: [] as string[],
    templates: [] as string[],
  };
  for (const connector of connectors) {
    if (!connector.catalogue) continue;
    for (const tool of connector.catalogue.tools) {
      const name = nameIn(connector, tool.name, offer.tools);
      const headerArguments = headerArgumentsOf(tool);
      offer.tools.set(name, { connector, definition: tool, ...(headerArguments ? { headerArguments } : {}) });
      lists.tools.push(JSON.stringify({ ...tool, name }));
    }
    for (const prompt of connector.catalogue.prompts) {
      const name = nameIn(connector, prompt.name, offer.prompts);
      offer.prompts.set(name, { connector, definition: prompt });
      lists.prompts.push(JSON.stringify({ ...prompt, name }));
    }
    for (const resource of connector.catalogue.resources) {
      const uri = uriIn(connector, resource.uri, offer.resources);
      offer.resources.set(uri, { connector, definition: resource });
      lists.resources.push(JSON.stringify({ ...resource, uri }));
    }
    for (const template of connector.catalogue.resourceTemplates) {
      const uriTemplate = uriIn(connector, template.uriTemplate, offer.templates);
      offer.templates.set(uriTemplate, { connector, definition: template });
      lists.templates.push(JSON.stringify({ ...template, uriTemplate }));
    }
  }
  if (exposure !== 'all') offer.exposed = exposedTools(exposure, offer.tools);
  offer.lists = {
    tools: offer.exposed ? offer.exposed.list : `[${lists.tools.join(',')}]`,
    prompts: `[${lists.prompts.join(',')}]`,
    resources: `[${lists.resources.join(',')}]`,
    resourceTemplates: `[${lists.templates.join(',')}]`,
  };
  return offer;
}

/** `x-mcp-header` of top-level arguments (MCP 2026-07-28, "Custom headers"). */
function headerArgumentsOf(tool: Tool): Map<string, string> | undefined {
  const properties = tool.inputSchema.properties;
  if (properties === null || typeof properties !== 'object') return undefined;
  let found: Map<string, string> | undefined;
  for (const [argument, schema] of Object.entries(properties as Record<string, unknown>)) {
    const header = (schema as { 'x-mcp-header'?: unknown } | null)?.['x-mcp-header'];
    if (typeof header !== 'string') continue;
    found ??= new Map();
    found.set(header.toLowerCase(), argument);
  }
  return found;
}

/** Only what is served for at least one connector. */
function capabilitiesOf(connectors: OfferedConnector[]): JsonObject {
  const declared = connectors.map(({ catalogue }) => (catalogue?.server.capabilities ?? {}) as JsonObject);
  const some = (name: string): boolean => declared.some((capabilities) => capabilities[name] !== undefined);
  const subscribable = declared.some(
    ({ resources }) => (resources as { subscribe?: unknown } | undefined)?.subscribe === true,
  );
  const extensions = Object.assign({}, ...declared.map((capabilities) => passedExtensions(capabilities)));
  return {
    ...(some('tools') || connectors.length === 0 ? { tools: { listChanged: true } } : {}),
    ...(some('prompts') ? { prompts: { listChanged: true } } : {}),
    ...(some('resources')
      ? { resources: { listChanged: true, ...(subscribable ? { subscribe: true } : {}) } }
      : {}),
    ...(some('completions') ? { completions: {} } : {}),
    ...(some('logging') ? { logging: {} } : {}),
    ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
  };
}

/** Extensions that need nothing of the gateway but to pass resources and results on as they are. */
const passedOn = ['io.modelcontextprotocol/ui'];

function passedExtensions(capabilities: JsonObject): JsonObject {
  const extensions = (capabilities.extensions ?? {}) as JsonObject;
  return Object.fromEntries(
    passedOn.filter((name) => name in extensions).map((name) => [name, extensions[name]]),
  );
}

function instructionsOf(connectors: OfferedConnector[], kind: Offer['kind']): string | undefined {
  const told = connectors.flatMap(({ name, catalogue }) => {
    const instructions = catalogue?.server.instructions;
    if (!instructions) return [];
    return kind === 'connector' ? [instructions] : [`# ${name}\n${instructions}`];
  });
  return told.length > 0 ? told.join('\n\n') : undefined;
}
