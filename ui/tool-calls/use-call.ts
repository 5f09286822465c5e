// Runs one call at a time and keeps its state. Leaving the page closes the stream, which cancels the call.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { api } from '#shared/contract/api.ts';
import type { CallEvent, elicitationAnswer } from '#shared/contract/calls.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { advanceCall, answered, type CallState, startCall } from './call-state.ts';

export interface UseCall {
  call: CallState;
  /** Starts a call; `open` makes its stream of events. */
  start: (open: (signal: AbortSignal) => AsyncIterable<CallEvent>) => Promise<void>;
  cancel: () => void;
  answer: (key: string, answer: z.input<typeof elicitationAnswer>) => Promise<void>;
  reset: () => void;
}

/** A key that makes two presses of one button one call. */
export const newIdempotencyKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export function useCall(): UseCall {
  const [state, setState] = useState<CallState>({ state: 'idle' });
  const running = useRef<AbortController>(undefined);
  const callId = useRef<string>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback<UseCall['start']>(async (open) => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    callId.current = undefined;
    const startedAt = Date.now();
    const fail = (code: string, message: string, fix?: string): void =>
      setState((current) =>
        advanceCall(current, {
          kind: 'failed',
          problem: { code, message, fix },
          outcome: callId.current === undefined ? 'error' : 'unknown',
          milliseconds: Date.now() - startedAt,
        }),
      );
    setState(startCall(startedAt));
    try {
      for await (const event of open(mine.signal)) {
        if (event.kind === 'accepted') callId.current = event.callId;
        setState((current) => advanceCall(current, event));
      }
    } catch (error) {
      if (mine.signal.aborted) return;
      const { code, message, fix } = asAppError(error);
      fail(code, message, fix);
      return;
    }
    if (!mine.signal.aborted)
      fail(
        'call_cut_off',
        'The connection ended before the call did. It may have run.',
        'Look in Activity before you run it again.',
      );
  }, []);

  const cancel = useCallback(() => {
    const id = callId.current;
    const controller = running.current;
    setState((current) => (current.state === 'running' ? { ...current, cancelling: true } : current));
    if (id === undefined) {
      controller?.abort();
      setState({ state: 'cancelled', milliseconds: 0 });
      return;
    }
    call(api.calls.cancel, { params: { callId: id } }).catch(() => {
      controller?.abort();
      setState({ state: 'cancelled', milliseconds: 0 });
    });
  }, []);

  const answer = useCallback<UseCall['answer']>(async (key, given) => {
    if (callId.current === undefined) return;
    await call(api.calls.answerQuestion, {
      params: { callId: callId.current },
      body: { key, answer: given },
    });
    setState((current) => answered(current, key));
  }, []);

  const reset = useCallback(() => {
    running.current?.abort();
    setState({ state: 'idle' });
  }, []);

  return { call: state, start, cancel, answer, reset };
}
