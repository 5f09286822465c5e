import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { describeEachDatabase, type OpenDatabase } from '#test/databases.ts';
import { createBus } from '../platform/bus.ts';
import { systemClock } from '../platform/clock.ts';
import { randomId } from '../platform/ids.ts';
import { type Activity, type ActivityDeps, createActivity } from './create-activity.ts';
import { exportActivity } from './export-activity.ts';
import { pruneActivity } from './prune-activity.ts';
import type { NewActivity } from './record.ts';

const entry = (over: Partial<NewActivity> = {}): NewActivity => ({
  kind: 'tool-call',
  personId: 'ann',
  projectId: 'p1',
  door: 'by-hand',
  connectorId: 'c1',
  subject: 'search',
  decision: 'allow',
  arguments: { query: 'ships' },
  ...over,
});

describeEachDatabase('the record', (open) => {
  const start = async (over: Partial<ActivityDeps> = {}, from: OpenDatabase = open) => {
    const database = over.database ?? (await from());
    const activity = await createActivity({
      database,
      clock: systemClock,
      ids: randomId,
      bus: createBus(),
      ...over,
    });
    return { database, activity };
  };
  const fill = async (activity: Activity, count: number): Promise<string[]> => {
    const ids = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const { id } = await activity.record.begin(entry({ subject: `tool-${index}` }));
        await activity.record.end(id, { outcome: 'completed', milliseconds: index, resultBytes: 5 });
        return id;
      }),
    );
    await activity.record.write(entry({ kind: 'change', subject: 'permission' }), { outcome: 'completed' });
    return ids;
  };

  test('an entry is there before its call and holds its outcome after it', async () => {
    const { activity } = await start();
    const { id, sequence } = await activity.record.begin(entry());
    expect(await activity.store.get(id, 'ann')).toMatchObject({
      sequence,
      outcome: 'started',
      decision: 'allow',
    });
    await activity.record.end(id, {
      outcome: 'failed',
      milliseconds: 12.4,
      problem: { code: 'x', message: 'Bearer abcdefgh12345 was refused' },
    });
    expect(await activity.store.get(id, 'ann')).toMatchObject({
      outcome: 'failed',
      milliseconds: 12,
      arguments: { query: 'ships' },
      problem: { code: 'x', message: 'Bearer [redacted] was refused' },
    });
    await expect(activity.record.end(id, { outcome: 'completed' })).rejects.toMatchObject({
      code: 'activity_not_open',
    });
    expect(await activity.store.get(id, 'bob')).toBeUndefined();
    await activity.close();
  });

  test('C01: secrets among the arguments are not kept, and huge arguments are capped', async () => {
    const { activity } = await start();
    const { id } = await activity.record.begin(
      entry({
        arguments: {
          password: 'CANARY',
          note: 'Bearer CANARY1234',
          text: 'x'.repeat(1_000_000),
          nul: 'a\u0000b',
        },
      }),
    );
    const kept = JSON.stringify(await activity.store.get(id));
    expect(kept).not.toContain('CANARY');
    expect(kept.length).toBeLessThan(10_000);
    await activity.close();
  });

  test('T01: lists are filtered and belong to their person', async () => {
    const { activity } = await start();
    await fill(activity, 5);
    await activity.record.write(entry({ personId: 'bob', subject: 'other' }), { outcome: 'refused' });
    const mine = await activity.store.list({ personId: 'ann' }, 50);
    expect(mine).toHaveLength(6);
    expect(mine.map((e) => e.sequence)).toEqual(mine.map((e) => e.sequence).toSorted((a, b) => b - a));
    expect(await activity.store.list({ personId: 'ann', search: 'TOOL-3' }, 50)).toHaveLength(1);
    expect(await activity.store.list({ search: '%' }, 50)).toEqual([]);
    expect(await activity.store.list({ outcome: 'refused' }, 50)).toHaveLength(1);
    expect(await activity.store.list({ kind: 'change', personId: 'ann' }, 50)).toHaveLength(1);
    expect(await activity.store.list({ before: mine[2]?.sequence, personId: 'ann' }, 50)).toHaveLength(3);
    await activity.close();
  });

  test('what a dead process left as started is shown as unknown', async () => {
    const { database, activity } = await start();
    const { id } = await activity.record.begin(entry());
    await activity.database.db
      .insertInto('activity_writer')
      .values({ id: 'dead', host: 'elsewhere', process: 1, seen_at: Date.now() - 60_000 })
      .execute();
    const second = await start({ database });
    expect((await second.activity.store.get(id))?.outcome).toBe('started');
    // The first process is killed: nothing of it beats any more.
    await activity.database.db.deleteFrom('activity_writer').where('id', 'like', 'wri%').execute();
    expect(await second.activity.store.get(id)).toMatchObject({
      outcome: 'unknown',
      problem: { code: 'process_ended' },
    });
    expect(await second.activity.store.list({ outcome: 'unknown' }, 5)).toHaveLength(1);
    expect(await second.activity.store.list({ outcome: 'started' }, 5)).toHaveLength(0);
    await Promise.all([activity.close(), second.activity.close()]);
  });

  test('the chain is intact after many calls by two writers at once', async () => {
    const first = await start();
    const second = await start({ database: first.database });
    await Promise.all([fill(first.activity, 300), fill(second.activity, 300)]);
    expect(await first.activity.verify()).toMatchObject({ intact: true, links: 1202 });
    await Promise.all([first.activity.close(), second.activity.close()]);
  });

  const forgeries: Record<string, { set: string; says: RegExp }> = {
    'a changed subject': {
      set: `update activity set subject = 'x' where id = :id`,
      says: /begun was changed/,
    },
    'a changed person': {
      set: `update activity set person_id = 'x' where id = :id`,
      says: /begun was changed/,
    },
    'changed arguments': {
      set: `update activity set details = '{}' where id = :id`,
      says: /begun was changed/,
    },
    'a changed outcome': {
      set: `update activity set outcome = 'failed' where id = :id`,
      says: /end was changed/,
    },
    'a changed end': {
      set: `update activity set end_details = '{}' where id = :id`,
      says: /end was changed/,
    },
    'a removed entry': { set: `delete from activity where id = :id`, says: /is missing/ },
    'a removed end': {
      set: `update activity set end_sequence = null, end_hash = null, ended_at = null, end_details = null, outcome = 'started' where id = :id`,
      says: /is missing/,
    },
    'an end past the chain': {
      set: `update activity set end_sequence = null where id = :id`,
      says: /past the chain|is missing/,
    },
    'a cut chain': { set: 'update activity_chain set sequence = sequence - 1', says: /newest links|head/ },
  };
  test.each(Object.keys(forgeries))('verify names the first broken row: %s', async (name) => {
    const { activity } = await start();
    const ids = await fill(activity, 20);
    const forgery = forgeries[name];
    const id = ids[7] ?? '';
    await sql.raw(forgery?.set.replace(':id', `'${id}'`) ?? '').execute(activity.database.db);
    const verdict = await activity.verify();
    expect(verdict).toMatchObject({ intact: false, sentence: expect.stringMatching(forgery?.says ?? /./) });
    if (/(begun|end) was changed/.test(verdict.intact ? '' : verdict.sentence))
      expect(verdict).toMatchObject({ entryId: id });
    await activity.close();
  });

  test('R16: what cannot be written is refused before it is sent, and works again afterwards', async () => {
    const { activity } = await start();
    await sql.raw('alter table activity rename to hidden').execute(activity.database.db);
    await expect(activity.record.begin(entry())).rejects.toMatchObject({ code: 'activity_not_recorded' });
    await sql.raw('alter table hidden rename to activity').execute(activity.database.db);
    await activity.record.begin(entry());
    expect(await activity.verify()).toMatchObject({ intact: true, links: 1 });
    await activity.close();
  });

  test('pages hear of it, once for many', async () => {
    const bus = createBus();
    const heard: unknown[] = [];
    bus.subscribe('ann', (event) => heard.push(event));
    const { activity } = await start({ bus });
    await fill(activity, 200);
    await expect.poll(() => heard.length).toBeGreaterThan(1);
    expect(heard.length).toBeLessThan(20);
    await activity.close();
  });

  test('old entries go, running ones stay, and the chain is still verified', async () => {
    let now = 1_000_000;
    const { activity } = await start({ clock: { now: () => now } });
    const running = await activity.record.begin(entry({ subject: 'long' }));
    await fill(activity, 700);
    now += 10_000_000;
    await fill(activity, 5);
    const prune = () =>
      pruneActivity({ ...activity, now }, { olderThan: now - 1_000, personId: 'ann', projectId: 'p1' });
    expect(await prune()).toBe(701);
    await activity.record.end(running.id, { outcome: 'completed' });
    expect(await activity.verify()).toMatchObject({ intact: true });
    expect(await activity.store.list({}, 50)).toHaveLength(8);
    expect(await prune()).toBe(0);
    // A checkpoint of somebody else's making is found out.
    await sql.raw('update activity_checkpoint set sequence = sequence + 2').execute(activity.database.db);
    expect(await activity.verify()).toMatchObject({ intact: false });
    await activity.close();
  });

  test.each(['csv', 'jsonl'] as const)(
    'L08: the whole record comes as %s, neutral to who opens it',
    async (format) => {
      const { activity } = await start();
      await fill(activity, 600);
      const nasty = [
        '=cmd|"/c calc"!A1',
        '+1',
        '-1',
        '@SUM(A1)',
        '\t=1',
        '  =1',
        'a"b,c\nd',
        '\u001b]52;c;x\u0007',
        '\u202eevil',
      ];
      for (const subject of nasty) await activity.record.write(entry({ subject }), { outcome: 'completed' });
      const text = await new Response(
        exportActivity(
          { store: activity.store, named: async (e) => e },
          { filter: { personId: 'ann' }, format },
        ),
      ).text();
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be there
      expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202e]/);
      if (format === 'csv') {
        expect(text.split('\r\n')).toHaveLength(1 + 601 + nasty.length + 1);
        expect(text).not.toMatch(/(^|,)"?[\s]*[=+@-]/m);
        expect(text).toContain('"a""b,c\nd"');
      } else {
        const lines = text
          .trimEnd()
          .split('\n')
          .map((l) => JSON.parse(l) as { subject: string });
        expect(lines).toHaveLength(601 + nasty.length);
      }
      await activity.close();
    },
  );
});
