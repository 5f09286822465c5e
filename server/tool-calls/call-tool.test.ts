import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '#shared/app-error.ts';
import { openStage, type Stage } from '#test/gate-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => {
  await stage.close();
});

const pressed = { approval: { kind: 'pressed-run' as const }, origin: { door: 'by-hand' as const } };

describe('the gate', () => {
  test('runs what a person pressed, and the record is durable before the request leaves', async () => {
    let outcomeAtSend: string | undefined;
    stage.answer.with = async () => {
      const row = await stage.recordDb
        .selectFrom('activity')
        .selectAll()
        .where('kind', '=', 'tool-call')
        .executeTakeFirst();
      outcomeAtSend = row?.outcome;
      return { content: [{ type: 'text', text: 'ok' }] };
    };
    const outcome = await stage.gate.callTool(stage.call(pressed));
    expect(outcome).toMatchObject({ kind: 'completed', result: { content: [{ text: 'ok' }] } });
    expect(outcomeAtSend).toBe('started');
    expect(stage.sent[0]?.request).toEqual({
      method: 'tools/call',
      params: { name: 'list_ships', arguments: {} },
    });
    expect(await stage.entry(outcome.callId)).toMatchObject({
      decision: 'ask',
      subject: 'list_ships',
      outcome: 'completed',
    });
  });

  test('R16: a call that cannot be recorded is not sent', async () => {
    await stage.gate.callTool(stage.call(pressed));
    stage.sent.length = 0;
    stage.activityFails.now = true;
    const outcome = await stage.gate.callTool(stage.call(pressed));
    expect(outcome).toMatchObject({
      kind: 'failed',
      outcome: 'not-sent',
      problem: { code: 'activity_not_writable' },
    });
    expect(stage.sent).toEqual([]);
    stage.activityFails.now = false;
    expect(await stage.gate.callTool(stage.call(pressed))).toMatchObject({ kind: 'completed' });
  });

  test('a claim to have pressed Run counts for nothing at other doors', async () => {
    const outcome = await stage.gate.callTool(
      stage.call({ approval: { kind: 'pressed-run' }, origin: { door: 'gateway' } }),
    );
    expect(outcome.kind).toBe('approval-needed');
    expect(stage.sent).toEqual([]);
  });

  test('errors of the server say whether the call may have run', async () => {
    stage.answer.with = () => {
      throw new AppError({
        code: 'upstream_lost',
        status: 502,
        message: 'Lost.',
        details: { outcome: 'unknown' },
      });
    };
    const outcome = await stage.gate.callTool(stage.call(pressed));
    expect(outcome).toMatchObject({ kind: 'failed', outcome: 'unknown', problem: { code: 'upstream_lost' } });
    expect((await stage.entry(outcome.callId)).outcome).toBe('unknown');
    expect(stage.sent).toHaveLength(1);
  });

  test("another person's connector is not found", async () => {
    const outcome = await stage.gate.callTool(stage.call({ ...pressed, personId: 'per_eve' }));
    expect(outcome).toMatchObject({
      kind: 'failed',
      outcome: 'not-sent',
      problem: { code: 'connector_not_found' },
    });
  });

  test('a tool that the server does not list is refused', async () => {
    const outcome = await stage.gate.callTool(stage.call({ ...pressed, subject: 'no_such_tool' }));
    expect(outcome).toMatchObject({
      kind: 'refused',
      refusal: { code: 'not_in_catalogue', layer: 'definition' },
    });
  });

  test('R32: the same key runs once, and everybody gets the same answer', async () => {
    const key = { ...pressed, idempotencyKey: 'k1' };
    const outcomes = await Promise.all([1, 2, 3].map(() => stage.gate.callTool(stage.call(key))));
    const second = await stage.another();
    outcomes.push(await second.callTool(stage.call(key)));
    expect(stage.sent).toHaveLength(1);
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    await expect(
      stage.gate.callTool(stage.call({ ...key, arguments: { text: 'other' } })),
    ).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
  });

  test('a large result is cut with a notice and kept whole', async () => {
    const text = 'x'.repeat(3_000_000);
    stage.answer.with = () => ({ content: [{ type: 'text', text }] });
    const outcome = await stage.gate.callTool(stage.call(pressed));
    if (outcome.kind !== 'completed') throw new Error(outcome.kind);
    expect(JSON.stringify(outcome.result).length).toBeLessThan(1_048_576);
    expect(outcome.cut).toContain('kept whole');
    const kept = await stage.db.selectFrom('kept_result').selectAll().executeTakeFirstOrThrow();
    expect(JSON.parse(kept.body)).toEqual({ content: [{ type: 'text', text }] });
  });
});
