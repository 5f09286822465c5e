// The key that proves possession of a token (RFC 9449), kept as a sealed JWK with the grant.
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

/** Signs proofs and remembers the nonces of each origin. */
export async function openProofKey({ algorithm, jwk }: ProofKey): Promise<DPoPHandle> {
  const { d, p, q, dp, dq, qi, key_ops, ...open } = jwk;
  const how = importParameters[algorithm];
  const privateKey = await crypto.subtle.importKey('jwk', { ...jwk, key_ops: ['sign'] }, how, false, [
    'sign',
  ]);
  const publicKey = await crypto.subtle.importKey('jwk', { ...open, key_ops: ['verify'] }, how, true, [
    'verify',
  ]);
  return DPoP({}, { privateKey, publicKey });
}

const importParameters: Record<ProofAlgorithm, Parameters<SubtleCrypto['importKey']>[2]> = {
  ES256: { name: 'ECDSA', namedCurve: 'P-256' } as EcKeyImportParams,
  ES384: { name: 'ECDSA', namedCurve: 'P-384' } as EcKeyImportParams,
  Ed25519: 'Ed25519',
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
};
