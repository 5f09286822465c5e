// The web server against other sites' pages, rebound names, and requests made to cost more than they weigh.
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeCauseway } from '#server/compose.ts';
import { silentLog } from '#server/platform/log.ts';
import { api } from '#shared/contract/api.ts';
import { startCauseway, type TestCauseway } from '#test/causeway.ts';

let causeway: TestCauseway;
let port: number;
beforeAll(async () => {
  causeway = await startCauseway();
  port = Number(new URL(causeway.url).port);
});
afterAll(() => causeway.close());

/** A request with exactly these headers; `fetch` would not let a test lie about `Host`. */
function raw(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers: options.headers ?? {} },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}

test.each(['evil.example', 'evil.example:80', 'localhost', '127.0.0.1.nip.io', '169.254.169.254'])(
  'a request for the host "%s" is refused, so that a rebound name reads nothing',
  async (host) => {
    const { status, text } = await raw('/api/session', { headers: { host } });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain('install');
  },
);

test('a request without a host is refused', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.end('GET /api/session HTTP/1.0\r\n\r\n');
  let text = '';
  for await (const chunk of socket) text += chunk;
  expect(text).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect(text).not.toContain('install');
});

test.each(['localhost', '127.0.0.1', '[::1]'])('this machine is answered as %s', async (name) => {
  expect((await raw('/health', { headers: { host: `${name}:${port}` } })).status).toBe(200);
});

const foreign: [string, Record<string, string>][] = [
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['another port of this machine', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['an old browser without Sec-Fetch-Site', { origin: 'https://evil.example' }],
  ['a browser that only says where', { 'sec-fetch-site': 'cross-site' }],
  ['nothing said', {}],
];
test.each(foreign)('W01: a change asked for by %s is refused with 403', async (_name, headers) => {
  for (const [method, path, body] of [
    ['POST', '/api/projects', '{"name":"x"}'],
    ['DELETE', '/api/projects/x', ''],
    ['POST', '/api/sign-out', '{}'],
    ['PUT', '/api/password', '{"password":"long enough one"}'],
    ['POST', '/api/sign-in/link', '{"link":"x"}'],
    ['POST', '/api/auth/passkey/delete-passkey', '{"id":"x"}'],
  ] as const) {
    const { status, text } = await raw(path, {
      method,
      headers: {
        host: `127.0.0.1:${port}`,
        cookie: causeway.cookie,
        'content-type': 'application/json',
        ...headers,
      },
      body,
    });
    expect(status, `${method} ${path}`).toBe(403);
    expect(text).toContain('origin_not_allowed');
  }
});

test('W01: the Origin has to be the very host that is asked', async () => {
  const { status } = await raw('/api/projects', {
    method: 'POST',
    headers: {
      host: `127.0.0.1:${port}`,
      origin: `http://localhost:${port}`,
      cookie: causeway.cookie,
      'content-type': 'application/json',
    },
    body: '{"name":"x"}',
  });
  expect(status).toBe(403);
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonx'])(
  'W01: JSON marked as %s is refused',
  async (type) => {
    const response = await causeway.fetch('/api/projects', {
      method: 'POST',
      headers: { 'content-type': type },
      body: '{"name":"x"}',
    });
    expect(response.status).toBe(415);
  },
);

test('a page of another site cannot read, but a person may come from one', async () => {
  const cross = { 'sec-fetch-site': 'cross-site' };
  expect(
    (await causeway.fetch('/api/projects', { headers: { ...cross, 'sec-fetch-mode': 'no-cors' } })).status,
  ).toBe(403);
  const visit = {
    host: `127.0.0.1:${port}`,
    ...cross,
    'sec-fetch-mode': 'navigate',
    cookie: causeway.cookie,
  };
  expect((await raw('/api/projects', { headers: visit })).status).toBe(200);
});

test('a program with a token needs to say nothing about where it comes from', async () => {
  const { status } = await raw('/api/projects', {
    method: 'POST',
    headers: {
      host: `127.0.0.1:${port}`,
      authorization: `Bearer ${await causeway.token(['write'])}`,
      'content-type': 'application/json',
    },
    body: '{"name":"By a program"}',
  });
  expect(status).toBe(200);
});

test('W08: every answer carries the strict headers', async () => {
  for (const path of [
    '/',
    '/sign-in',
    '/api/session',
    '/api/nothing',
    '/health',
    '/assets/none.js',
    '/api/auth/x',
  ]) {
    const { headers } = await raw(path, { headers: { host: `127.0.0.1:${port}` } });
    const policy = String(headers['content-security-policy']);
    expect(policy, path).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("object-src 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['strict-transport-security']).toBeUndefined();
    if (path.startsWith('/api/se')) expect(headers['cache-control']).toBe('no-store');
  }
});

test('W08: behind https there is HSTS, and the cookie is Secure and bound to the host', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'causeway-https-'));
  const origin = 'https://causeway.example.com';
  const config = {
    port: 0,
    host: '127.0.0.1',
    dataFolder,
    publicUrl: origin,
    outboundAllow: [],
    clientRegistration: true,
  };
  const secure = await composeCauseway(config, { log: silentLog });
  try {
    const { signInUrl = '' } = await secure.start();
    const link = new URL(signInUrl).searchParams.get('link');
    const response = await secure.app.fetch(
      new Request(`${origin}/api/sign-in/link`, {
        method: 'POST',
        headers: { host: 'causeway.example.com', origin, 'content-type': 'application/json' },
        body: JSON.stringify({ link }),
      }),
    );
    expect(response.status).toBe(200);
    expect(response.headers.get('strict-transport-security')).toMatch(/^max-age=31536000/);
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-causeway\.session_token=/);
    expect(cookie).toMatch(/; Secure/i);
    expect(cookie).not.toMatch(/; Domain/i);
    const session = await secure.app.fetch(
      new Request(`${origin}/api/session`, {
        headers: { host: 'causeway.example.com', cookie: cookie.split(';')[0] ?? '' },
      }),
    );
    expect(await session.json()).toMatchObject({
      person: { role: 'owner' },
      install: { loopbackAllowed: false, passkeyOrigin: origin },
    });
  } finally {
    await secure.close(0);
    rmSync(dataFolder, { recursive: true });
  }
});

