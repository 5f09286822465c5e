// The one decision: (policy, call) → allow, ask or block, with the layer and rule that decided. Pure.
import type { CallGroup, Permission } from '#shared/contract/catalogue.ts';
import type { JsonObject } from '#shared/json.ts';
import { type CompilePattern, type Condition, compileCondition } from './conditions.ts';

export type { CallGroup };

/** Layers in the order in which they are asked; on equal strictness the first one is named. */
export const layers = ['administrator', 'definition', 'permission', 'rule', 'project', 'person'] as const;
export type Layer = (typeof layers)[number];

export interface Verdict {
  decision: Permission;
  layer: Layer;
  /** Id of the ceiling or argument rule; `tool:<name>` or `group:<group>` for a permission. */
  ruleId?: string;
  /** One sentence for a person: what decided and why. */
  sentence: string;
}

/** The widest permission that somebody lets through; it can only narrow. */
export interface Ceiling {
  id: string;
  layer: 'administrator' | 'project' | 'person';
  permission: 'ask' | 'block';
  /** All given parts must fit; none given fits everything. */
  connectorId?: string;
  host?: string;
  tool?: string;
  group?: CallGroup;
  note?: string;
}

export interface ArgumentRule {
  id: string;
  tool: string;
  decision: Permission;
  conditions: Condition[];
  /** For `allow`: the definition it was given for. Another definition makes it void. */
  definitionDigest?: string;
}

export interface ToolPermission {
  permission: Permission;
  /** For `allow`: the definition it was given for. Another definition turns it into `ask`. */
  definitionDigest?: string;
}

/** Everything that one person has said about one connector in one project, and the ceilings above it. */
export interface Policy {
  connector: { id: string; name: string; host: string };
  ceilings: Ceiling[];
  tools: ReadonlyMap<string, ToolPermission>;
  groups: Partial<Record<CallGroup, Permission>>;
  rules: ArgumentRule[];
}

/**
 * `accepted` by a person; `automatic`: taken in by the opt-in for new read-only tools, never more than ask;
 * `new` and `changed` are held; `unlisted`: the server does not list it; `unpinned`: resources have no definition.
 */
export type DefinitionState = 'accepted' | 'automatic' | 'new' | 'changed' | 'unlisted' | 'unpinned';

export interface PolicyCall {
  kind: 'tool' | 'prompt' | 'resource';
  /** Tool or prompt name, resource URI. */
  name: string;
  group: CallGroup;
  definition: DefinitionState;
  definitionDigest?: string;
  /** Absent: not known yet, and argument rules say nothing. */
  arguments?: JsonObject;
}

export interface CompiledPolicy {
  decide(call: PolicyCall): Verdict;
  /** What every layer says, in order; `decide` answers with the strictest of them. */
  explain(call: PolicyCall): Verdict[];
  /** Ids of the rules whose conditions fit, for hit counts and the rule table. */
  matchingRules(call: PolicyCall): string[];
}

const strictness: Record<Permission, number> = { allow: 0, ask: 1, block: 2 };
export const isStricter = (a: Permission, b: Permission): boolean => strictness[a] > strictness[b];
export const permissionWords: Record<Permission, string> = {
  allow: 'Always allow',
  ask: 'Needs approval',
  block: 'Blocked',
};
const groupWords: Record<CallGroup, string> = {
  'read-only': 'read-only tools',
  write: 'write tools',
  destructive: 'destructive tools',
  unknown: 'tools of unknown effect',
  resources: 'resources',
  prompts: 'prompts',
};

interface CompiledRule {
  rule: ArgumentRule;
  matches(callArguments: JsonObject): boolean;
}

/**
 * Prepares a policy for many decisions. Throws when a rule has a bad path or pattern: rules are checked
 * when they are saved, and a policy that cannot be read must not decide.
 */
export function compilePolicy(policy: Policy, compilePattern: CompilePattern): CompiledPolicy {
  const rulesOfTool = new Map<string, CompiledRule[]>();
  for (const rule of policy.rules) {
    const compiled = compileRule(rule, compilePattern);
    const known = rulesOfTool.get(rule.tool);
    if (known) known.push(compiled);
    else rulesOfTool.set(rule.tool, [compiled]);
  }
  const ceilings = policy.ceilings.filter(
    (one) =>
      (one.connectorId === undefined || one.connectorId === policy.connector.id) &&
      (one.host === undefined || one.host.toLowerCase() === policy.connector.host.toLowerCase()),
  );
  const matching = (call: PolicyCall): CompiledRule[] => {
    const { arguments: given } = call;
    if (call.kind !== 'tool' || !given) return [];
    return (rulesOfTool.get(call.name) ?? []).filter(
      ({ rule, matches }) => isInForce(rule, call) && matches(given),
    );
  };
  const explain = (call: PolicyCall): Verdict[] => [
    fromCeilings('administrator', ceilings, call),
    fromDefinition(policy, call),
    fromPermission(policy, call, matching(call)),
    fromCeilings('project', ceilings, call),
    fromCeilings('person', ceilings, call),
  ];
  return {
    explain,
    decide: (call) => strictest(explain(call)),
    matchingRules: (call) => matching(call).map(({ rule }) => rule.id),
  };
}

/** The strictest verdict; of equals the first. When everything allows, the permission or rule that allowed is named. */
function strictest(verdicts: Verdict[]): Verdict {
  let answer = verdicts[2] as Verdict;
  if (answer.decision !== 'allow') answer = verdicts[0] as Verdict;
  for (const verdict of verdicts) if (isStricter(verdict.decision, answer.decision)) answer = verdict;
  return answer;
}

