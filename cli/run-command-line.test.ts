// The command line against a server that speaks the contract over HTTP and answers as each test wants.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bindRoutes } from '#server/http/bind.ts';
import { silentLog } from '#server/platform/log.ts';
import { type Route, route } from '#server/platform/route.ts';
import { AppError } from '#shared/app-error.ts';
import { type ActivityEntry, activityEndpoints } from '#shared/contract/activity.ts';
import { type CallEvent, callEndpoints } from '#shared/contract/calls.ts';
import { type Connector, connectorEndpoints } from '#shared/contract/connectors.ts';
import { peopleEndpoints } from '#shared/contract/people.ts';
import { csvLine } from './csv.ts';
import { exitCodes } from './exit-codes.ts';
import { runCommandLine } from './run-command-line.ts';

const connector: Connector = {
  id: 'con_1',
  projectId: 'prj_1',
  name: 'Harbour office',
  slug: 'harbour',
  url: 'http://127.0.0.1:4190/mcp',
  host: '127.0.0.1:4190',
  signIn: 'none',
  transport: 'auto',
  health: { state: 'connected' },
  counts: { tools: 21, resources: 4, resourceTemplates: 2, prompts: 3 },
  heldCount: 0,
  accounts: [],
  privateAddress: true,
  createdAt: 0,
  updatedAt: 0,
};

const entry = (sequence: number): ActivityEntry => ({
  id: `act_${sequence}`,
  sequence,
  kind: 'tool-call',
  at: 1_785_000_000_000 + sequence,
  personId: 'per_1',
  projectId: 'prj_1',
  door: 'command-line',
  subject: 'list_ships',
  outcome: 'completed',
});

/** What the next call says; what was sent is kept. */
let script: (input: { tool: string; arguments: unknown; signal: AbortSignal }) => AsyncIterable<CallEvent>;
let answers: unknown[] = [];
let added: unknown;

const events = (...list: CallEvent[]) =>
  async function* () {
    yield { kind: 'accepted', callId: 'call_1' } as CallEvent;
    yield* list;
  };
const completed = (result: Record<string, unknown>): CallEvent => ({
  kind: 'completed',
  result,
  milliseconds: 5,
});

const routes: Route[] = [
  route(peopleEndpoints.session, async ({ actor }) => ({
    ...(actor
      ? { person: { id: 'per_1', name: 'Anna', email: 'anna@example.com', role: 'owner' as const } }
      : {}),
    projects: [{ id: 'prj_1', name: 'Default', slug: 'default', isDefault: true }],
    needsCredential: false,
    install: {
      version: '0.1.0',
      publicUrl: 'http://127.0.0.1',
      loopbackAllowed: true,
      outboundAllow: [],
      passkeyOrigin: 'http://localhost',
    },
  })),
  route(connectorEndpoints.list, async () => ({ connectors: [connector] })),
  route(connectorEndpoints.add, async ({ body }) => {
    added = body;
    return { connector, warnings: [] };
  }),
  route(connectorEndpoints.remove, async () => {
    throw new AppError({ code: 'connector_busy', status: 409, message: 'It is busy.', fix: 'Wait.' });
  }),
  route(callEndpoints.runTool, ({ body, signal }) =>
    script({ tool: body.tool, arguments: body.arguments, signal }),
  ),
  route(callEndpoints.readResource, () =>
    script({ tool: '', arguments: {}, signal: new AbortController().signal }),
  ),
  route(callEndpoints.getPrompt, ({ body }) =>
    script({ tool: body.prompt, arguments: body.arguments, signal: new AbortController().signal }),
  ),
  route(callEndpoints.answerQuestion, async ({ body }) => {
    answers.push(body);
    return { accepted: true as const };
  }),
  route(activityEndpoints.list, async ({ query }) => {
    const before = query.before ?? 451;
    const entries = Array.from({ length: Math.min(query.limit, before - 1) }, (_, index) =>
      entry(before - 1 - index),
    );
    const last = entries.at(-1)?.sequence ?? 1;
    return { entries, ...(last > 1 ? { nextBefore: last } : {}) };
  }),
];

let server: Server;
let url = '';
let home = '';

