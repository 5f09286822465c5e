// One path: no request of a person, a model or a client leaves for an upstream server but through the gate.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const files = ['server', 'cli'].flatMap((area) =>
  readdirSync(join(root, area), { recursive: true, encoding: 'utf8' })
    .map((file) => `${area}/${file}`)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')),
);
const textOf = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const outside = files.filter((file) => !file.startsWith('server/mcp/'));
const having = (pattern: RegExp, among = outside): string[] =>
  among.filter((file) => pattern.test(textOf.get(file) ?? '')).sort();

test('only send.ts hands a request to an upstream connection', () => {
  expect(having(/\bconnection\.request(Text)?\s*\(|\.requestText\s*\(/)).toEqual([
    'server/tool-calls/send.ts',
  ]);
});

test('only send.ts knows the shape of such requests', () => {
  expect(having(/\bUpstreamRequest\b/)).toEqual(['server/tool-calls/send.ts']);
});

test('the gate is made in one place, and its path is not open to others', () => {
  expect(having(/createCallThroughGate\(/)).toEqual([
    'server/tool-calls/call-tool.ts',
    'server/tool-calls/create-gate.ts',
  ]);
  expect(having(/from '[^']*\/send\.ts'/).filter((file) => file.startsWith('server/'))).toEqual([
    'server/tool-calls/call-tool.ts',
    'server/tool-calls/present.ts',
  ]);
});

test('a call is decided, approved, reserved and recorded before it is sent', () => {
  const flow = textOf.get('server/tool-calls/call-tool.ts') ?? '';
  const order = [
    'resolveCall(deps',
    'decideCall(deps',
    'approveCall(deps',
    'reservePlaces(deps',
    'recordStart(deps',
    'sendCall(deps',
  ];
  const places = order.map((step) => flow.indexOf(step));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});
