// Lists everything a server declares, all pages, within caps; says in words why a list is empty or cut.
import type { z } from 'zod';
import {
  type Catalogue,
  prompt as promptSchema,
  resource as resourceSchema,
  resourceTemplate as templateSchema,
  tool as toolSchema,
} from '#shared/contract/catalogue.ts';
import type { JsonObject } from '#shared/json.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { codeOf, outcomeOf, rpcErrorOf, upstreamErrors } from './errors.ts';
import type { UpstreamLimits } from './limits.ts';
import { parseResult } from './message.ts';
import { planHeaders } from './mirrored-headers.ts';
import { rpcCodes } from './revisions.ts';
import type { Wire } from './wire.ts';

export interface ListDeps {
  host: string;
  wire: Wire;
  limits: UpstreamLimits;
  clock: Clock;
  log: Log;
  /** Sends one request within the usual times. */
  send: (method: string, params: JsonObject) => Promise<{ text: string }>;
}

interface Kind {
  /** Capability that declares it. */
  area: 'tools' | 'resources' | 'prompts';
  key: 'tools' | 'resources' | 'resourceTemplates' | 'prompts';
  method: string;
  /** What it is called in notes. */
  words: string;
  schema: z.ZodType<object>;
  /** Identity in the list; the first of two equal ones is kept. */
  id: string;
  required: boolean;
}

const kinds: Kind[] = [
  {
    area: 'tools',
    key: 'tools',
    method: 'tools/list',
    words: 'tools',
    schema: toolSchema,
    id: 'name',
    required: true,
  },
  {
    area: 'resources',
    key: 'resources',
    method: 'resources/list',
    words: 'resources',
    schema: resourceSchema,
    id: 'uri',
    required: false,
  },
  {
    area: 'resources',
    key: 'resourceTemplates',
    method: 'resources/templates/list',
    words: 'resource templates',
    schema: templateSchema,
    id: 'uriTemplate',
    required: false,
  },
  {
    area: 'prompts',
    key: 'prompts',
    method: 'prompts/list',
    words: 'prompts',
    schema: promptSchema,
    id: 'name',
    required: false,
  },
];

interface Listed {
  items: JsonObject[];
  note: string | undefined;
}

/** Throws what listing the tools throws, and sign-in errors of any list; other lists become a note. */
export async function listCatalogue(deps: ListDeps): Promise<Catalogue> {
  const { server } = deps.wire;
  const lists = await Promise.all(kinds.map((kind) => listKind(deps, kind)));
  const byKey = Object.fromEntries(kinds.map((kind, at) => [kind.key, lists[at]])) as Record<
    Kind['key'],
    Listed
  >;
  const notes = Object.fromEntries(
    kinds.flatMap(({ key }) => (byKey[key].note ? [[key, byKey[key].note]] : [])),
  );
  return {
    server: deps.wire.server ?? server,
    tools: byKey.tools.items as Catalogue['tools'],
    resources: byKey.resources.items as Catalogue['resources'],
    resourceTemplates: byKey.resourceTemplates.items as Catalogue['resourceTemplates'],
    prompts: byKey.prompts.items as Catalogue['prompts'],
    notes,
    listedAt: deps.clock.now(),
  };
}

async function listKind(deps: ListDeps, kind: Kind): Promise<Listed> {
  const declared = deps.wire.server.capabilities[kind.area] !== undefined;
  if (!declared) return { items: [], note: `The server does not declare ${kind.words}.` };
  try {
    const { items, cut } = await readPages(deps, kind);
    const fitting = fitItems(deps, kind, items);
    const notes = [cut, fitting.note].filter((note) => note !== undefined);
    if (fitting.items.length === 0 && notes.length === 0) {
      notes.push(`The server declares ${kind.words}, and its list is empty.`);
    }
    return { items: fitting.items, note: notes.join(' ') || undefined };
  } catch (error) {
    if (rpcErrorOf(error)?.code === rpcCodes.methodNotFound) {
      return { items: [], note: `The server declares ${kind.words} and then does not know ${kind.method}.` };
    }
    const signIn = codeOf(error)?.startsWith('upstream_sign_in') || codeOf(error)?.includes('scope');
    if (kind.required || signIn || outcomeOf(error) === 'not-sent') throw error;
    deps.log.warn('a list could not be read', { method: kind.method, code: codeOf(error) });
    const why = error instanceof Error ? error.message : 'unknown reason';
    return { items: [], note: `The ${kind.words} could not be listed: ${why}` };
  }
}