beforeAll(async () => {
  const app = new Hono();
  bindRoutes(app, routes, {
    log: silentLog,
    checkResponses: true,
    readActor: async (request) => {
      const token = request.headers.get('authorization');
      if (token === 'Bearer reader')
        return { personId: 'per_1', role: 'owner', via: 'token', scopes: ['read'], viaId: 't' };
      if (token !== 'Bearer good') return undefined;
      return {
        personId: 'per_1',
        role: 'owner',
        via: 'token',
        scopes: ['read', 'write', 'call'],
        viaId: 't',
      };
    },
  });
  server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  home = mkdtempSync(join(tmpdir(), 'causeway-cli-'));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(home, { recursive: true, force: true });
});
beforeEach(() => {
  answers = [];
  script = events(completed({ content: [{ type: 'text', text: 'done' }] }));
});

interface Ran {
  code: number;
  out: string;
  err: string;
}

async function run(
  args: string[],
  options: { token?: string; stdin?: string; terminal?: string[]; stop?: AbortController } = {},
): Promise<Ran> {
  const output = { out: '', err: '' };
  const stdin = options.terminal
    ? Object.assign(new PassThrough(), { isTTY: true })
    : Readable.from(options.stdin === undefined ? [] : [options.stdin]);
  const lines = [...(options.terminal ?? [])];
  const stderr = new PassThrough();
  stderr.on('data', (chunk) => {
    output.err += String(chunk);
    // A person answers when asked.
    if (stdin instanceof PassThrough && /(: |decline: )$/.test(String(chunk)))
      stdin.write(`${lines.shift()}\n`);
  });
  const stdout = new PassThrough();
  stdout.on('data', (chunk) => {
    output.out += String(chunk);
  });
  const code = await runCommandLine(args, {
    environment: {
      CAUSEWAY_URL: url,
      ...(options.token === undefined
        ? { CAUSEWAY_TOKEN: 'good' }
        : options.token
          ? { CAUSEWAY_TOKEN: options.token }
          : {}),
    },
    homeFolder: home,
    stdin,
    stdout,
    stderr,
    fetch: globalThis.fetch,
    interrupted: options.stop?.signal ?? new AbortController().signal,
  });
  return { code, ...output };
}

describe('calls', () => {
  test('a tool runs: arguments go out, progress to standard error, text to standard output', async () => {
    const seen: unknown[] = [];
    script = async function* (input) {
      seen.push(input.arguments);
      yield { kind: 'accepted', callId: 'call_1' };
      yield { kind: 'progress', progress: 1, total: 3, message: 'first' };
      yield completed({ content: [{ type: 'text', text: 'two ships' }] });
    };
    const ran = await run(['call', 'harbour', 'list_ships', '--args', '{"type":"ferry"}']);
    expect(ran).toEqual({ code: 0, out: 'two ships\n', err: '1/3  first\n' });
    expect(seen).toEqual([{ type: 'ferry' }]);
  });

  test('--json prints the result as the server gave it, and nothing else', async () => {
    const result = {
      content: [{ type: 'text', text: 'x' }],
      structuredContent: { a: [1] },
      _meta: { k: 'v' },
    };
    script = events({ kind: 'progress', progress: 1 }, completed(result));
    const ran = await run(['call', 'Harbour Office', 'x', '--json']);
    expect(JSON.parse(ran.out)).toEqual(result);
    expect(ran.code).toBe(0);
  });

  test('every ending has its exit code', async () => {
    const endings: [CallEvent, number, string][] = [
      [completed({ content: [], isError: true }), exitCodes.toolError.code, ''],
      [
        {
          kind: 'refused',
          refusal: {
            code: 'blocked',
            layer: 'permission',
            sentence: 'Blocked by Anna.',
            link: '/connectors/1',
          },
        },
        exitCodes.refused.code,
        'Blocked by Anna.',
      ],
      [
        {
          kind: 'failed',
          problem: { code: 'x', message: 'It broke.', fix: 'Mend it.' },
          outcome: 'error',
          milliseconds: 1,
        },
        exitCodes.failed.code,
        'It broke.\nMend it.',
      ],
      [
        { kind: 'failed', problem: { code: 'x', message: 'Gone.' }, outcome: 'unknown', milliseconds: 1 },
        exitCodes.unknown.code,
        'Gone.',
      ],
      [{ kind: 'cancelled', milliseconds: 1 }, exitCodes.cancelled.code, 'cancelled'],
    ];
    for (const [ending, code, words] of endings) {
      script = events(ending);
      const ran = await run(['call', 'harbour', 'x']);
      expect(ran.code).toBe(code);
      expect(ran.err).toContain(words);
    }
    script = events();
    expect((await run(['call', 'harbour', 'x'])).code).toBe(exitCodes.failed.code);
  });

  test('--no-wait leaves a call that needs approval; without it the call goes on', async () => {
    script = events(
      { kind: 'approval-needed', approvalId: 'apr_1' },
      completed({ content: [{ type: 'text', text: 'approved' }] }),
    );
    const left = await run(['call', 'harbour', 'x', '--no-wait', '--json']);
    expect(left.code).toBe(exitCodes.approvalNeeded.code);
    expect(JSON.parse(left.out)).toEqual({ approvalNeeded: 'apr_1' });
    expect((await run(['call', 'harbour', 'x'])).out).toBe('approved\n');
  });

  test('Ctrl-C closes the stream, which cancels the call', async () => {
    const stop = new AbortController();
    let stopped = false;
    script = async function* ({ signal }) {
      yield { kind: 'accepted', callId: 'call_1' };
      stop.abort();
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      stopped = true;
    };
    const ran = await run(['call', 'harbour', 'x'], { stop });
    expect(ran.code).toBe(exitCodes.cancelled.code);
    await expect.poll(() => stopped).toBe(true);
  });

  test('L08: text of a server cannot steer the terminal, as text or as JSON', async () => {
    script = events(completed({ content: [{ type: 'text', text: 'a\u001b[2Jb\u202ec\nd' }] }));
    expect((await run(['call', 'harbour', 'x'])).out).toBe('a\\u001b[2Jb\\u202ec\nd\n');
    script = events(completed({ content: [{ type: 'text', text: '\u009b2J\u202e' }] }));
    const json = (await run(['call', 'harbour', 'x', '--json'])).out;
    expect(json).toContain('\\u009b2J\\u202e');
    expect(JSON.parse(json)).toMatchObject({ content: [{ text: '\u009b2J\u202e' }] });
  });

  test('a resource is printed or written to a file; a prompt shows its messages', async () => {
    const blob = Buffer.from([1, 2, 3]).toString('base64');
    script = events(completed({ contents: [{ uri: 'a:b', mimeType: 'image/png', blob }] }));
    expect((await run(['read', 'harbour', 'a:b'])).out).toContain('image/png');
    const file = join(home, 'picture.png');
    expect((await run(['read', 'harbour', 'a:b', '--output', file])).code).toBe(0);
    expect([...readFileSync(file)]).toEqual([1, 2, 3]);
    script = events(completed({ messages: [{ role: 'user', content: { type: 'text', text: 'hello' } }] }));
    expect((await run(['prompt', 'harbour', 'greet', '--args', '{"to":"x"}'])).out).toBe('user: hello\n');
    expect((await run(['prompt', 'harbour', 'greet', '--args', '{"to":1}'])).code).toBe(exitCodes.usage.code);
  });
});

