// Which revision a server speaks, found out also where servers answer oddly; and the probe of the add dialog.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type Fault, startHostile } from '#test/servers/hostile.ts';
import { listen } from '#test/servers/http.ts';
import { fullOffer, startServer } from '#test/servers/start-server.ts';
import { eventually, makeUpstreams, outbound, targetOf } from '#test/servers/upstreams.ts';
import { systemClock } from '../platform/clock.ts';
import type { CredentialSource } from '../platform/credential.ts';
import { randomId } from '../platform/ids.ts';
import { silentLog } from '../platform/log.ts';
import type { UpstreamLimits } from './limits.ts';
import { createProbe, type ProbeEvent } from './probe.ts';
import { createVerdicts, stillValid } from './verdict.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const upstreams = (...args: Parameters<typeof makeUpstreams>) => {
  const made = makeUpstreams(...args);
  closing.push(() => made.closeAll());
  return made;
};

interface OddRow {
  title: string;
  fault: Fault;
}
const odd: OddRow[] = [
  {
    title: '200 with an error without id',
    fault: {
      kind: 'body',
      type: 'application/json',
      body: '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}',
    },
  },
  { title: '204', fault: { kind: 'status', status: 204 } },
  { title: '202', fault: { kind: 'status', status: 202 } },
  { title: '500', fault: { kind: 'status', status: 500 } },
  { title: '400 without a body', fault: { kind: 'status', status: 400 } },
  { title: '404 with words', fault: { kind: 'status', status: 404, body: 'no such method' } },
  { title: 'a web page', fault: { kind: 'html' } },
  { title: 'a result without versions', fault: { kind: 'result', result: {} } },
  { title: 'no answer at all', fault: { kind: 'hang' } },
  {
    title: '-32022 naming an older revision',
    fault: {
      kind: 'error',
      error: { code: -32022, message: 'no', data: { supported: ['2025-11-25'], requested: '2026-07-28' } },
      status: 400,
    },
  },
];

describe('a legacy server that meets server/discover with', () => {
  test.each(odd)('$title is spoken to in its own revision', async ({ fault }) => {
    const server = await startHostile({ era: 'legacy', fault, on: ['server/discover'] });
    closing.push(server.close);
    const connection = await upstreams({ probeMilliseconds: 300 }).open(targetOf(server.url));
    expect(connection.server).toMatchObject({ era: 'legacy', protocolVersion: '2025-11-25' });
  });
});

describe('an outage is no sign of an era:', () => {
  test.each([429, 408, 502, 503, 504])(
    '%i once on a dual-era server does not make it legacy',
    async (status) => {
      const server = await startHostile({
        era: 'modern',
        fault: { kind: 'status', status },
        on: ['server/discover'],
        times: 1,
      });
      closing.push(server.close);
      const verdicts = createVerdicts();
      const all = upstreams({}, { verdicts });
      await expect(all.open(targetOf(server.url))).rejects.toMatchObject({
        details: { outcome: 'not-sent' },
      });
      expect(verdicts.get(server.url, server.url)).toBeUndefined();
      expect(server.count('initialize')).toBe(0);
      expect((await all.open(targetOf(server.url))).server.era).toBe('modern');
    },
  );

  test.each([-32_020, -32_021])(
    'a modern error %i is told and not answered with an older revision',
    async (code) => {
      const server = await startHostile({
        era: 'modern',
        fault: { kind: 'error', error: { code, message: 'no' }, status: 400 },
        on: ['server/discover'],
      });
      closing.push(server.close);
      await expect(upstreams().open(targetOf(server.url))).rejects.toMatchObject({
        details: { rpcError: { code } },
      });
      expect(server.count('initialize')).toBe(0);
    },
  );
});

