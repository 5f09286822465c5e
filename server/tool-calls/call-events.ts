// A call as a stream of events, for the web API.

import type { z } from 'zod';
import type { CallEvent, elicitationAnswer } from '#shared/contract/calls.ts';
import type { JsonObject } from '#shared/json.ts';
import type { ServerRequest } from '../mcp/upstream.ts';
import type { CallOutcome, CallRequest, CallSurface, CallThroughGate } from './call.ts';
import type { RunningCalls } from './running-calls.ts';
import { warningFor } from './server-requests.ts';

export interface CallEventsDeps {
  callTool: CallThroughGate;
  running: RunningCalls;
  /** Name of a connector, for the question on screen. */
  connectorName: (personId: string, connectorId: string) => Promise<string>;
}

/** Events in order: `accepted` first, one that ends it last. Leaving the stream cancels the call. */
export async function* streamCall(
  deps: CallEventsDeps,
  request: CallRequest,
  signal: AbortSignal,
): AsyncGenerator<CallEvent> {
  const queue: CallEvent[] = [];
  let wake: (() => void) | undefined;
  const push = (event: CallEvent): void => {
    // Progress that nobody has read yet gives way to newer progress, so that a slow reader costs no memory.
    if (event.kind === 'progress' && queue.at(-1)?.kind === 'progress') queue.pop();
    queue.push(event);
    wake?.();
  };
  const leave = new AbortController();
  const left = (): void => leave.abort();
  signal.addEventListener('abort', left, { once: true });
  if (signal.aborted) left();
  let over = false;
  const surface = surfaceOf(deps, request, leave.signal, push);
  const running = deps
    .callTool(request, surface)
    .then((outcome) => push(eventOf(outcome)))
    .finally(() => {
      over = true;
      wake?.();
    });
  // The loop below ends before this is awaited only when the reader leaves.
  running.catch(() => {});
  try {
    while (!over || queue.length > 0) {
      const event = queue.shift();
      if (event) yield event;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
    await running;
  } finally {
    signal.removeEventListener('abort', left);
    left();
  }
}

/** More log messages than this of one call are dropped. */
const mostLogged = 1_000;

function surfaceOf(
  deps: CallEventsDeps,
  request: CallRequest,
  signal: AbortSignal,
  push: (event: CallEvent) => void,
): CallSurface {
  let callId = '';
  let logged = 0;
  return {
    signal,
    onAccepted(id) {
      callId = id;
      push({ kind: 'accepted', callId: id });
    },
    onApprovalNeeded: (approvalId) => push({ kind: 'approval-needed', approvalId }),
    onProgress: ({ progress, total, message }) => {
      push({
        kind: 'progress',
        progress,
        ...(total === undefined ? {} : { total }),
        ...(message === undefined ? {} : { message }),
      });
    },
    onLog: ({ level, data }) => {
      logged += 1;
      if (logged <= mostLogged) push({ kind: 'log', level, data });
    },
    async onServerRequest(asked) {
      const server = await deps.connectorName(request.personId, request.connectorId);
      push({ kind: 'question', elicitation: questionOf(asked, server) });
      return deps.running.ask({ callId, personId: request.personId, key: asked.key });
    },
  };
}

function questionOf(
  asked: ServerRequest,
  server: string,
): Extract<CallEvent, { kind: 'question' }>['elicitation'] {
  const { mode, message, requestedSchema, url } = asked.params;
  const warning = warningFor(asked.params, server);
  return {
    key: asked.key,
    mode: mode === 'url' ? 'url' : 'form',
    server,
    message: String(message),
    ...(warning === undefined ? {} : { warning }),
    ...(requestedSchema === undefined ? {} : { requestedSchema: requestedSchema as Record<string, unknown> }),
    ...(typeof url === 'string' ? { url } : {}),
  };
}

export const answerAsResult = (answer: z.output<typeof elicitationAnswer>): JsonObject =>
  answer as unknown as JsonObject;

export function eventOf(outcome: CallOutcome): CallEvent {
  switch (outcome.kind) {
    case 'completed':
      return {
        kind: 'completed',
        result: outcome.result,
        milliseconds: outcome.milliseconds,
        ...(outcome.cut === undefined ? {} : { cut: outcome.cut }),
      };
    case 'refused':
      return { kind: 'refused', refusal: outcome.refusal };
    case 'approval-needed':
      return { kind: 'approval-needed', approvalId: outcome.approvalId };
    case 'failed':
      return {
        kind: 'failed',
        problem: outcome.problem,
        outcome: outcome.outcome,
        milliseconds: outcome.milliseconds,
      };
    case 'cancelled':
      return { kind: 'cancelled', milliseconds: outcome.milliseconds };
  }
}