describe('questions of a server', () => {
  const form: CallEvent = {
    kind: 'question',
    elicitation: {
      key: 'captain',
      mode: 'form',
      message: 'Who is it?',
      requestedSchema: {
        type: 'object',
        properties: {
          name: { type: 'string', title: 'Name' },
          years: { type: 'integer', default: 5 },
          rank: { type: 'string', enum: ['mate', 'master'] },
          pilot: { type: 'boolean' },
          email: { type: 'string' },
        },
        required: ['name', 'rank'],
      },
    },
  };
  const page: CallEvent = {
    kind: 'question',
    elicitation: { key: 'pay', mode: 'url', message: 'Pay.', url: 'https://xn--hrbour-bua.example/pay' },
  };

  test('without a terminal they are declined, and said so', async () => {
    script = events(form, completed({ content: [] }));
    const ran = await run(['call', 'harbour', 'x']);
    expect(answers).toEqual([{ key: 'captain', answer: { action: 'decline' } }]);
    expect(ran.err).toContain('Harbour office asks: Who is it?');
    expect(ran.err).toContain('Declined');
  });

  test('on a terminal a form is asked field by field, with defaults and checks', async () => {
    script = events(form, completed({ content: [] }));
    const ran = await run(['call', 'harbour', 'x'], {
      terminal: ['Grace', '', 'pirate', 'master', 'yes', ''],
    });
    expect(ran.code).toBe(0);
    expect(answers).toEqual([
      {
        key: 'captain',
        answer: { action: 'accept', content: { name: 'Grace', years: 5, rank: 'master', pilot: true } },
      },
    ]);
  });

  test('a page is shown with its host and a warning, and is never fetched', async () => {
    script = events(page, completed({ content: [] }));
    const ran = await run(['call', 'harbour', 'x'], { terminal: [''] });
    expect(ran.err).toContain('xn--hrbour-bua.example');
    expect(ran.err).toContain('punycode');
    expect(answers).toEqual([{ key: 'pay', answer: { action: 'accept' } }]);
    await run(['call', 'harbour', 'x'], { terminal: ['no'] });
    expect(answers.at(-1)).toEqual({ key: 'pay', answer: { action: 'decline' } });
  });
});

