import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '#server/platform/log.ts';
import { createAddressGuard } from '#server/platform/outbound-address.ts';
import { createOutboundAgents } from '#server/platform/outbound-agents.ts';
import { createOutbound, type Outbound, type OutboundDeps } from '#server/platform/outbound-fetch.ts';
import { checkTarget } from '#server/platform/outbound-target.ts';
import { AppError } from '#shared/app-error.ts';
import { type Canary, startCanary, startRecorder } from './canary.ts';

const outbounds: Outbound[] = [];
const outbound = (deps: Partial<OutboundDeps> = {}): Outbound => {
  const made = createOutbound({ allow: [], log: silentLog, ...deps });
  outbounds.push(made);
  return made;
};
afterAll(() => Promise.all(outbounds.map((o) => o.close())));

/** Both lanes must refuse alike. */
async function codesOf(out: Outbound, url: string): Promise<string[]> {
  const lanes = [() => out.fetch(url, { plainHttp: true }), () => out.request({ url, plainHttp: true })];
  return Promise.all(
    lanes.map((lane) =>
      lane().then(
        (answer) => `answered ${answer.status}`,
        (error: unknown) => (error instanceof AppError ? error.code : String(error)),
      ),
    ),
  );
}

describe('S01: addresses of the inside', () => {
  let canary: Canary;
  beforeAll(async () => {
    canary = await startCanary('127.0.0.1');
  });
  afterAll(() => canary.close());

  const inside = [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '017700000001',
    '127.1',
    '0',
    '0.0.0.0',
    '[::]',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::ffff:a9fe:a9fe]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b:1::7f00:1]',
    '[2002:7f00:1::]',
    '[2001::1]',
    '[fe80::1]',
    '[fec0::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
    '[100:0:0:1::1]',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '100.100.100.200',
    '169.254.169.254',
    '168.63.129.16',
    '192.0.0.192',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '１２７.０.０.１',
    '①②⑦.⓪.⓪.①',
    'localhost',
    'localhost.',
    'LOCALHOST',
    'anything.localhost',
  ];
  test.each(inside)('S01: %s is refused without a connection', async (host) => {
    expect(await codesOf(outbound(), `http://${host}:${canary.port}/mcp`)).toEqual([
      'address_blocked',
      'address_blocked',
    ]);
    expect(canary.contacts()).toBe(0);
  });

  test.each([
    ['file:///etc/passwd', 'scheme_not_supported'],
    ['ftp://example.com/', 'scheme_not_supported'],
    ['data:text/plain,hello', 'scheme_not_supported'],
    ['unix:/var/run/docker.sock', 'scheme_not_supported'],
    ['not an address', 'url_invalid'],
    ['https://someone:secret@example.com/', 'url_has_credentials'],
  ])('S01: %s is refused as %s', async (url, code) => {
    expect(await codesOf(outbound(), url)).toEqual([code, code]);
  });

  test('S01: the address as written is refused before a socket is asked for', () => {
    for (const host of inside)
      expect(() => checkTarget(createAddressGuard([]), `https://${host}/mcp`, false)).toThrow(
        expect.objectContaining({ code: 'address_blocked' }),
      );
  });

  test('S01: the address as written is refused by the connection pool too, without a connection', async () => {
    const guard = createAddressGuard([]);
    const agents = createOutboundAgents({ guard, resolve: async () => [] });
    const agent = agents.agentFor('', undefined, 1_000);
    for (const host of ['127.0.0.1', '[::ffff:127.0.0.1]'])
      await expect(
        agent.request({ origin: `http://${host}:${canary.port}`, path: '/', method: 'GET' }),
      ).rejects.toMatchObject({ code: 'address_blocked' });
    expect(canary.contacts()).toBe(0);
    await agents.close();
  });

  test('S01: a backslash does not move the host', async () => {
    const url = `http://127.0.0.1:${canary.port}\\@example.com/`;
    expect(await codesOf(outbound(), url)).toEqual(['address_blocked', 'address_blocked']);
    expect(canary.contacts()).toBe(0);
  });
});

