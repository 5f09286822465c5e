// Walks the contract: whatever endpoint a feature adds is tried by a stranger, by a narrow token, with somebody
// else's ids, and with input that makes no sense.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf } from '#shared/contract/address.ts';
import { allEndpoints } from '#shared/contract/api.ts';
import type { AnyEndpoint } from '#shared/contract/endpoint.ts';
import { type Caller, startCauseway, type TestCauseway, type TestPerson } from '#test/causeway.ts';
import { exampleOf } from '#test/example-input.ts';

let causeway: TestCauseway;
let other: TestPerson;
let bound: AnyEndpoint[];
let unbound: string[];
beforeAll(async () => {
  causeway = await startCauseway();
  other = await causeway.addPerson('Other');
  const served = new Set(causeway.causeway.routes.map(({ endpoint }) => endpoint.id));
  bound = allEndpoints.filter(({ id }) => served.has(id));
  unbound = allEndpoints.filter(({ id }) => !served.has(id)).map(({ id }) => id);
});
afterAll(() => causeway.close());

/** Features that are declared but not joined in compose.ts yet; only ever gets shorter. */
const notYetServed = /^(models|conversations|attachments)\./;

/** Visited by a browser that comes back from an authorization server: whatever is wrong, it is led to a page that says so. */
const leadsBack = new Set(['authorization.callback']);

/** These end the session or cost much, and have their own tests. */
const endsSession = new Set(['people.sign-out', 'people.set-password']);

const paramsOf = (endpoint: AnyEndpoint, value: string): Record<string, string> =>
  Object.fromEntries([...endpoint.path.matchAll(/:(\w+)/g)].map(([, name = '']) => [name, value]));

/** Argument rules want JSON pointers, which their schema does not say. */
function validBody(endpoint: AnyEndpoint): unknown {
  const example = endpoint.body && exampleOf(endpoint.body);
  if (!endpoint.id.startsWith('rules.') || example === undefined) return example;
  return JSON.parse(JSON.stringify(example).replaceAll('"x"', '"/x"'));
}

function tryOne(caller: Caller, endpoint: AnyEndpoint, id = 'unknown_id', body?: unknown): Promise<Response> {
  const query = endpoint.query ? (exampleOf(endpoint.query) as Record<string, unknown> | undefined) : {};
  const input = body ?? validBody(endpoint);
  return caller.fetch(addressOf(endpoint, { params: paramsOf(endpoint, id), query: query ?? {} }), {
    method: endpoint.method,
    ...(endpoint.method === 'GET' ? {} : { body: JSON.stringify(input ?? {}) }),
    signal: AbortSignal.timeout(10_000),
  });
}

