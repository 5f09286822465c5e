// Index of a catalogue by name, with digests made once per catalogue and only for what is asked.
import type { Catalogue, Prompt, Tool, ToolGroup } from '#shared/contract/catalogue.ts';
import { toolGroup } from '#shared/policy/tool-group.ts';
import { definitionDigest, instructionsDigest } from './digest.ts';

export interface ListedTool {
  tool: Tool;
  group: ToolGroup;
  readonly digest: string;
}
export interface ListedPrompt {
  prompt: Prompt;
  readonly digest: string;
}
export interface Definitions {
  tools: ReadonlyMap<string, ListedTool>;
  prompts: ReadonlyMap<string, ListedPrompt>;
  readonly instructionsDigest: string;
}

const known = new WeakMap<Catalogue, Definitions>();
const empty: Definitions = { tools: new Map(), prompts: new Map(), instructionsDigest: '' };

export function definitionsOf(catalogue: Catalogue | undefined): Definitions {
  if (!catalogue) return empty;
  let index = known.get(catalogue);
  if (!index) {
    index = {
      tools: toolsByName(catalogue.tools),
      prompts: byName(catalogue.prompts, (prompt, digest) =>
        Object.defineProperty({ prompt, digest: '' }, 'digest', { get: digest }),
      ),
      instructionsDigest: instructionsDigest(catalogue.server.instructions),
    };
    known.set(catalogue, index);
  }
  return index;
}

const toolIndexes = new WeakMap<readonly Tool[], ReadonlyMap<string, ListedTool>>();

export function toolsByName(tools: readonly Tool[]): ReadonlyMap<string, ListedTool> {
  let index = toolIndexes.get(tools);
  if (!index) {
    index = byName(tools, (tool, digest) =>
      Object.defineProperty({ tool, group: toolGroup(tool.annotations), digest: '' }, 'digest', {
        get: digest,
      }),
    );
    toolIndexes.set(tools, index);
  }
  return index;
}

/** A name listed twice has one digest over both, so that neither definition can hide behind the other. */
function byName<Item extends Tool | Prompt, Listed>(
  items: readonly Item[],
  listed: (item: Item, digest: () => string) => Listed,
): Map<string, Listed> {
  const grouped = new Map<string, Item[]>();
  for (const item of items) {
    const same = grouped.get(item.name);
    if (same) same.push(item);
    else grouped.set(item.name, [item]);
  }
  const index = new Map<string, Listed>();
  for (const [name, same] of grouped) {
    let digest: string | undefined;
    const digestOnce = (): string => {
      digest ??= same.map(definitionDigest).sort().join('+');
      return digest;
    };
    index.set(name, listed(same[0] as Item, digestOnce));
  }
  return index;
}
