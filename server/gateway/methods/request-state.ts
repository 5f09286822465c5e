// `requestState` of multi round-trip requests: ours around the server's, unreadable and unalterable for the client.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { JsonObject } from '#shared/json.ts';
import type { Clock } from '../../platform/clock.ts';
import { Secret } from '../../platform/secret.ts';
import type { Vault } from '../../platform/vault.ts';

/** What we remember between two rounds. */
export interface RoundState {
  /** The server's own state, handed back to it as it was. */
  upstream?: string;
  /** A call of ours that waits for the answers. */
  held?: string;
  /** An approval of ours that the client was asked about. */
  approval?: string;
}

/** The request that a state belongs to; the next round must be the same. */
export interface RoundRequest {
  personId: string;
  connectorId: string;
  method: string;
  subject: string;
  arguments: JsonObject;
}

const lifeMilliseconds = 10 * 60_000;

export interface RequestStates {
  seal(state: RoundState, request: RoundRequest): string;
  /** `undefined` for a state that was altered, is too old, or belongs to another person or request. */
  open(text: string, request: RoundRequest): RoundState | undefined;
}

/** AES-256-GCM through the vault, bound to person, connector and exact request (MCP 2026-07-28, "Multi round-trip requests"). */
export function createRequestStates(dependencies: { vault: Vault; clock: Clock }): RequestStates {
  const context = (request: RoundRequest) => ({
    table: 'gateway',
    field: 'request-state',
    personId: request.personId,
    accountId: request.connectorId,
  });
  return {
    seal(state, request) {
      const kept = { ...state, r: digestOf(request), e: dependencies.clock.now() + lifeMilliseconds };
      return dependencies.vault.seal(new Secret(JSON.stringify(kept)), context(request));
    },
    open(text, request) {
      try {
        const { r, e, ...state } = JSON.parse(dependencies.vault.open(text, context(request)).reveal());
        return r === digestOf(request) && e > dependencies.clock.now() ? state : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

export function digestOf({ method, subject, arguments: values }: RoundRequest): string {
  const text = `${method}\0${subject}\0${canonicalize(values) ?? ''}`;
  return createHash('sha256').update(text).digest('base64url');
}
