// Holds a conversation and follows its stream: a lost connection comes back and goes on where it stood.
import { useCallback, useEffect, useState } from 'react';
import { AppError } from '#shared/app-error.ts';
import { api } from '#shared/contract/api.ts';
import type { ConversationEvent } from '#shared/contract/conversation-parts.ts';
import { call, listen } from '../api/call.ts';
import { applyEvent, type ConversationState } from './conversation-state.ts';

type Change = (state: ConversationState) => ConversationState;

/** Events of this long are drawn together, in milliseconds. */
const drawEvery = 40;

const pauseFor = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

interface Follow {
  signal: AbortSignal;
  set: (state: ConversationState) => void;
  change: (change: Change) => void;
}

/** Follows from a sequence until the stream ends; returns where it stood, or that it has to start over. */
async function followOnce(
  conversationId: string,
  after: number,
  { signal, change }: Follow,
): Promise<number | 'start-over'> {
  let waiting: ConversationEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sequence = after;
  const draw = () => {
    clearTimeout(timer);
    timer = undefined;
    const events = waiting;
    waiting = [];
    if (events.length > 0) change((state) => events.reduce(applyEvent, state));
  };
  try {
    for await (const event of listen(
      api.conversations.stream,
      { params: { conversationId }, query: { after } },
      { signal },
    )) {
      if (event.kind === 'start-over') return 'start-over';
      sequence = Math.max(sequence, event.sequence);
      waiting.push(event);
      timer ??= setTimeout(draw, drawEvery);
    }
  } catch (error) {
    if (error instanceof AppError && (error.status === 404 || error.status === 401)) throw error;
  } finally {
    if (signal.aborted) clearTimeout(timer);
    else draw();
  }
  return sequence;
}

async function follow(conversationId: string, to: Follow): Promise<void> {
  let at: number | 'start-over' = 'start-over';
  let pause = 250;
  while (!to.signal.aborted) {
    if (at === 'start-over') {
      const got = await call(api.conversations.get, { params: { conversationId } }, { signal: to.signal });
      to.set(got);
      at = got.sequence;
    }
    const before: number = at;
    at = await followOnce(conversationId, before, to);
    pause = at === before ? Math.min(pause * 2, 8_000) : 250;
    if (at !== 'start-over') await pauseFor(pause, to.signal);
  }
}

export interface UseConversation {
  state: ConversationState | undefined;
  error: unknown;
  change: (change: Change) => void;
}

export function useConversation(conversationId: string): UseConversation {
  const [state, setState] = useState<ConversationState>();
  const [error, setError] = useState<unknown>();
  const change = useCallback(
    (next: Change) => setState((current) => (current === undefined ? current : next(current))),
    [],
  );
  useEffect(() => {
    const closing = new AbortController();
    setState(undefined);
    setError(undefined);
    follow(conversationId, { signal: closing.signal, set: setState, change }).catch((reason: unknown) => {
      if (!closing.signal.aborted) setError(reason);
    });
    return () => closing.abort();
  }, [conversationId, change]);
  return { state, error, change };
}
