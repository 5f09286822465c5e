import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createLog } from '#server/platform/log.ts';
import { redact, redactText } from '#server/platform/redact.ts';
import { Secret } from '#server/platform/secret.ts';

const canary = 'CANARY7f3a9c1e5b';
const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJDQU5BUlkifQ.${canary}`;

/** Everything a log at its most talkative wrote. */
function written(act: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  act(
    createLog({
      level: 'debug',
      destination: {
        write: (line) => {
          text += line;
        },
      },
    }),
  );
  return text;
}

describe('C01 C06: secrets do not reach the log', () => {
  const fields: Record<string, unknown> = {
    'a header': {
      headers: { Authorization: `Bearer ${canary}`, 'X-Api-Key': canary, cookie: `a=${canary}` },
    },
    'web headers': { headers: new Headers({ authorization: canary }) },
    'a field by name': {
      access_token: canary,
      refreshToken: canary,
      client_secret: canary,
      password: canary,
    },
    'an object under a secret name': { credential: { value: canary } },
    'a list under a secret name': { secret: [canary] },
    'a Secret': { value: new Secret(canary) },
    'an address with a password': { url: `https://ann:${canary}@example.com/mcp` },
    'an address with a token': { url: `https://example.com/cb?code=${canary}&state=${canary}&ok=1` },
    'a URL object': { url: new URL(`https://example.com/cb?access_token=${canary}`) },
    'a bearer in words': { note: `sent Authorization: Bearer ${canary} twice` },
    'basic in words': { note: `Basic ${Buffer.from(`ann:${canary}`).toString('base64')}` },
    'a JWT': { note: `got ${jwt}` },
    'an access token of ours': { note: `cwy_${canary}` },
    'a key of a provider': { note: `sk-proj-${canary}${canary}` },
    'a private key': { note: `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----` },
    'JSON in words': { body: `{"client_secret":"${canary}","api_key": "${canary}"}` },
    'a form in words': { body: `grant_type=x&refresh_token=${canary}&client_secret=${canary}` },
    'an error and its cause': {
      error: new Error(`failed at https://x.example/?api_key=${canary}`, {
        cause: Object.assign(new Error(`Bearer ${canary}`), { headers: { authorization: canary } }),
      }),
    },
    'a secret across the cut': { note: `${'x'.repeat(3_990)} Bearer ${canary}` },
    'a secret as a name': { [`Bearer ${canary}`]: 1 },
  };
  test.each(Object.keys(fields))('C06: %s', (name) => {
    const text = written((log) => {
      for (const level of ['debug', 'info', 'warn', 'error'] as const)
        log[level]('happened', fields[name] as Record<string, unknown>);
      log.child(fields[name] as Record<string, unknown>).info('in a child');
    });
    expect(text).toContain('happened');
    for (const form of [
      canary,
      Buffer.from(canary).toString('base64'),
      Buffer.from(canary).toString('hex'),
    ]) {
      expect(text).not.toContain(form);
    }
  });

  test('C06: in the message itself', () => {
    expect(written((log) => log.error(`Bearer ${canary}`))).not.toContain(canary);
  });

  test('C01: a Secret prints as [secret] everywhere', () => {
    const secret = new Secret(canary);
    expect([String(secret), JSON.stringify({ secret }), inspect(secret), `${secret}`].join()).not.toContain(
      canary,
    );
  });

  test('what is no secret stays', () => {
    const plain = {
      tool: 'search',
      code: 'dns_not_found',
      maxTokens: 5,
      url: 'https://example.com/a?q=1',
      tokens: 'a',
    };
    expect(redact(plain)).toEqual(plain);
  });

  test('X05: depth, cycles, size and hostile getters are bounded', () => {
    const deep: unknown[] = [];
    let at = deep;
    for (let i = 0; i < 100_000; i++) {
      const next: unknown[] = [];
      at.push(next);
      at = next;
    }
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const hostile = Object.defineProperty({}, 'x', {
      enumerable: true,
      get() {
        throw new Error('no');
      },
    });
    expect(
      JSON.stringify(redact({ deep, cyclic, hostile, big: 'x'.repeat(10_000_000) })).length,
    ).toBeLessThan(10_000);
    const wide = redact(Array.from({ length: 100_000 }, () => 'y'.repeat(1000)));
    expect(JSON.stringify(wide).length).toBeLessThan(60_000);
  });

  test('X08: no input makes the shapes slow', () => {
    for (const piece of [
      '://',
      'Bearer ',
      'eyJa.',
      '-----BEGIN ',
      'cookie:',
      '?code',
      'password ',
      '"',
      'a@',
      'xox',
      ' ',
    ]) {
      const text = piece.repeat(Math.ceil(100_000 / piece.length));
      const from = performance.now();
      redactText(text);
      expect(performance.now() - from).toBeLessThan(1_000);
    }
  });
});
