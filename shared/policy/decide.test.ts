import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Permission } from '#shared/contract/catalogue.ts';
import type { Condition } from './conditions.ts';
import {
  type ArgumentRule,
  type CallGroup,
  type Ceiling,
  compilePolicy,
  type DefinitionState,
  type Policy,
  type PolicyCall,
} from './decide.ts';

const pattern = (source: string) => {
  const compiled = new RegExp(`^(?:${source})$`, 's');
  return (text: string) => compiled.test(text);
};
const connector = { id: 'con_1', name: 'Harbour', host: 'harbour.example.com' };
const policyOf = (more: Partial<Policy> = {}): Policy => ({
  connector,
  ceilings: [],
  tools: new Map(),
  groups: {},
  rules: [],
  ...more,
});
const callOf = (more: Partial<PolicyCall> = {}): PolicyCall => ({
  kind: 'tool',
  name: 'book',
  group: 'write',
  definition: 'accepted',
  definitionDigest: 'd1',
  arguments: { repo: 'acme/docs' },
  ...more,
});
const decide = (policy: Policy, call: PolicyCall) => compilePolicy(policy, pattern).decide(call);
const rule = (
  decision: Permission,
  conditions: Condition[],
  more: Partial<ArgumentRule> = {},
): ArgumentRule => ({
  id: `rule_${decision}`,
  tool: 'book',
  decision,
  conditions,
  ...more,
});
const isDocs: Condition = { path: '/repo', test: 'equals', value: 'acme/docs' };

describe('the decision', () => {
  test('everything needs approval until somebody says otherwise', () => {
    expect(decide(policyOf(), callOf())).toMatchObject({ decision: 'ask', layer: 'permission' });
  });

  test('a tool goes before its group', () => {
    const policy = policyOf({
      tools: new Map([['book', { permission: 'ask' }]]),
      groups: { write: 'allow' },
    });
    expect(decide(policy, callOf())).toMatchObject({ decision: 'ask', ruleId: 'tool:book' });
    expect(decide(policy, callOf({ name: 'other' }))).toMatchObject({
      decision: 'allow',
      ruleId: 'group:write',
    });
  });

  test('a rule lets through what its person made it for, and nothing else', () => {
    const policy = policyOf({ rules: [rule('allow', [isDocs])] });
    expect(decide(policy, callOf())).toMatchObject({
      decision: 'allow',
      layer: 'rule',
      ruleId: 'rule_allow',
    });
    expect(decide(policy, callOf({ arguments: { repo: 'acme/secret' } }))).toMatchObject({ decision: 'ask' });
    expect(decide(policy, callOf({ name: 'other' }))).toMatchObject({ decision: 'ask' });
  });

  test('no rule opens what is blocked', () => {
    const policy = policyOf({
      tools: new Map([['book', { permission: 'block' }]]),
      rules: [rule('allow', [isDocs])],
    });
    expect(decide(policy, callOf())).toMatchObject({ decision: 'block', layer: 'permission' });
  });

  test('P08: Always allow does not cover another definition, nor do allowing rules', () => {
    const tools = new Map([['book', { permission: 'allow' as const, definitionDigest: 'd1' }]]);
    expect(decide(policyOf({ tools }), callOf())).toMatchObject({ decision: 'allow' });
    expect(decide(policyOf({ tools }), callOf({ definitionDigest: 'd2' }))).toMatchObject({
      decision: 'ask',
    });
    const rules = [rule('allow', [isDocs], { definitionDigest: 'd1' })];
    expect(decide(policyOf({ rules }), callOf({ definitionDigest: 'd2' }))).toMatchObject({
      decision: 'ask',
    });
  });

  test('L05: hints decide nothing: only what a person set for a group does', () => {
    for (const group of ['read-only', 'write', 'destructive', 'unknown'] as CallGroup[])
      expect(decide(policyOf(), callOf({ group })).decision).toBe('ask');
  });

  test('what was taken in by itself never runs without approval', () => {
    const policy = policyOf({ groups: { 'read-only': 'allow' }, rules: [rule('allow', [isDocs])] });
    expect(decide(policy, callOf({ group: 'read-only', definition: 'automatic' }))).toMatchObject({
      decision: 'ask',
      layer: 'definition',
    });
  });

  test('a narrowing rule applies where its condition cannot be told', () => {
    const most: Condition = { path: '/amount', test: 'range', maximum: 100, not: true };
    const policy = policyOf({ groups: { write: 'allow' }, rules: [rule('block', [most])] });
    expect(decide(policy, callOf({ arguments: { amount: 50 } })).decision).toBe('allow');
    expect(decide(policy, callOf({ arguments: { amount: 150 } })).decision).toBe('block');
    expect(decide(policy, callOf({ arguments: { amount: '150' } })).decision).toBe('block');
    expect(decide(policy, callOf({ arguments: {} })).decision).toBe('block');
  });

  test('every element: an empty list and a list with one stranger are not let through', () => {
    const every: Condition = { path: '/ids', every: true, test: 'one-of', values: [1, 2] };
    const policy = policyOf({ rules: [rule('allow', [every])] });
    expect(decide(policy, callOf({ arguments: { ids: [1, 2, 1] } })).decision).toBe('allow');
    expect(decide(policy, callOf({ arguments: { ids: [1, 3] } })).decision).toBe('ask');
    expect(decide(policy, callOf({ arguments: { ids: [] } })).decision).toBe('ask');
    expect(decide(policy, callOf({ arguments: { ids: 1 } })).decision).toBe('ask');
  });

  test('inherited properties are no arguments', () => {
    const policy = policyOf({
      rules: [rule('block', [{ path: '/constructor', test: 'matches', pattern: '.*' }])],
    });
    expect(decide({ ...policy, groups: { write: 'allow' } }, callOf()).decision).toBe('allow');
  });
});

