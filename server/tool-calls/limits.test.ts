import { afterEach, describe, expect, test } from 'vitest';
import type { Tables } from '#server/storage/tables.ts';
import { AppError } from '#shared/app-error.ts';
import { describeEachDatabase } from '#test/databases.ts';
import { openStage, person, project, type Stage } from '#test/gate-stage.ts';
import type { CallRequest } from './call.ts';

const pressed: Partial<CallRequest> = { approval: { kind: 'pressed-run' }, origin: { door: 'by-hand' } };

async function setLimit(stage: Stage, more: Partial<Tables['usage_limit']> = {}): Promise<string> {
  const id = more.id ?? `lim_${Math.random().toString(36).slice(2)}`;
  await stage.db
    .insertInto('usage_limit')
    .values({
      id,
      person_id: person,
      project_id: project,
      connector_id: stage.connector.id,
      tool: 'list_ships',
      scope: 'tool',
      period: 'day',
      amount_path: null,
      maximum: 10,
      time_zone: 'Europe/Vienna',
      created_at: 1,
      updated_at: 1,
      ...more,
    })
    .execute();
  return id;
}
const used = async (stage: Stage, id: string): Promise<number> =>
  (await stage.db.selectFrom('usage_counter').select('used').where('limit_id', '=', id).executeTakeFirst())
    ?.used ?? 0;

describeEachDatabase('usage limits', (open) => {
  let stage: Stage;
  afterEach(async () => {
    await stage.close();
  });

  test('200 callers at two gates and two doors: exactly 10 reach the server', async () => {
    stage = await openStage({ database: await open() });
    const id = await setLimit(stage);
    const second = await stage.another();
    let n = 0;
    stage.answer.with = async () => {
      n += 1;
      if (n % 3 === 0)
        throw new AppError({ code: 'e', status: 502, message: 'e', details: { outcome: 'error' } });
      if (n % 3 === 1)
        throw new AppError({ code: 'e', status: 502, message: 'e', details: { outcome: 'unknown' } });
      return { content: [] };
    };
    const doors = ['by-hand', 'command-line'] as const;
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        (i % 2 ? stage.gate : second).callTool(
          stage.call({ ...pressed, origin: { door: doors[Math.floor(i / 2) % 2] ?? 'by-hand' } }),
        ),
      ),
    );
    expect(stage.sent).toHaveLength(10);
    const refused = outcomes.filter((outcome) => outcome.kind === 'refused');
    expect(refused).toHaveLength(190);
    expect(refused[0]).toMatchObject({
      refusal: { code: 'usage_limit_reached', layer: 'limit', ruleId: id },
    });
    expect(await used(stage, id)).toBe(10);
  });

  test('what provably never left costs nothing; what may have left counts', async () => {
    stage = await openStage({ database: await open() });
    const id = await setLimit(stage, { maximum: 2 });
    const fail = (outcome: string) => () => {
      throw new AppError({ code: 'e', status: 502, message: 'e', details: { outcome } });
    };
    stage.answer.with = fail('not-sent');
    for (let i = 0; i < 5; i += 1) await stage.gate.callTool(stage.call(pressed));
    expect(await used(stage, id)).toBe(0);
    stage.answer.with = fail('unknown');
    for (let i = 0; i < 5; i += 1) await stage.gate.callTool(stage.call(pressed));
    expect(await used(stage, id)).toBe(2);
    expect(stage.sent).toHaveLength(7);
  });

  test('a call takes its place in all limits or in none', async () => {
    stage = await openStage({ database: await open() });
    const tool = await setLimit(stage, { maximum: 10 });
    await setLimit(stage, { maximum: 2, scope: 'person', tool: null, connector_id: null, project_id: null });
    for (let i = 0; i < 5; i += 1) await stage.gate.callTool(stage.call(pressed));
    expect(await used(stage, tool)).toBe(2);
    expect(stage.sent).toHaveLength(2);
  });

  test('sums of an argument: exact in millionths, unreadable amounts are refused', async () => {
    stage = await openStage({ database: await open() });
    const id = await setLimit(stage, { amount_path: '/amount', maximum: 1_000_000 });
    const pay = (amount: unknown) =>
      stage.gate.callTool(stage.call({ ...pressed, arguments: { amount } as never }));
    for (let i = 0; i < 10; i += 1) expect((await pay(0.1)).kind).toBe('completed');
    expect(await pay(0.000001)).toMatchObject({ kind: 'refused' });
    for (const bad of [-5, '3', null, undefined, 1e300])
      expect(await pay(bad)).toMatchObject({ kind: 'refused', refusal: { code: 'usage_limit_reached' } });
    expect(await used(stage, id)).toBe(1_000_000);
  });

  test('the counter survives a restart, and another conversation has its own', async () => {
    const database = await open();
    stage = await openStage({ database });
    await setLimit(stage, { period: 'conversation', maximum: 1 });
    const inConversation = (conversationId: string) =>
      stage.call({ ...pressed, origin: { door: 'by-hand', conversationId } });
    expect((await stage.gate.callTool(inConversation('a'))).kind).toBe('completed');
    const second = await stage.another();
    expect((await second.callTool(inConversation('a'))).kind).toBe('refused');
    expect((await second.callTool(inConversation('b'))).kind).toBe('completed');
  });

  test('P06: a limit that is lowered holds at another gate within a second', async () => {
    stage = await openStage({ database: await open() });
    const second = await stage.another();
    expect((await second.callTool(stage.call(pressed))).kind).toBe('completed');
    const { id } = (await callRoute(stage, 'limits.add', {
      scope: 'tool',
      connectorId: stage.connector.id,
      tool: 'list_ships',
      period: 'day',
      maximum: 0,
      timeZone: 'UTC',
    })) as { id: string };
    expect(id).toBeDefined();
    const changedAt = Date.now();
    let outcome = await second.callTool(stage.call(pressed));
    while (outcome.kind !== 'refused' && Date.now() - changedAt < 1_000)
      outcome = await second.callTool(stage.call(pressed));
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'usage_limit_reached' } });
  });
});