describe('every endpoint of the contract', () => {
  test('has a route, an id of its own, and params for what its path names', () => {
    expect(unbound.filter((id) => !notYetServed.test(id))).toEqual([]);
    expect(new Set(allEndpoints.map(({ id }) => id)).size).toBe(allEndpoints.length);
    expect(new Set(allEndpoints.map(({ method, path }) => `${method} ${path}`)).size).toBe(
      allEndpoints.length,
    );
    for (const endpoint of allEndpoints)
      if (endpoint.path.includes(':')) expect(endpoint.params, endpoint.id).toBeDefined();
  });

  test('T01: answers 401 to a stranger unless it is public', async () => {
    const open: string[] = [];
    for (const endpoint of bound) {
      const response = await tryOne(causeway.stranger, endpoint);
      if (endpoint.access === 'public') continue;
      if (response.status !== 401) open.push(`${endpoint.id} → ${response.status}`);
      await response.body?.cancel();
    }
    expect(open).toEqual([]);
  });

  test('the public ones are those that have to be', () => {
    expect(allEndpoints.filter(({ access }) => access === 'public').map(({ id }) => id)).toEqual([
      'people.session',
      'people.sign-in',
      'people.sign-in-with-link',
      // The OAuth client's own description, fetched by authorization servers.
      'authorization.client-document',
    ]);
  });

  test('T01: answers 404 for an id that is not there, and never says more', async () => {
    const wrong: string[] = [];
    for (const endpoint of bound.filter(({ id, path }) => path.includes(':') && !leadsBack.has(id))) {
      const response = await tryOne(causeway, endpoint);
      if (response.status !== 404) wrong.push(`${endpoint.id} → ${response.status} ${await response.text()}`);
      else await response.body?.cancel();
    }
    expect(wrong).toEqual([]);
  });

  test('T01: answers 404 to one person for the project and the token of another', async () => {
    const { token } = await causeway.api(
      (await import('#shared/contract/people.ts')).peopleEndpoints.createToken,
      { body: { name: 'mine', scopes: ['read'] } },
    );
    const ids: [string, string][] = [
      ['projects.rename', causeway.defaultProjectId],
      ['projects.remove', causeway.defaultProjectId],
      ['tokens.revoke', token.id],
    ];
    for (const [endpointId, id] of ids) {
      const endpoint = allEndpoints.find((each) => each.id === endpointId) as AnyEndpoint;
      const theirs = await tryOne(other, endpoint, id);
      const random = await tryOne(other, endpoint, 'unknown_id');
      expect(theirs.status, endpointId).toBe(404);
      expect(await theirs.text()).toBe(await random.text());
    }
  });

  test('a token without the scope is refused everywhere, and no token does what needs a session', async () => {
    const scopes = ['read', 'write', 'call'] as const;
    const wrong: string[] = [];
    for (const missing of scopes) {
      const token = await causeway.token(scopes.filter((scope) => scope !== missing));
      const program = causeway.withToken(token);
      for (const endpoint of bound.filter(({ access, scope }) => access !== 'public' && scope === missing)) {
        const response = await tryOne(program, endpoint);
        if (response.status !== 403) wrong.push(`${endpoint.id} without ${missing} → ${response.status}`);
        await response.body?.cancel();
      }
    }
    const program = causeway.withToken(await causeway.token());
    for (const endpoint of bound.filter(({ access, scope }) => access !== 'public' && scope === 'session')) {
      const response = await tryOne(program, endpoint);
      if (response.status !== 403) wrong.push(`${endpoint.id} with a token → ${response.status}`);
    }
    expect(wrong).toEqual([]);
  });

  test('a member gets 403 where an administrator is needed', async () => {
    for (const endpoint of bound.filter(({ access }) => access === 'administrator')) {
      const response = await tryOne(other, endpoint);
      expect(response.status, endpoint.id).toBe(403);
    }
  });

  test('W13: input that makes no sense is refused with 4xx and a problem, by the same process, without a trace of code', async () => {
    const bodies = [undefined, null, [], 'x', 12, {}, [[]], { a: { b: null } }];
    const wrong: string[] = [];
    for (const endpoint of bound) {
      if (endpoint.body === undefined || endsSession.has(endpoint.id)) continue;
      for (const body of bodies) {
        const response = await causeway.fetch(
          addressOf(endpoint, { params: paramsOf(endpoint, 'unknown') }),
          {
            method: endpoint.method,
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
            signal: AbortSignal.timeout(10_000),
          },
        );
        const text = response.status >= 400 ? await response.text() : '';
        const accepts = endpoint.body.safeParse(body).success;
        if (response.status >= 500 || (response.status < 400 && !accepts))
          wrong.push(`${endpoint.id} with ${JSON.stringify(body)} → ${response.status} ${text}`);
        if (/node_modules|\.ts:\d|at \w+ \(/.test(text)) wrong.push(`${endpoint.id} shows its code: ${text}`);
        if (response.status < 400) await response.body?.cancel();
      }
    }
    expect(wrong).toEqual([]);
  });

  test('W13: wrong types in each field, repeated query keys, broken escapes and NUL are 4xx', async () => {
    const wrong: string[] = [];
    const expect4xx = async (what: string, response: Promise<Response>): Promise<void> => {
      const { status } = await response;
      if (status < 400 || status >= 500) wrong.push(`${what} → ${status}`);
    };
    for (const endpoint of bound) {
      const path = addressOf(endpoint, { params: paramsOf(endpoint, 'unknown') });
      if (endpoint.method === 'GET' && endpoint.query && endpoint.access !== 'public') {
        await expect4xx(`${endpoint.id} repeated`, causeway.fetch(`${path}?projectId=a&projectId=b`));
        await expect4xx(`${endpoint.id} NUL`, causeway.fetch(`${path}?projectId=%00`));
      }
      if (endpoint.path.includes(':') && !leadsBack.has(endpoint.id)) {
        const odd = path.replace('unknown', '%E0%A4%A');
        await expect4xx(`${endpoint.id} escape`, causeway.fetch(odd, { method: endpoint.method }));
        await expect4xx(
          `${endpoint.id} NUL in path`,
          causeway.fetch(path.replace('unknown', 'a%00b'), { method: endpoint.method }),
        );
      }
      const example = endpoint.body && exampleOf(endpoint.body);
      if (typeof example === 'object' && example !== null && !endsSession.has(endpoint.id))
        for (const key of Object.keys(example)) {
          const body = JSON.stringify({ ...example, [key]: { wrong: ['type'] } });
          if (endpoint.body?.safeParse(JSON.parse(body)).success) continue;
          await expect4xx(`${endpoint.id} ${key}`, causeway.fetch(path, { method: endpoint.method, body }));
        }
    }
    expect(wrong).toEqual([]);
  });
});