const permission = fc.constantFrom<Permission>('allow', 'ask', 'block');
const group = fc.constantFrom<CallGroup>('read-only', 'write', 'destructive', 'unknown');
const tool = fc.constantFrom('book', 'list', 'sink');
const value = fc.oneof(fc.constantFrom('a', 'b', 'acme/docs'), fc.integer({ min: 0, max: 3 }));
const condition: fc.Arbitrary<Condition> = fc.record({
  path: fc.constantFrom('/repo', '/n'),
  test: fc.constant('equals' as const),
  value,
});
const arbitraryPolicy: fc.Arbitrary<Policy> = fc.record({
  connector: fc.constant(connector),
  ceilings: fc.array(
    fc.record(
      {
        id: fc.uuid(),
        layer: fc.constantFrom<Ceiling['layer']>('administrator', 'project', 'person'),
        permission: fc.constantFrom<'ask' | 'block'>('ask', 'block'),
        connectorId: fc.constantFrom('con_1', 'con_2'),
        host: fc.constantFrom('harbour.example.com', 'other.example.com'),
        tool,
        group,
      },
      { requiredKeys: ['id', 'layer', 'permission'] },
    ),
    { maxLength: 4 },
  ),
  tools: fc
    .array(
      fc.tuple(
        tool,
        fc.record(
          { permission, definitionDigest: fc.constantFrom('d1', 'd2') },
          { requiredKeys: ['permission'] },
        ),
      ),
      { maxLength: 3 },
    )
    .map((entries) => new Map(entries)),
  groups: fc.dictionary(group, permission, { maxKeys: 3 }) as fc.Arbitrary<Policy['groups']>,
  rules: fc.array(
    fc.record(
      {
        id: fc.uuid(),
        tool,
        decision: permission,
        conditions: fc.array(condition, { minLength: 1, maxLength: 2 }),
        definitionDigest: fc.constantFrom('d1', 'd2'),
      },
      { requiredKeys: ['id', 'tool', 'decision', 'conditions'] },
    ),
    { maxLength: 5 },
  ),
});
const arbitraryCall: fc.Arbitrary<PolicyCall> = fc.record({
  kind: fc.constant('tool' as const),
  name: tool,
  group,
  definition: fc.constantFrom<DefinitionState>('accepted', 'automatic', 'new', 'changed', 'unlisted'),
  definitionDigest: fc.constantFrom('d1', 'd2'),
  arguments: fc.dictionary(fc.constantFrom('repo', 'n'), value) as fc.Arbitrary<
    Record<string, string | number>
  >,
});

