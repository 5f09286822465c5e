// Tokens bound to a key (RFC 9449), from the token request to each call.
import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, decodeProtectedHeader, EmbeddedJWK, jwtVerify } from 'jose';
import { afterEach, expect, test } from 'vitest';
import { authorizationSettingsInput } from '#shared/contract/authorization.ts';
import { callWith, createBench } from '#test/authorization.ts';
import { describeEachDatabase, type OpenDatabase } from '#test/databases.ts';
import { startOAuthServer } from '#test/servers/oauth/start-oauth-server.ts';
import { readGrant } from './grants.ts';
import { saveSettings } from './save-settings.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function stage(open: OpenDatabase, algorithms: string[]) {
  const server = await startOAuthServer({
    metadata: { patch: { dpop_signing_alg_values_supported: algorithms } },
    tokenPatch: { token_type: 'DPoP' },
  });
  closing.push(() => server.close());
  const bench = await createBench(await open(), { url: server.url });
  await saveSettings(bench.deps, bench.account, authorizationSettingsInput.parse({ dpop: true }));
  return { ...bench, server };
}

/** Verified with the key it carries; `at`: seconds of the clock it was made by. */
async function readProof(proof: unknown, at?: number) {
  const { payload, protectedHeader } = await jwtVerify(String(proof), EmbeddedJWK, {
    typ: 'dpop+jwt',
    ...(at !== undefined && { currentDate: new Date(at) }),
  });
  return { ...payload, key: await calculateJwkThumbprint(protectedHeader.jwk ?? {}) };
}

describeEachDatabase('DPoP', (open) => {
  test.each(['ES256', 'PS256'])(
    '%s: one key proves token requests and calls, each proof for itself',
    async (algorithm) => {
      const { server, deps, account, signIn, clock } = await stage(open, [algorithm]);
      expect((await signIn()).kind).toBe('signed-in');
      expect(await callWith(deps.credentials, account)).toBe(200);
      clock.advance(3600_000);
      expect(await callWith(deps.credentials, account)).toBe(200);
      const asked = server.arrived.filter(({ path }) => path === '/token');
      const calls = server.arrived.filter(({ path, headers }) => path === '/mcp' && headers.authorization);
      const proofs = [];
      for (const { headers } of asked) proofs.push(await readProof(headers.dpop));
      expect(proofs).toMatchObject([
        { htm: 'POST', htu: `${server.issuer}/token` },
        { htm: 'POST', htu: `${server.issuer}/token` },
      ]);
      for (const { headers } of calls) {
        const [scheme, token = ''] = String(headers.authorization).split(' ');
        expect(scheme).toBe('DPoP');
        const proof = await readProof(headers.dpop, clock.now());
        expect(proof).toMatchObject({
          htm: 'POST',
          htu: server.url,
          ath: createHash('sha256').update(token).digest('base64url'),
        });
        proofs.push(proof);
      }
      expect(new Set(proofs.map(({ key }) => key)).size).toBe(1);
      expect(new Set(proofs.map(({ jti }) => jti)).size).toBe(proofs.length);
      expect(decodeProtectedHeader(String(calls[0]?.headers.dpop)).alg).toBe(algorithm);
      const rows = JSON.stringify(await deps.db.selectFrom('authorization_grant').selectAll().execute());
      expect(rows + JSON.stringify(server.arrived)).not.toContain('"d":');
    },
  );

  test('a nonce that the MCP server asks for is used from then on, without a refresh', async () => {
    const { server, deps, account, signIn, clock } = await stage(open, ['ES256']);
    await signIn();
    const source = deps.credentials.sourceFor(account);
    const first = await source.headers();
    const again = await source.renew({
      headers: first,
      status: 401,
      challenge: 'DPoP error="use_dpop_nonce"',
      nonce: 'fresh-1',
    });
    expect(again).toBe(true);
    expect(await readProof((await source.headers()).dpop, clock.now())).toMatchObject({ nonce: 'fresh-1' });
    expect(server.tokenRequests('refresh_token')).toBe(0);
  });

  test('where bound tokens are demanded a plain one is refused', async () => {
    const { server, deps, account, signIn } = await stage(open, ['ES256']);
    server.plan.resource = { patch: { dpop_bound_access_tokens_required: true } };
    server.plan.tokenPatch = { token_type: 'Bearer' };
    expect(await signIn()).toMatchObject({ kind: 'failed', failure: { cause: 'token_type_unknown' } });
    expect(await readGrant(deps, account)).toBeUndefined();
  });
});
