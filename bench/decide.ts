// 10,000 decisions with 500 rules on one tool: how long one takes.
import { compileRe2 } from '#server/tool-calls/patterns.ts';
import { type ArgumentRule, compilePolicy } from '#shared/policy/decide.ts';

const rules: ArgumentRule[] = Array.from({ length: 500 }, (_, i) => ({
  id: `rule_${i}`,
  tool: 'create_issue',
  decision: i % 3 ? 'allow' : 'ask',
  conditions: [
    [{ path: '/repo', test: 'equals' as const, value: `acme/${i}` }],
    [{ path: '/title', test: 'starts-with' as const, text: `T${i}` }],
    [{ path: '/amount', test: 'range' as const, minimum: 10_000 + i }],
    [{ path: '/labels', every: true, test: 'one-of' as const, values: [`l${i}`] }],
    [{ path: '/repo', test: 'matches' as const, pattern: `acme/${i}-.*` }],
  ][i % 5] as ArgumentRule['conditions'],
}));
const policy = compilePolicy(
  {
    connector: { id: 'c', name: 'Acme', host: 'acme.example.com' },
    ceilings: [],
    tools: new Map(),
    groups: {},
    rules,
  },
  compileRe2,
);
const times: number[] = [];
for (let i = 0; i < 12_000; i += 1) {
  const call = {
    kind: 'tool' as const,
    name: 'create_issue',
    group: 'write' as const,
    definition: 'accepted' as const,
    arguments: { repo: `acme/${i % 700}`, title: 'A title', amount: i, labels: ['a', 'b'] },
  };
  const start = performance.now();
  policy.decide(call);
  if (i >= 2_000) times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
const at = (share: number): string =>
  `${((times[Math.floor(times.length * share)] ?? 0) * 1000).toFixed(0)} µs`;
console.log(`10,000 decisions with 500 rules: p50 ${at(0.5)}, p99 ${at(0.99)} (goal: p99 under 200 µs)`);
