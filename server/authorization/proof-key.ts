// The key that proves possession of a token (RFC 9449), kept as a sealed JWK with the grant.
import { createHash, randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import { DPoP, type DPoPHandle, generateKeyPair } from 'oauth4webapi';

const algorithms = ['ES256', 'Ed25519', 'ES384', 'PS256', 'RS256'] as const;
export type ProofAlgorithm = (typeof algorithms)[number];

export interface ProofKey {
  algorithm: ProofAlgorithm;
  /** Private JWK. */
  jwk: JsonWebKey;
}

/** The first of our algorithms that the server lists; ES256 when it lists none. */
export function proofAlgorithm(supported: string[] | undefined): ProofAlgorithm | undefined {
  return supported ? algorithms.find((name) => supported.includes(name)) : 'ES256';
}

export async function makeProofKey(algorithm: ProofAlgorithm): Promise<ProofKey> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { algorithm, jwk: await crypto.subtle.exportKey('jwk', privateKey) };
}

/** For token requests: signs their proofs and remembers the nonces of each origin. */
export async function openProofKey({ algorithm, jwk }: ProofKey): Promise<DPoPHandle> {
  const how = importParameters[algorithm];
  const open = { ...publicPart(jwk), key_ops: ['verify'] };
  const privateKey = await crypto.subtle.importKey('jwk', { ...jwk, key_ops: ['sign'] }, how, false, [
    'sign',
  ]);
  const publicKey = await crypto.subtle.importKey('jwk', open, how, true, ['verify']);
  return DPoP({}, { privateKey, publicKey });
}

/** The `DPoP` header of one request with an access token (RFC 9449 §4.2, §7.1). `now`: epoch milliseconds. */
export async function proveRequest(
  { algorithm, jwk }: ProofKey,
  request: { url: string; method: string; accessToken: string; nonce: string | undefined; now: number },
): Promise<string> {
  const url = new URL(request.url);
  const { kty, crv, x, y, n, e } = publicPart(jwk);
  return new SignJWT({
    htm: request.method,
    htu: `${url.origin}${url.pathname}`,
    ath: createHash('sha256').update(request.accessToken).digest('base64url'),
    ...(request.nonce !== undefined && { nonce: request.nonce }),
  })
    .setProtectedHeader({
      alg: algorithm,
      typ: 'dpop+jwt',
      jwk: Object.fromEntries(
        Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined),
      ),
    })
    .setJti(randomUUID())
    .setIssuedAt(Math.floor(request.now / 1000))
    .sign(await importJWK({ ...jwk, kty: jwk.kty ?? '', alg: algorithm }, algorithm));
}

function publicPart(jwk: JsonWebKey): JsonWebKey {
  const { d, p, q, dp, dq, qi, oth, key_ops, ext, ...open } = jwk;
  return open;
}

const importParameters: Record<ProofAlgorithm, Parameters<SubtleCrypto['importKey']>[2]> = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256' } as EcKeyImportParams,
  ES384: { name: 'ECDSA', namedCurve: 'P-384' } as EcKeyImportParams,
  Ed25519: 'Ed25519',
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
};
