import { afterEach, expect, test } from 'vitest';
import { callRoute } from '#test/call-route.ts';
import { describeEachDatabase } from '#test/databases.ts';
import { catalogueOf, openStage, type Stage, toolNamed } from '#test/gate-stage.ts';
import type { CallOutcome, CallRequest } from './call.ts';

interface Card {
  id: string;
  argumentsShown: string;
  argumentsDigest: string;
  hiddenCharacters: string[];
  state: string;
}
const waiting = async (stage: Stage): Promise<Card[]> =>
  (
    (await callRoute(stage.gate, 'approvals.list', { query: { waiting: 'true', limit: 50 } })) as {
      approvals: Card[];
    }
  ).approvals;
const answer = (stage: Stage, approvalId: string, body: object, personId?: string) =>
  callRoute(stage.gate, 'approvals.answer', {
    params: { approvalId },
    body,
    ...(personId ? { personId } : {}),
  });

describeEachDatabase('approvals', (open) => {
  let stage: Stage;
  afterEach(async () => {
    await stage.close();
  });
  const held = async (
    more: Partial<CallRequest> = {},
  ): Promise<{ outcome: Promise<CallOutcome>; approvalId: string }> => {
    let told: (id: string) => void = () => {};
    const approval = new Promise<string>((resolve) => {
      told = resolve;
    });
    const outcome = stage.gate.callTool(stage.call({ whenApprovalNeeded: 'hold', ...more }), {
      onApprovalNeeded: (id) => told(id),
    });
    return { outcome, approvalId: await approval };
  };

  test('P07: a waiting call goes on by itself; the digest approved is the one run and recorded', async () => {
    stage = await openStage({ database: await open() });
    const { outcome, approvalId } = await held({ arguments: { b: 1, a: 'x\u200by' } });
    const [card] = await waiting(stage);
    expect(card).toMatchObject({
      id: approvalId,
      argumentsShown: '{"a":"x⟦U+200B⟧y","b":1}',
      hiddenCharacters: ['U+200B'],
    });
    expect(stage.sent).toEqual([]);
    await answer(stage, approvalId, { answer: 'allow-once' });
    const ended = await outcome;
    expect(ended.kind).toBe('completed');
    expect(stage.sent[0]?.request.params.arguments).toEqual({ b: 1, a: 'x\u200by' });
    expect(await stage.entry(ended.callId)).toMatchObject({
      approvalId,
      argumentsDigest: card?.argumentsDigest,
    });
  });

  test('an answer given at another process is found within a second', async () => {
    stage = await openStage({ database: await open() });
    const { outcome, approvalId } = await held();
    const other = await stage.another();
    await callRoute(other, 'approvals.answer', { params: { approvalId }, body: { answer: 'allow-once' } });
    expect((await outcome).kind).toBe('completed');
  });

  test('P07: one approval is one call; altered arguments, another person, another tool are other calls', async () => {
    stage = await openStage({ database: await open() });
    const first = await stage.gate.callTool(
      stage.call({ origin: { door: 'gateway' }, arguments: { text: 'a' } }),
    );
    if (first.kind !== 'approval-needed') throw new Error(first.kind);
    const { approvalId } = first;
    await expect(answer(stage, approvalId, { answer: 'allow-once' }, 'per_eve')).rejects.toMatchObject({
      status: 404,
    });
    await answer(stage, approvalId, { answer: 'allow-once' });
    const approved = { approval: { kind: 'approved' as const, approvalId } };
    for (const more of [{ arguments: { text: 'b' } }, { arguments: { text: 'a' }, subject: 'book_berth' }])
      expect(await stage.gate.callTool(stage.call({ ...approved, ...more }))).toMatchObject({
        kind: 'refused',
        refusal: { code: 'approval_not_valid' },
      });
    const twenty = await Promise.all(
      Array.from({ length: 20 }, () =>
        stage.gate.callTool(stage.call({ ...approved, arguments: { text: 'a' } })),
      ),
    );
    expect(twenty.filter((one) => one.kind === 'completed')).toHaveLength(1);
    expect(stage.sent).toHaveLength(1);
  });

  test('the retry of a client with equal arguments runs once', async () => {
    stage = await openStage({ database: await open() });
    const call = () => stage.gate.callTool(stage.call({ origin: { door: 'gateway' } }));
    const [first, again] = [await call(), await call()];
    if (first.kind !== 'approval-needed' || again.kind !== 'approval-needed') throw new Error('not asked');
    expect(again.approvalId).toBe(first.approvalId);
    await answer(stage, first.approvalId, { answer: 'allow-once' });
    expect((await call()).kind).toBe('completed');
    expect((await call()).kind).toBe('approval-needed');
  });

  test('P06: a change of policy voids what waits and what was answered; the waiting call is decided again', async () => {
    stage = await openStage({ database: await open() });
    const returned = await stage.gate.callTool(stage.call({ origin: { door: 'gateway' } }));
    if (returned.kind !== 'approval-needed') throw new Error(returned.kind);
    await answer(stage, returned.approvalId, { answer: 'allow-once' });
    const { outcome } = await held();
    await callRoute(stage.gate, 'connectors.set-permission', {
      params: { connectorId: stage.connector.id },
      body: { target: { kind: 'tool', tool: 'list_ships' }, permission: 'block' },
    });
    expect(await outcome).toMatchObject({
      kind: 'refused',
      refusal: { code: 'call_blocked', ruleId: 'tool:list_ships' },
    });
    const used = await stage.gate.callTool(
      stage.call({ approval: { kind: 'approved', approvalId: returned.approvalId } }),
    );
    expect(used.kind).toBe('refused');
    expect(stage.sent).toEqual([]);
    expect((await stage.db.selectFrom('approval').select('state').execute()).map((row) => row.state)).toEqual(
      ['void', 'void'],
    );
  });

  test('P07: expired, and denied with a reason', async () => {
    stage = await openStage({ database: await open(), approvalExpiry: { held: 50, returned: 50 } });
    const late = await held();
    expect(await late.outcome).toMatchObject({ kind: 'refused', refusal: { code: 'approval_expired' } });
    await expect(answer(stage, late.approvalId, { answer: 'allow-once' })).rejects.toMatchObject({
      code: 'approval_over',
    });
    expect(stage.sent).toEqual([]);
  });

  test('P08: Always allow covers this tool on this connector under this definition, and nothing else', async () => {
    stage = await openStage({ database: await open() });
    const { outcome, approvalId } = await held();
    await answer(stage, approvalId, { answer: 'always-allow' });
    expect((await outcome).kind).toBe('completed');
    const kind = async (more: Partial<CallRequest> = {}) =>
      (await stage.gate.callTool(stage.call(more))).kind;
    expect(await kind()).toBe('completed');
    expect(await kind({ subject: 'book_berth' })).toBe('approval-needed');
    await stage.addConnector('con_other', 'per_anna');
    expect(await kind({ connectorId: 'con_other' })).toBe('approval-needed');
    await stage.relist(
      catalogueOf({ tools: [toolNamed('list_ships', { description: 'Now something else.' })] }),
    );
    expect(await kind()).toBe('refused');
  });

  test('Always allow with a rule from the card holds for these arguments only', async () => {
    stage = await openStage({ database: await open() });
    const { outcome, approvalId } = await held({ arguments: { repo: 'acme/docs' } });
    await answer(stage, approvalId, {
      answer: 'always-allow',
      conditions: [{ path: '/repo', test: 'equals', value: 'acme/docs' }],
    });
    expect((await outcome).kind).toBe('completed');
    expect((await stage.gate.callTool(stage.call({ arguments: { repo: 'acme/docs' } }))).kind).toBe(
      'completed',
    );
    expect((await stage.gate.callTool(stage.call({ arguments: { repo: 'x' } }))).kind).toBe(
      'approval-needed',
    );
  });

  test('R26: a stop of Causeway leaves approvals in the inbox', async () => {
    stage = await openStage({ database: await open() });
    const first = await stage.gate.callTool(stage.call({ origin: { door: 'gateway' } }));
    await stage.gate.close(100);
    await expect(stage.gate.callTool(stage.call())).rejects.toMatchObject({
      code: 'gate_closing',
      status: 503,
    });
    const next = await stage.another();
    if (first.kind !== 'approval-needed') throw new Error(first.kind);
    await callRoute(next, 'approvals.answer', {
      params: { approvalId: first.approvalId },
      body: { answer: 'allow-once' },
    });
    expect((await next.callTool(stage.call({ origin: { door: 'gateway' } }))).kind).toBe('completed');
  });
});
