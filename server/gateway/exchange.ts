// One request of a client and what its answer may use; the same for both protocol eras.

import type { JsonObject } from '#shared/json.ts';
import type { ServerRequest } from '../mcp/upstream.ts';
import type { StopSignal } from '../platform/stop-signal.ts';
import type { EndpointAddress } from './endpoint.ts';
import type { FoundEndpoint } from './offer/offers.ts';
import type { GatewayPrincipal } from './principal.ts';
import type { Answer, RpcRequest } from './wire/json-rpc.ts';

export interface Exchange extends FoundEndpoint {
  principal: GatewayPrincipal;
  address: EndpointAddress;
  era: 'modern' | 'legacy';
  protocolVersion: string;
  request: RpcRequest;
  /** What the client declared it can do. */
  capabilities: JsonObject;
  /** The client by its own name, for the record. */
  clientName: string | undefined;
  /** Log level the client wants; absent: no logs. */
  logLevel: string | undefined;
  /** Aborts when the client cancels or goes away. */
  signal: StopSignal;
  /** Sends a notification within the answer; false when the client cannot take it now. */
  say(message: string): boolean;
  /** Only older clients: asks the client in the middle of the call and waits for its answer. */
  ask?: (request: ServerRequest) => Promise<JsonObject>;
}

export type Method = (exchange: Exchange) => Answer | Promise<Answer>;