test('X09: a body over the limit is refused whether its length is told or not', async () => {
  const large = JSON.stringify({ name: 'x'.repeat(1024 * 1024) });
  const told = await causeway.fetch('/api/projects', { method: 'POST', body: large });
  expect(told.status).toBe(413);
  const chunked = await causeway.fetch('/api/projects', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new Blob([large]).stream(),
    duplex: 'half',
  } as RequestInit);
  expect(chunked.status).toBe(413);
});

test.each(['[', '{"a":', '{"name":{"a":['])(
  'X05: nesting of 70,000 and more by %s is refused in the open',
  async (unit) => {
    const response = await causeway.fetch('/api/projects', { method: 'POST', body: unit.repeat(70_000) });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'json_too_deep' } });
    expect((await causeway.api(api.projects.list)).projects.length).toBeGreaterThan(0);
  },
);

test('X05: brackets inside strings do not count, and 64 levels are fine', async () => {
  const name = '['.repeat(70);
  const { project } = await causeway.api(api.projects.create, { body: { name } });
  expect(project.name).toBe(name);
});

test('X09: headers that are too large, or never end, cost nothing to others', async () => {
  const { status } = await raw('/health', {
    headers: { host: `127.0.0.1:${port}`, 'x-large': 'x'.repeat(40_000) },
  });
  expect(status).toBe(431);
  const idle = Array.from({ length: 100 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  for (const socket of idle) socket.write('GET / HTTP/1.1\r\nx-slow: ');
  const started = performance.now();
  expect((await raw('/health', { headers: { host: `127.0.0.1:${port}` } })).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(1000);
  for (const socket of idle) socket.destroy();
});

test('X06: a thousand changes nobody reads are kept once each', async () => {
  const events = causeway.events(api.events.listen);
  expect((await events.next()).value).toEqual({ topic: 'hello' });
  for (let index = 0; index < 1000; index += 1)
    causeway.causeway.parts.bus.publish(causeway.person.id, { topic: 'activity' });
  causeway.causeway.parts.bus.publish(causeway.person.id, { topic: 'projects', id: 'last' });
  const seen: string[] = [];
  for await (const event of events) {
    seen.push(event.topic);
    if (event.topic === 'projects') break;
  }
  expect(seen.length).toBeLessThanOrEqual(3);
});

test('a stream is told to others of the same person only, and ends its listening when the client goes', async () => {
  const other = await causeway.addPerson('Bystander');
  const mine = causeway.events(api.events.listen);
  const theirs = other.events(api.events.listen);
  await mine.next();
  await theirs.next();
  causeway.causeway.parts.bus.publish(causeway.person.id, { topic: 'limits' });
  causeway.causeway.parts.bus.publish(other.person.id, { topic: 'tasks' });
  expect((await mine.next()).value).toEqual({ topic: 'limits' });
  expect((await theirs.next()).value).toEqual({ topic: 'tasks' });
  await mine.return();
  await theirs.return();
  await expect.poll(() => causeway.causeway.parts.bus.listenerCount()).toBe(0);
});
