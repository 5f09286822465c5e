// A call of a 2026-07-28 client to an older server that asks a question in the middle: the call stays open
// here while the client is asked by `input_required` and comes back with the answers.

import type { JsonObject } from '#shared/json.ts';
import type { ServerRequest } from '../../mcp/upstream.ts';
import { type MakeId, randomId } from '../../platform/ids.ts';
import type { CallOutcome } from '../../tool-calls/call.ts';

/** What the client hears next: the end of the call, or questions to answer first. */
export type HeldTurn =
  | { kind: 'ended'; outcome: CallOutcome }
  | { kind: 'questions'; requests: ServerRequest[] };

export interface HeldCall {
  id: string;
  /** The next thing to tell the client; one waiter at a time. */
  next(): Promise<HeldTurn>;
  /** A question of the server, answered by a later round. */
  ask(request: ServerRequest): Promise<JsonObject>;
  /** Answers of the client by question; unknown keys are ignored. */
  answer(responses: JsonObject): void;
  end(outcome: CallOutcome): void;
}

export interface HeldCalls {
  open(owner: string): HeldCall;
  /** Only for the same owner: nobody continues another's call. */
  find(id: string, owner: string): HeldCall | undefined;
  close(): void;
}

const lifeMilliseconds = 10 * 60_000;

export function createHeldCalls(makeId: MakeId = randomId): HeldCalls {
  const calls = new Map<string, { owner: string; call: HeldCall; timer: NodeJS.Timeout }>();

  function open(owner: string): HeldCall {
    const id = makeId('held');
    const questions = new Map<
      string,
      { request: ServerRequest; resolve: (answer: JsonObject) => void; reject: (why: Error) => void }
    >();
    let ended: CallOutcome | undefined;
    let waiter: ((turn: HeldTurn) => void) | undefined;
    let told = new Set<string>();
    const drop = (): void => {
      clearTimeout(calls.get(id)?.timer);
      calls.delete(id);
    };
    const tell = (): void => {
      if (!waiter) return;
      const fresh = [...questions.values()].filter(({ request }) => !told.has(request.key));
      if (ended === undefined && fresh.length === 0) return;
      const resolve = waiter;
      waiter = undefined;
      if (ended) {
        drop();
        resolve({ kind: 'ended', outcome: ended });
        return;
      }
      const requests = [...questions.values()].map(({ request }) => request);
      told = new Set(requests.map(({ key }) => key));
      resolve({ kind: 'questions', requests });
    };
    const call: HeldCall = {
      id,
      next: () =>
        new Promise((resolve) => {
          waiter = resolve;
          told = new Set();
          tell();
        }),
      ask: (request) =>
        new Promise((resolve, reject) => {
          questions.set(request.key, { request, resolve, reject });
          // Questions that come together are told together.
          setImmediate(tell);
        }),
      answer(responses) {
        for (const [key, response] of Object.entries(responses)) {
          const question = questions.get(key);
          if (!question || response === null || typeof response !== 'object' || Array.isArray(response))
            continue;
          questions.delete(key);
          question.resolve(response);
        }
      },
      end(outcome) {
        ended = outcome;
        tell();
      },
    };
    const timer = setTimeout(() => {
      drop();
      for (const { reject } of questions.values()) reject(new Error('Nobody answered within ten minutes.'));
    }, lifeMilliseconds);
    timer.unref();
    calls.set(id, { owner, call, timer });
    return call;
  }

  return {
    open,
    find(id, owner) {
      const kept = calls.get(id);
      return kept?.owner === owner ? kept.call : undefined;
    },
    close() {
      for (const { timer } of calls.values()) clearTimeout(timer);
      calls.clear();
    },
  };
}