async function callRoute(stage: Stage, endpointId: string, body: unknown): Promise<unknown> {
  const route = stage.gate.routes.find(({ endpoint }) => endpoint.id === endpointId);
  if (!route) throw new Error(`no route ${endpointId}`);
  const answer = await route.handle({
    actor: { personId: person, role: 'owner', via: 'session', scopes: [], viaId: 's' },
    params: {},
    query: {},
    body,
    request: new Request('http://localhost'),
    signal: new AbortController().signal,
  } as never);
  return (answer as { limit: unknown }).limit;
}

describe('usage limits when the store fails', () => {
  test('R16, R17: nothing is sent when places cannot be reserved', async () => {
    const stage = await openStage();
    await setLimit(stage);
    await stage.gate.callTool(stage.call(pressed));
    stage.sent.length = 0;
    await stage.db.schema.alterTable('usage_counter').renameTo('usage_counter_away').execute();
    const outcome = await stage.gate.callTool(stage.call(pressed));
    expect(outcome).toMatchObject({
      kind: 'failed',
      outcome: 'not-sent',
      problem: { code: 'limits_not_verified' },
    });
    expect(stage.sent).toEqual([]);
    await stage.db.schema.alterTable('usage_counter_away').renameTo('usage_counter').execute();
    expect((await stage.gate.callTool(stage.call(pressed))).kind).toBe('completed');
    await stage.close();
  });

  test('places of a process that was killed are given back when its calls have no record, and stay when they have', async () => {
    const stage = await openStage();
    const id = await setLimit(stage, { maximum: 10 });
    const { createLimits } = await import('./limits.ts');
    let passed = 0;
    const limitsOf = (processId: string, recorded: string[]) =>
      createLimits({
        db: stage.db,
        clock: { now: () => Date.now() },
        log: { debug() {}, info() {}, warn() {}, error() {}, child: () => undefined as never },
        monotonic: () => passed,
        recorded: async () => new Set(recorded),
        processId,
        publish() {},
      });
    const dead = limitsOf('proc_dead', []);
    const call = (callId: string) => ({
      callId,
      personId: person,
      isTool: true,
      tool: 'list_ships',
      connectorId: stage.connector.id,
      arguments: {},
      door: 'by-hand',
    });
    const rows = await stage.db.selectFrom('usage_limit').selectAll().execute();
    for (const one of ['never_left', 'may_have_left']) await dead.reserve(call(one), rows);
    expect(await used(stage, id)).toBe(2);
    // As if it had been killed: it beats no more, and gives nothing back.
    await stage.db.updateTable('gate_process').set({ seen_at: 1 }).execute();
    const living = limitsOf('proc_living', ['may_have_left']);
    await living.hold();
    await living.isAlive('proc_dead');
    passed += 60_000;
    await expect.poll(() => used(stage, id), { timeout: 5_000 }).toBe(1);
    await living.close();
    await stage.close();
  });
});
