// Calls that run in this process: what lets their person cancel them and answer their questions.

import type { JsonObject } from '#shared/json.ts';
import { createStop, type StopSignal } from '../platform/stop-signal.ts';
import { callNotFound, gateClosing, questionNotFound } from './errors.ts';

export interface RunningCall {
  readonly id: string;
  readonly personId: string;
  readonly signal: StopSignal;
  /** Why it was aborted, when it was. */
  stopped(): 'person' | 'client' | 'closing' | undefined;
  stop(why: 'person' | 'client' | 'closing'): void;
  end(): void;
}

export interface RunningCalls {
  /** Throws `gate_closing` once closing has begun. */
  start(input: { id: string; personId: string; clientSignal?: StopSignal }): RunningCall;
  /** Waits for the person's answer to a question of the server during a call; rejects when the call is stopped. */
  ask(of: { callId: string; personId: string; key: string }): Promise<JsonObject>;
  /** Answers a waiting question. Throws 404 for another person's call, as for none. */
  answer(input: { callId: string; personId: string; key: string; answer: JsonObject }): void;
  /** False when the call was already over. */
  cancel(input: { callId: string; personId: string }): boolean;
  count(): number;
  /** Takes no new calls, waits for those that run, stops them at the deadline. */
  close(deadlineMilliseconds: number): Promise<void>;
}

export function createRunningCalls(): RunningCalls {
  const running = new Map<string, RunningCall & { questions: Map<string, (answer: JsonObject) => void> }>();
  const whenEmpty: (() => void)[] = [];
  let closing = false;
  const find = (callId: string, personId: string) => {
    const call = running.get(callId);
    if (!call || call.personId !== personId) throw callNotFound();
    return call;
  };
  return {
    start({ id, personId, clientSignal }) {
      if (closing) throw gateClosing();
      const stopping = createStop();
      const questions = new Map<string, (answer: JsonObject) => void>();
      let why: 'person' | 'client' | 'closing' | undefined;
      const stop = (reason: 'person' | 'client' | 'closing'): void => {
        if (why) return;
        why = reason;
        stopping.abort(new DOMException('The call was cancelled.', 'AbortError'));
      };
      const clientLeft = (): void => stop('client');
      if (clientSignal?.aborted) clientLeft();
      else clientSignal?.addEventListener('abort', clientLeft, { once: true });
      const call = {
        id,
        personId,
        signal: stopping.signal,
        questions,
        stopped: () => why,
        stop,
        end() {
          clientSignal?.removeEventListener('abort', clientLeft);
          running.delete(id);
          if (running.size === 0) for (const resolve of whenEmpty.splice(0)) resolve();
        },
      };
      running.set(id, call);
      return call;
    },
    ask({ callId, personId, key }) {
      const call = find(callId, personId);
      return waitForAnswer(key, call.questions, call.signal);
    },
    answer({ callId, personId, key, answer }) {
      const resolve = find(callId, personId).questions.get(key);
      if (!resolve) throw questionNotFound();
      resolve(answer);
    },
    cancel({ callId, personId }) {
      const call = running.get(callId);
      if (!call || call.personId !== personId) throw callNotFound();
      if (call.stopped()) return false;
      call.stop('person');
      return true;
    },
    count: () => running.size,
    async close(deadlineMilliseconds) {
      closing = true;
      if (running.size === 0) return;
      const empty = new Promise<void>((resolve) => whenEmpty.push(resolve));
      const timer = setTimeout(() => {
        for (const call of running.values()) call.stop('closing');
      }, deadlineMilliseconds);
      await empty;
      clearTimeout(timer);
    },
  };
}

function waitForAnswer(
  key: string,
  questions: Map<string, (answer: JsonObject) => void>,
  signal: StopSignal,
): Promise<JsonObject> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      questions.delete(key);
      reject(signal.reason as Error);
    };
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    questions.set(key, (answer) => {
      signal.removeEventListener('abort', stop);
      questions.delete(key);
      resolve(answer);
    });
  });
}