describe('connectors, activity, login', () => {
  test('list and add; secrets may come on standard input', async () => {
    expect((await run(['connectors', 'list'])).out).toContain('harbour');
    expect(JSON.parse((await run(['connectors', 'list', '--json'])).out)).toEqual({
      connectors: [connector],
    });
    const add = ['connectors', 'add', 'H', 'https://harbour.example/mcp'];
    await run([...add, '--header', 'X-API-Key: salt', '--project', 'default']);
    expect(added).toMatchObject({
      projectId: 'prj_1',
      signIn: { kind: 'headers', headers: [{ name: 'X-API-Key', value: 'salt' }] },
    });
    await run([...add, '--basic', 'anna', '--secret-stdin'], { stdin: 'tide\n' });
    expect(added).toMatchObject({ signIn: { kind: 'basic', username: 'anna', password: 'tide' } });
    expect((await run([...add, '--basic', 'a:b', '--oauth'])).code).toBe(exitCodes.usage.code);
  });

  test('errors are message and fix, with their exit code, and JSON on demand', async () => {
    const unknown = await run(['call', 'nowhere', 'x', '--json']);
    expect(unknown.code).toBe(exitCodes.notFound.code);
    expect(JSON.parse(unknown.out)).toMatchObject({ error: { code: 'connector_unknown' } });
    expect(unknown.err).toBe('There is no connector "nowhere".\nUse one of: harbour.\n');
    expect((await run(['connectors', 'remove', 'harbour'])).err).toBe('It is busy.\nWait.\n');
    expect((await run(['connectors', 'list'], { token: '' })).code).toBe(exitCodes.signIn.code);
    expect((await run(['connectors', 'list'], { token: 'wrong' })).code).toBe(exitCodes.signIn.code);
    expect((await run(['call', 'harbour', 'x'], { token: 'reader' })).code).toBe(exitCodes.signIn.code);
    expect((await run(['connectors', 'list', '--url', 'http://127.0.0.1:1'])).code).toBe(
      exitCodes.unreachable.code,
    );
    expect((await run(['call', 'harbour', 'x', '--args', '[1]'])).code).toBe(exitCodes.usage.code);
    expect((await run(['call', 'harbour', '--nonsense'])).code).toBe(exitCodes.usage.code);
    const usage = await run(['call', '--json']);
    expect(usage.code).toBe(exitCodes.usage.code);
    expect(JSON.parse(usage.out)).toMatchObject({ error: { code: 'usage' } });
    expect((await run(['--help'])).code).toBe(0);
  });

  test('activity lists page by page up to the limit', async () => {
    const ran = await run(['activity', 'list', '--limit', '430', '--json']);
    const { entries } = JSON.parse(ran.out) as { entries: ActivityEntry[] };
    expect(entries).toHaveLength(430);
    expect(new Set(entries.map(({ sequence }) => sequence)).size).toBe(430);
  });

  test('L08: export writes all entries as lines of JSON or as CSV without formulas', async () => {
    const lines = (await run(['activity', 'export'])).out.trim().split('\n');
    expect(lines).toHaveLength(450);
    expect(JSON.parse(lines[449] ?? '')).toMatchObject({ sequence: 1, subject: 'list_ships' });
    const csv = (await run(['activity', 'export', '--format', 'csv'])).out.split('\r\n');
    expect(csv[0]).toContain('sequence,at,kind,subject');
    expect(csv).toHaveLength(452);
    expect(csvLine(['=cmd()', '-1', 'a"b', 'x,y', 3])).toBe(`'=cmd(),'-1,"a""b","x,y",3\r\n`);
  });

  test('login tries the token, keeps it for this address alone in a private file, and logout forgets it', async () => {
    expect((await run(['login'], { stdin: 'wrong\n', token: '' })).code).toBe(exitCodes.signIn.code);
    expect((await run(['login'], { stdin: 'good\n', token: '' })).out).toContain('as Anna');
    const file = join(home, '.config', 'causeway', 'login.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await run(['connectors', 'list'], { token: '' })).code).toBe(0);
    const elsewhere = url.replace('127.0.0.1', 'localhost');
    expect((await run(['connectors', 'list', '--url', elsewhere], { token: '' })).code).toBe(
      exitCodes.signIn.code,
    );
    await run(['logout'], { token: '' });
    expect((await run(['connectors', 'list'], { token: '' })).code).toBe(exitCodes.signIn.code);
  });
});
