// The words of the gate: who asks for what, by which door, and how it ended.

import type { Door } from '#shared/contract/activity.ts';
import type { Refusal } from '#shared/contract/calls.ts';
import type { JsonObject } from '#shared/json.ts';
import type { ServerRequest } from '../mcp/upstream.ts';
import type { StopSignal } from '../platform/stop-signal.ts';

/** By which door a call came in; part of the record, never of the decision's inputs beyond the person. */
export interface CallOrigin {
  door: Door;
  /** Client of the gateway or access token, by id and by its own name. */
  clientId?: string;
  client?: string;
  conversationId?: string;
  turnId?: string;
}

export interface CallRequest {
  personId: string;
  projectId: string;
  origin: CallOrigin;
  connectorId: string;
  /** Absent: the default account of the person on this connector. */
  accountId?: string;
  method: 'tools/call' | 'resources/read' | 'prompts/get' | 'completion/complete';
  /** Tool name, resource URI or prompt name. */
  subject: string;
  /** Tool or prompt arguments; `{}` for a resource. */
  arguments: JsonObject;
  /** `pressed-run`: the person pressed Run on exactly this call, which is its approval. */
  approval?: { kind: 'pressed-run' } | { kind: 'approved'; approvalId: string };
  /** `hold`: wait for a needed approval until it is answered or expires. `return`: come back with `approval-needed`. */
  whenApprovalNeeded?: 'hold' | 'return';
  idempotencyKey?: string;
  /** Further params that belong to the method: `ref`, `argument`, `context` of a completion, `_meta`, `inputResponses`, `requestState`. */
  params?: JsonObject;
}

/** How the door talks while a call runs. */
export interface CallSurface {
  signal?: StopSignal;
  onAccepted?: (callId: string) => void;
  onApprovalNeeded?: (approvalId: string) => void;
  onProgress?: (progress: { progress: number; total?: number; message?: string }) => void;
  onLog?: (entry: { level: string; logger?: string; data: unknown }) => void;
  onServerRequest?: (request: ServerRequest) => Promise<JsonObject>;
  /** Gateway: pass `input_required` on as it is. */
  returnInputRequired?: boolean;
  clientCapabilities?: JsonObject;
  /** `text`: a completed call answers with `resultText`, the server's own JSON, and an empty `result`. */
  resultAs?: 'object' | 'text';
}

export type CallOutcome =
  | {
      kind: 'completed';
      callId: string;
      result: JsonObject;
      /** Only with `resultAs: 'text'`. */
      resultText?: string;
      milliseconds: number;
      cut?: string;
    }
  | { kind: 'refused'; callId: string; refusal: Refusal }
  | { kind: 'approval-needed'; callId: string; approvalId: string }
  | {
      kind: 'failed';
      callId: string;
      problem: { code: string; message: string; fix?: string };
      outcome: 'not-sent' | 'error' | 'unknown';
      /** JSON-RPC error of the server, untouched, for the gateway. */
      rpcError?: { code: number; message: string; data?: unknown };
      milliseconds: number;
    }
  | { kind: 'cancelled'; callId: string; milliseconds: number };

/** The one way to reach an upstream server with a request of a person, a model or a client. */
export type CallThroughGate = (request: CallRequest, surface?: CallSurface) => Promise<CallOutcome>;