const isInForce = (rule: ArgumentRule, call: PolicyCall): boolean =>
  rule.decision !== 'allow' ||
  rule.definitionDigest === undefined ||
  rule.definitionDigest === call.definitionDigest;

/** A rule that widens must be certain; a rule that narrows also applies where it cannot be told. */
function compileRule(rule: ArgumentRule, compilePattern: CompilePattern): CompiledRule {
  const conditions = rule.conditions.map((condition) => compileCondition(condition, compilePattern));
  const widens = rule.decision === 'allow';
  return {
    rule,
    matches: (callArguments) =>
      conditions.every((condition) => {
        const truth = condition(callArguments);
        return widens ? truth === 'true' : truth !== 'false';
      }),
  };
}

function fromCeilings(layer: Ceiling['layer'], ceilings: Ceiling[], call: PolicyCall): Verdict {
  let found: Ceiling | undefined;
  for (const one of ceilings) {
    if (one.layer !== layer) continue;
    if (one.tool !== undefined && (call.kind !== 'tool' || one.tool !== call.name)) continue;
    if (one.group !== undefined && one.group !== call.group) continue;
    if (!found || isStricter(one.permission, found.permission)) found = one;
  }
  if (!found) return { decision: 'allow', layer, sentence: noObjection[layer] };
  const who = { administrator: 'An administrator', project: 'This project', person: 'You' }[layer];
  const what =
    found.tool !== undefined
      ? `"${found.tool}"`
      : found.group !== undefined
        ? groupWords[found.group]
        : found.connectorId !== undefined || found.host !== undefined
          ? 'this connector'
          : 'every call';
  const verb = layer === 'person' ? 'have set' : 'has set';
  return {
    decision: found.permission,
    layer,
    ruleId: found.id,
    sentence: `${who} ${verb} ${what} to "${permissionWords[found.permission]}"${found.note ? `: ${found.note}` : ''}.`,
  };
}

const noObjection: Record<Ceiling['layer'], string> = {
  administrator: 'No administrator has set a ceiling for this.',
  project: 'This project has set nothing stricter.',
  person: 'You have set nothing stricter for all your connectors.',
};

function fromDefinition(policy: Policy, call: PolicyCall): Verdict {
  const layer = 'definition';
  const server = policy.connector.name;
  switch (call.definition) {
    case 'accepted':
      return { decision: 'allow', layer, sentence: 'Its definition is the one you accepted.' };
    case 'unpinned':
      return { decision: 'allow', layer, sentence: 'Resources have no definition to review.' };
    case 'automatic':
      return {
        decision: 'ask',
        layer,
        sentence: `"${call.name}" is new on ${server} and was taken in by itself as read-only; until you review it every call needs approval.`,
      };
    case 'new':
      return {
        decision: 'block',
        layer,
        sentence: `"${call.name}" is new on ${server} and held until you review it.`,
      };
    case 'changed':
      return {
        decision: 'block',
        layer,
        sentence: `${server} changed the definition of "${call.name}"; it is held until you review the change.`,
      };
    case 'unlisted':
      return {
        decision: 'block',
        layer,
        sentence: `${server} does not list a ${call.kind} named "${call.name}".`,
      };
  }
}

/** The permission of the tool, else of its group, else the default; then the argument rules on top of it. */
function fromPermission(policy: Policy, call: PolicyCall, matching: CompiledRule[]): Verdict {
  const base = basePermission(policy, call);
  // Blocked is blocked: no rule opens it.
  if (base.decision === 'block') return base;
  let rule: ArgumentRule | undefined;
  for (const one of matching) if (!rule || isStricter(one.rule.decision, rule.decision)) rule = one.rule;
  if (!rule) return base;
  return {
    decision: rule.decision,
    layer: 'rule',
    ruleId: rule.id,
    sentence: `An argument rule of "${call.name}" says "${permissionWords[rule.decision]}" for these arguments.`,
  };
}

function basePermission(policy: Policy, call: PolicyCall): Verdict {
  const layer = 'permission';
  const own = call.kind === 'tool' ? policy.tools.get(call.name) : undefined;
  if (own) {
    const ruleId = `tool:${call.name}`;
    if (
      own.permission === 'allow' &&
      own.definitionDigest !== undefined &&
      own.definitionDigest !== call.definitionDigest
    )
      return {
        decision: 'ask',
        layer,
        ruleId,
        sentence: `"Always allow" was given to an earlier definition of "${call.name}"; this one needs approval until you allow it again.`,
      };
    return {
      decision: own.permission,
      layer,
      ruleId,
      sentence: `You have set "${call.name}" to "${permissionWords[own.permission]}".`,
    };
  }
  const group = policy.groups[call.group];
  if (group !== undefined)
    return {
      decision: group,
      layer,
      ruleId: `group:${call.group}`,
      sentence: `You have set ${groupWords[call.group]} of ${policy.connector.name} to "${permissionWords[group]}".`,
    };
  if (call.kind === 'tool')
    return {
      decision: 'ask',
      layer,
      sentence: `Nothing is set for "${call.name}", so it needs approval.`,
    };
  return {
    decision: 'allow',
    layer,
    sentence: `${call.kind === 'prompt' ? 'Prompts' : 'Resources'} may be read unless you set something else.`,
  };
}
