// What the gate knows of every tool of a catalogue: for the connector page, and for what models and clients see.
import type { Catalogue, Tool } from '#shared/contract/catalogue.ts';
import type { ToolState } from '#shared/contract/connectors.ts';
import type { DefinitionState, PolicyCall } from '#shared/policy/decide.ts';
import { toolTokens } from '#shared/token-cost.ts';
import { definitionsOf, type ListedTool, toolsByName } from './definitions.ts';
import type { CallPolicy } from './policies.ts';
import { reviewKey } from './policy-store.ts';
import { instructionsName } from './reviews.ts';

export function toolStates(policy: CallPolicy, tools: readonly Tool[]): ToolState[] {
  return [...toolsByName(tools).values()].map((listed) => {
    const { tool, group, digest } = listed;
    const state = policy.definitionState('tool', tool.name, digest);
    const own = policy.stored.tools.get(tool.name);
    const permission =
      state === 'new' || state === 'changed'
        ? (own?.permission ?? policy.stored.groups[group] ?? 'ask')
        : policy.decide(toolCall(listed, state)).decision;
    return {
      name: tool.name,
      group,
      permission,
      source: own ? 'tool' : policy.stored.groups[group] ? 'group' : 'default',
      tokens: toolTokens(tool),
      ...(state === 'new' || state === 'changed' ? { held: state } : {}),
    };
  });
}

/** A call whose arguments are not known yet. */
export const toolCall = (listed: ListedTool, definition: DefinitionState): PolicyCall => ({
  kind: 'tool',
  name: listed.tool.name,
  group: listed.group,
  definition,
  definitionDigest: listed.digest,
});

const seen = new WeakMap<CallPolicy, WeakMap<Catalogue, Catalogue>>();

/**
 * The catalogue as models and clients may see it: without what is held or blocked whatever its arguments,
 * and with the instructions that the person accepted. The same object as long as nothing changes.
 */
export function visibleCatalogue(policy: CallPolicy, catalogue: Catalogue): Catalogue {
  let ofPolicy = seen.get(policy);
  if (!ofPolicy) {
    ofPolicy = new WeakMap();
    seen.set(policy, ofPolicy);
  }
  let visible = ofPolicy.get(catalogue);
  if (!visible) {
    visible = filterCatalogue(policy, catalogue);
    ofPolicy.set(catalogue, visible);
  }
  return visible;
}

function filterCatalogue(policy: CallPolicy, catalogue: Catalogue): Catalogue {
  const definitions = definitionsOf(catalogue);
  const tools = [...definitions.tools.values()].filter(
    (listed) =>
      !isAlwaysBlocked(
        policy,
        toolCall(listed, policy.definitionState('tool', listed.tool.name, listed.digest)),
      ),
  );
  const prompts = [...definitions.prompts.values()].filter(
    ({ prompt, digest }) =>
      !isAlwaysBlocked(policy, {
        kind: 'prompt',
        name: prompt.name,
        group: 'prompts',
        definition: policy.definitionState('prompt', prompt.name, digest),
        definitionDigest: digest,
      }),
  );
  const readable = !isAlwaysBlocked(policy, {
    kind: 'resource',
    name: '',
    group: 'resources',
    definition: 'unpinned',
  });
  const { instructions: _, ...server } = catalogue.server;
  const instructions = acceptedInstructions(policy, catalogue);
  return {
    ...catalogue,
    server: { ...server, ...(instructions ? { instructions } : {}) },
    tools: tools.map((listed) => listed.tool),
    prompts: prompts.map((listed) => listed.prompt),
    resources: readable ? catalogue.resources : [],
    resourceTemplates: readable ? catalogue.resourceTemplates : [],
  };
}

/** Blocked whatever its arguments. */
const isAlwaysBlocked = (policy: CallPolicy, call: PolicyCall): boolean =>
  policy.decide(call).decision === 'block';

function acceptedInstructions(policy: CallPolicy, catalogue: Catalogue): string | undefined {
  const { instructionsDigest } = definitionsOf(catalogue);
  const state = policy.definitionState('instructions', instructionsName, instructionsDigest);
  if (state === 'accepted') return catalogue.server.instructions;
  const [last] = policy.stored.accepted.get(reviewKey('instructions', instructionsName)) ?? [];
  return last ? (JSON.parse(last.definition) as { instructions: string }).instructions : undefined;
}

/** How many definitions wait for review; those that stay blocked on purpose do not wait. */
export function heldCount(policy: CallPolicy, catalogue: Catalogue): number {
  const definitions = definitionsOf(catalogue);
  const isHeld = (kind: 'tool' | 'prompt' | 'instructions', name: string, digest: string): boolean => {
    const state = policy.definitionState(kind, name, digest);
    return (
      (state === 'new' || state === 'changed') &&
      !policy.stored.keptBlocked.has(`${reviewKey(kind, name)}:${digest}`)
    );
  };
  let count = 0;
  for (const [name, { digest }] of definitions.tools) if (isHeld('tool', name, digest)) count += 1;
  for (const [name, { digest }] of definitions.prompts) if (isHeld('prompt', name, digest)) count += 1;
  if (isHeld('instructions', instructionsName, definitions.instructionsDigest)) count += 1;
  return count;
}