/** Written the plain way round: collect every opinion, take the strictest. */
function oracle(policy: Policy, call: PolicyCall): Permission {
  const opinions: Permission[] = [];
  for (const one of policy.ceilings)
    if (
      (one.connectorId ?? 'con_1') === 'con_1' &&
      (one.host ?? connector.host) === connector.host &&
      (one.tool ?? call.name) === call.name &&
      (one.group ?? call.group) === call.group
    )
      opinions.push(one.permission);
  if (call.definition === 'automatic') opinions.push('ask');
  else if (call.definition !== 'accepted') opinions.push('block');
  const own = policy.tools.get(call.name);
  let base: Permission = own?.permission ?? policy.groups[call.group] ?? 'ask';
  if (own?.permission === 'allow' && own.definitionDigest && own.definitionDigest !== call.definitionDigest)
    base = 'ask';
  const fitting = policy.rules
    .filter((one) => one.tool === call.name)
    .filter(
      (one) =>
        one.decision !== 'allow' || !one.definitionDigest || one.definitionDigest === call.definitionDigest,
    )
    .filter((one) =>
      one.conditions.every(
        (each) =>
          each.test === 'equals' &&
          (call.arguments as Record<string, unknown>)[each.path.slice(1)] === each.value,
      ),
    )
    .map((one) => one.decision);
  if (base === 'block' || fitting.length === 0) opinions.push(base);
  else opinions.push(fitting.includes('block') ? 'block' : fitting.includes('ask') ? 'ask' : 'allow');
  return opinions.includes('block') ? 'block' : opinions.includes('ask') ? 'ask' : 'allow';
}

const strictness = { allow: 0, ask: 1, block: 2 };

describe('properties of the decision', () => {
  test('it agrees with the plain oracle', () => {
    fc.assert(
      fc.property(arbitraryPolicy, arbitraryCall, (policy, call) => {
        expect(decide(policy, call).decision).toBe(oracle(policy, call));
      }),
      { numRuns: 3000 },
    );
  });

  test('no ceiling ever widens, and none can be widened by anything below it', () => {
    fc.assert(
      fc.property(
        arbitraryPolicy,
        arbitraryCall,
        fc.constantFrom<'ask' | 'block'>('ask', 'block'),
        (policy, call, most) => {
          const ceilings: Ceiling[] = [
            ...policy.ceilings,
            { id: 'x', layer: 'administrator', permission: most },
          ];
          const without = decide(policy, call).decision;
          const under = decide({ ...policy, ceilings }, call).decision;
          expect(strictness[under]).toBeGreaterThanOrEqual(strictness[most]);
          expect(strictness[under]).toBeGreaterThanOrEqual(strictness[without]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('the decision is the strictest layer, and the first of the strictest is named', () => {
    fc.assert(
      fc.property(arbitraryPolicy, arbitraryCall, (policy, call) => {
        const compiled = compilePolicy(policy, pattern);
        const decided = compiled.decide(call);
        const all = compiled.explain(call);
        expect(Math.max(...all.map((one) => strictness[one.decision]))).toBe(strictness[decided.decision]);
        if (decided.decision !== 'allow')
          expect(all.find((one) => one.decision === decided.decision)).toEqual(decided);
      }),
      { numRuns: 1000 },
    );
  });
});