/** All pages (§utilities/pagination: only a missing `nextCursor` ends), up to the caps (X07). */
async function readPages(deps: ListDeps, kind: Kind): Promise<{ items: JsonObject[]; cut?: string }> {
  const { limits } = deps;
  const most = kind.key === 'tools' ? limits.tools : limits.otherItems;
  const items: JsonObject[] = [];
  const seen = new Set<string>();
  let bytes = 0;
  let cursor: string | undefined;
  for (let pages = 1; ; pages++) {
    const { text } = await deps.send(kind.method, cursor === undefined ? {} : { cursor });
    const result = parseResult(text);
    const page = result[kind.key];
    if (!Array.isArray(page)) throw upstreamErrors.garbage(deps.host, `no list of ${kind.words}`);
    bytes += text.length;
    for (const item of page) {
      if (typeof item === 'object' && item !== null && !Array.isArray(item)) items.push(item);
    }
    const cut = (why: string) => ({
      items: items.slice(0, most),
      cut: `Only the first ${Math.min(items.length, most)} ${kind.words} are shown: ${why}.`,
    });
    if (items.length > most) return cut(`the server offers more than ${most}`);
    if (typeof result.nextCursor !== 'string') {
      return bytes > limits.listBytes ? trimToBytes(items, limits.listBytes, kind) : { items };
    }
    cursor = result.nextCursor;
    if (seen.has(cursor)) return cut('the server repeats the same page');
    seen.add(cursor);
    if (pages >= limits.pages) return cut(`the list has more than ${limits.pages} pages`);
    if (bytes > limits.listBytes) return trimToBytes(items, limits.listBytes, kind);
  }
}

function trimToBytes(items: JsonObject[], most: number, kind: Kind): { items: JsonObject[]; cut: string } {
  let bytes = 0;
  const kept = items.filter((item) => {
    bytes += JSON.stringify(item).length;
    return bytes <= most;
  });
  return {
    items: kept,
    cut: `Only the first ${kept.length} ${kind.words} are shown: their definitions are larger than ${most >> 20} MiB.`,
  };
}

/** Keeps items as they came; takes out fields of a wrong shape, items without identity, and a second of the same name. */
function fitItems(deps: ListDeps, kind: Kind, items: JsonObject[]): { items: JsonObject[]; note?: string } {
  const seen = new Set<unknown>();
  const left: string[] = [];
  const kept = items.flatMap((item) => {
    const fitting = fitItem(kind, item);
    const id = fitting?.[kind.id];
    if (!fitting || seen.has(id)) {
      left.push(fitting ? `${id} is there twice` : 'one without a usable definition');
      return [];
    }
    seen.add(id);
    if (kind.key === 'tools' && deps.wire.server.era === 'modern') {
      const plan = planHeaders(fitting.inputSchema);
      if (!plan.ok) {
        left.push(`${id}: ${plan.reason}`);
        return [];
      }
    }
    return [fitting];
  });
  if (left.length === 0) return { items: kept };
  const words = left.slice(0, 3).join('; ').slice(0, 300);
  return { items: kept, note: `${left.length} ${kind.words} were left out (${words}).` };
}

function fitItem(kind: Kind, item: JsonObject): JsonObject | undefined {
  const fitting: JsonObject = { ...item };
  if (kind.key === 'tools' && fitting.inputSchema === undefined) fitting.inputSchema = { type: 'object' };
  // Resources and templates of older servers may have no name.
  if (fitting.name === undefined && typeof fitting[kind.id] === 'string') fitting.name = fitting[kind.id];
  const first = kind.schema.safeParse(fitting);
  if (first.success) return fitting;
  for (const { path } of first.error.issues) delete fitting[String(path[0])];
  return kind.schema.safeParse(fitting).success ? fitting : undefined;
}