describe('S02: names that resolve to the inside', () => {
  const answers: Record<string, { address: string; family: 4 | 6 }[]> = {
    'private-a.example': [{ address: '127.0.0.1', family: 4 }],
    'private-aaaa.example': [{ address: '::1', family: 6 }],
    'mapped.example': [{ address: '::ffff:127.0.0.1', family: 6 }],
    'mixed.example': [
      { address: '93.184.215.14', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ],
    'metadata.example': [{ address: '169.254.169.254', family: 4 }],
  };
  const resolve = async (name: string) => answers[name] ?? [];
  let canary: Canary;
  beforeAll(async () => {
    canary = await startCanary('127.0.0.1');
  });
  afterAll(() => canary.close());

  test.each(Object.keys(answers))('S02: %s is refused, and the address is not told', async (name) => {
    // `loopback` covers this machine's own names only: a foreign name cannot be rebound to it.
    const out = outbound({ resolve, allow: ['loopback'] });
    const url = `http://${name}:${canary.port}/`;
    expect(await codesOf(out, url)).toEqual(['address_blocked', 'address_blocked']);
    const error = await out.fetch(url, { plainHttp: true }).catch((e: AppError) => e);
    expect(JSON.stringify(error) + (error as AppError).message).not.toMatch(/127\.0\.0\.1|169\.254|::1/);
    expect(canary.contacts()).toBe(0);
  });

  test('S02: an address that changes after the look-up is caught on the socket', async () => {
    // The name is listed, its answer is not what the guard judged: the connected socket is judged again.
    let turn = 0;
    const changing = {
      get address() {
        return turn++ < 2 ? '93.184.215.14' : '127.0.0.1';
      },
      family: 4 as const,
    };
    const out = outbound({ resolve: async () => [changing] });
    const error = await out
      .fetch(`http://rebinding.example:${canary.port}/`, { plainHttp: true })
      .catch((e: AppError) => e);
    expect((error as AppError).code).toBe('address_blocked');
  });

  test('S02: an unknown name has its own error', async () => {
    expect(await codesOf(outbound({ resolve }), 'https://nowhere.example/')).toEqual([
      'dns_not_found',
      'dns_not_found',
    ]);
  });
});

describe('S12: what an administrator listed, and nothing beside it', () => {
  test('S12: the listed host and port work; another port, another address and metadata do not', async () => {
    const server = await startRecorder((_q, response) => response.end('hello'));
    const beside = await startCanary('127.0.0.1');
    const elsewhere = await startCanary('127.0.0.2');
    const out = outbound({ allow: [server.host] });
    expect(await codesOf(out, server.url)).toEqual(['answered 200', 'answered 200']);
    for (const url of [
      `http://127.0.0.1:${beside.port}/`,
      `http://127.0.0.2:${server.port}/`,
      `http://127.0.0.2:${elsewhere.port}/`,
      'http://169.254.169.254/latest/meta-data/',
      `http://localhost:${beside.port}/`,
    ]) {
      expect(await codesOf(out, url)).toEqual(['address_blocked', 'address_blocked']);
    }
    expect(beside.contacts() + elsewhere.contacts()).toBe(0);
    await Promise.all([server.close(), beside.close(), elsewhere.close()]);
  });

  test('S12: a listed name may live on a private network, but never at the metadata address', async () => {
    const server = await startRecorder((_q, response) => response.end('hello'));
    let address = '127.0.0.1';
    const out = outbound({
      allow: [`tools.internal:${server.port}`],
      resolve: async () => [{ address, family: 4 }],
    });
    expect(await codesOf(out, `http://tools.internal:${server.port}/`)).toEqual([
      'answered 200',
      'answered 200',
    ]);
    address = '169.254.169.254';
    const fresh = outbound({
      allow: [`tools.internal:${server.port}`],
      resolve: async () => [{ address, family: 4 }],
    });
    expect(await codesOf(fresh, `http://tools.internal:${server.port}/`)).toEqual([
      'address_blocked',
      'address_blocked',
    ]);
    await server.close();
  });

  test('S12: an entry that cannot be read stops the start', () => {
    for (const entry of ['10.0.0.1', 'http://10.0.0.1:80', '10.0.0.1:99999', '']) {
      expect(() => outbound({ allow: [entry] })).toThrow(RangeError);
    }
  });

  test('S07: without a choice for http, a public name is not asked in the clear', async () => {
    const out = outbound({ resolve: async () => [{ address: '93.184.215.14', family: 4 }] });
    await expect(out.fetch('http://plain.example/')).rejects.toMatchObject({ code: 'plain_http_refused' });
    await expect(out.request({ url: 'http://plain.example/' })).rejects.toMatchObject({
      code: 'plain_http_refused',
    });
  });
});