describe('verdicts', () => {
  test('are handed out and believed, and found out again when they are wrong', async () => {
    const verdicts = createVerdicts();
    const server = await startServer({ era: '2024-11-05', ...fullOffer });
    closing.push(server.close);
    await upstreams({}, { verdicts }).open(targetOf(server.url));
    expect(verdicts.get(server.url, server.url)).toMatchObject({ kind: 'http+sse' });
    const before = server.calls.length;
    await upstreams({}, { verdicts }).open(targetOf(server.url));
    // Straight to the stream: GET, initialize, initialized.
    expect(server.calls.length - before).toBe(3);

    const modern = await startServer({ era: 'modern', ...fullOffer });
    closing.push(modern.close);
    verdicts.set(modern.url, modern.url, { kind: 'legacy', at: Date.now() });
    expect((await upstreams({}, { verdicts }).open(targetOf(modern.url))).server.era).toBe('modern');
    expect(verdicts.get(modern.url, modern.url)).toMatchObject({ kind: 'modern' });
  });

  test('of the older era end, weak ones within the hour', () => {
    const now = Date.now();
    expect(stillValid({ kind: 'legacy', at: now - 2 * 3_600_000 }, now)).toBeDefined();
    expect(stillValid({ kind: 'legacy', at: now - 2 * 3_600_000, weak: true }, now)).toBeUndefined();
    expect(stillValid({ kind: 'legacy', at: now - 25 * 3_600_000 }, now)).toBeUndefined();
    expect(stillValid({ kind: 'legacy', at: now + 1_000 }, now)).toBeUndefined();
    expect(stillValid({ kind: 'modern', at: 0 }, now)).toBeDefined();
  });

  test('a connection whose server changed its era is opened anew by the next caller', async () => {
    const server = await startHostile({ era: 'modern', fault: { kind: 'status', status: 404 }, times: 1 });
    closing.push(server.close);
    const all = upstreams();
    const first = await all.open(targetOf(server.url));
    await expect(first.request({ method: 'tools/call', params: { name: 'echo' } })).rejects.toMatchObject({
      code: 'upstream_not_found',
    });
    expect(await all.open(targetOf(server.url))).not.toBe(first);
  });
});

describe('S06: the endpoint of HTTP+SSE', () => {
  test.each([
    'http://127.0.0.2:9/messages',
    '//127.0.0.2:9/messages',
    'https://127.0.0.1/messages',
    'http://user:pass@HOST/messages',
    'file:///etc/passwd',
  ])('%s is refused', async (endpoint) => {
    const side = await listen((request, response) => {
      if (request.method !== 'GET') {
        response.writeHead(405).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: endpoint\ndata: ${endpoint.replace('HOST', side.hostPort)}\n\n`);
    });
    closing.push(side.close);
    await expect(upstreams().open(targetOf(`${side.origin}/sse`))).rejects.toMatchObject({
      code: 'upstream_endpoint_refused',
    });
  });
});

describe('a sign-in', () => {
  test('goes only to the connector’s origin, is renewed once, and then asked of the person', async () => {
    const server = await startServer({
      era: 'modern',
      ...fullOffer,
      auth: { header: 'authorization', value: 'Bearer new' },
    });
    closing.push(server.close);
    let token = 'old';
    let renewals = 0;
    const credential: CredentialSource = {
      headers: async () => ({ authorization: `Bearer ${token}` }),
      async renew({ headers, challenge }) {
        renewals++;
        expect(headers).toEqual({ authorization: 'Bearer old' });
        expect(challenge).toBe('Bearer');
        token = 'new';
        return true;
      },
    };
    const connection = await upstreams().open(targetOf(server.url, { credential }));
    expect((await connection.list()).tools.length).toBeGreaterThan(0);
    expect(renewals).toBe(1);

    const never: CredentialSource = {
      headers: async () => ({ authorization: 'Bearer x' }),
      renew: async () => true,
    };
    const before = server.calls.length;
    await expect(
      upstreams().open(targetOf(server.url, { key: 'never', credential: never })),
    ).rejects.toMatchObject({ code: 'upstream_sign_in_required', details: { challenge: 'Bearer' } });
    expect(server.calls.length - before).toBe(2);
  });

  test('S05: a redirect to another place gets neither sign-in nor body', async () => {
    const heard: string[] = [];
    const canary = createServer((request, response) => {
      heard.push(String(request.url));
      response.end();
    }).listen(0, '127.0.0.1');
    await eventually(() => canary.listening);
    closing.push(async () => canary.close());
    const to = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/caught`;
    for (const status of [301, 302, 303, 307, 308]) {
      const server = await startHostile({
        era: 'modern',
        fault: { kind: 'redirect', status, to },
        on: ['*'],
      });
      closing.push(server.close);
      const credential: CredentialSource = {
        headers: async () => ({ authorization: 'Bearer secret' }),
        renew: async () => false,
      };
      await expect(upstreams().open(targetOf(server.url, { credential }))).rejects.toMatchObject({
        code: 'redirect_refused',
      });
    }
    expect(heard).toEqual([]);
  });
});

describe('the probe', () => {
  const look = async (url: string, limits: Partial<UpstreamLimits> = {}): Promise<ProbeEvent[]> => {
    const probe = createProbe({ ...outbound, clock: systemClock, ids: randomId, log: silentLog, limits });
    const events: ProbeEvent[] = [];
    for await (const event of probe(targetOf(url), { signal: new AbortController().signal }))
      events.push(event);
    return events;
  };

  test.each(['modern', '2025-06-18', '2024-11-05'] as const)('finds a %s server', async (era) => {
    const server = await startServer({ era, ...fullOffer });
    closing.push(server.close);
    const events = await look(server.url);
    expect(events.at(-1)).toMatchObject({
      kind: 'found',
      found: {
        era: era === 'modern' ? 'modern' : 'legacy',
        signIn: 'none',
        catalogue: { server: { name: 'test-server' } },
      },
    });
    const passed = events.flatMap((event) =>
      event.kind === 'step' && event.state === 'passed' ? [event.step] : [],
    );
    expect(passed).toEqual(['reach', 'speak', 'list']);
    await eventually(() => server.sessions().length === 0);
  });

  test.each([
    ['Bearer resource_metadata="https://x.example/p"', 'oauth'],
    ['Basic realm="x"', 'basic'],
    ['Negotiate', undefined],
  ])('tells which sign-in %s asks for', async (challenge, signIn) => {
    const server = await startServer({
      era: 'modern',
      ...fullOffer,
      auth: { header: 'authorization', value: 'x', challenge },
    });
    closing.push(server.close);
    const last = (await look(server.url)).at(-1);
    expect(last).toMatchObject({ kind: 'found', found: { challenge, signInReason: expect.any(String) } });
    expect(last?.kind === 'found' && last.found.signIn).toBe(signIn);
  });

  interface BadRow {
    title: string;
    fault: Fault;
    code: string;
  }
  const bad: BadRow[] = [
    { title: 'a web page', fault: { kind: 'html' }, code: 'upstream_not_mcp' },
    { title: 'a 404', fault: { kind: 'status', status: 404 }, code: 'upstream_not_found' },
    { title: 'a 405', fault: { kind: 'status', status: 405 }, code: 'upstream_http_status' },
    { title: 'a 500', fault: { kind: 'status', status: 500 }, code: 'upstream_http_status' },
    { title: 'a 503', fault: { kind: 'status', status: 503 }, code: 'upstream_unavailable' },
    { title: 'a redirect', fault: { kind: 'redirect', status: 302, to: '/login' }, code: 'redirect_refused' },
    {
      title: 'some JSON',
      fault: { kind: 'body', type: 'application/json', body: '{"hello":1}' },
      code: 'upstream_not_mcp',
    },
    { title: 'silence', fault: { kind: 'hang' }, code: 'upstream_timeout' },
    { title: 'a closed connection', fault: { kind: 'reset' }, code: 'connection_lost' },
    { title: 'an endless body', fault: { kind: 'huge', bytes: 50e6 }, code: 'response_too_large' },
  ];
  test.each(bad)('says what is wrong with $title', async ({ fault, code }) => {
    const server = await startHostile({ era: 'modern', fault, on: ['*'] });
    closing.push(server.close);
    const before = performance.now();
    const probeMilliseconds = code === 'upstream_timeout' ? 400 : 4_000;
    const events = await look(server.url, { probeMilliseconds });
    expect(events.at(-1)).toMatchObject({ kind: 'failed', problem: { code, fix: expect.any(String) } });
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  test('names a dead port, and takes less than 15 s with a server that hangs', async () => {
    const server = await startHostile({ era: 'modern', fault: { kind: 'hang' }, on: ['*'] });
    closing.push(server.close);
    const before = performance.now();
    expect((await look(server.url)).at(-1)).toMatchObject({ problem: { code: 'upstream_timeout' } });
    expect(performance.now() - before).toBeLessThan(15_000);
    await server.close();
    expect((await look(server.url)).at(-1)).toMatchObject({ problem: { code: 'connection_refused' } });
  });
});
