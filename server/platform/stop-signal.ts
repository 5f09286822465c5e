// A wish to stop, as part of every call. An `AbortSignal` says the same and fits wherever a `StopSignal` is asked for;
// it is an `EventTarget` with weak references, and three of them with their listeners cost a tenth of a whole call.

export interface StopSignal {
  readonly aborted: boolean;
  /** Why; an error. Undefined until it is aborted. */
  readonly reason: unknown;
  throwIfAborted(): void;
  /** Listeners are called once, in the order they came; one added after the abort is never called. */
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface Stop {
  readonly signal: StopSignal;
  /** The first counts. */
  abort(reason?: unknown): void;
}

export function createStop(): Stop {
  let aborted = false;
  let reason: unknown;
  // Most have one listener: a list is made only for the second.
  let first: (() => void) | undefined;
  let more: (() => void)[] | undefined;
  return {
    signal: {
      get aborted() {
        return aborted;
      },
      get reason() {
        return reason;
      },
      throwIfAborted() {
        if (aborted) throw reason;
      },
      addEventListener(_type, listener) {
        if (aborted || listener === first || more?.includes(listener)) return;
        if (first === undefined && more === undefined) first = listener;
        else {
          more ??= [];
          more.push(listener);
        }
      },
      removeEventListener(_type, listener) {
        if (first === listener) first = undefined;
        else if (more) more = more.filter((one) => one !== listener);
      },
    },
    abort(why) {
      if (aborted) return;
      aborted = true;
      reason = why ?? new DOMException('This operation was aborted', 'AbortError');
      const told = first ? [first, ...(more ?? [])] : (more ?? []);
      first = undefined;
      more = undefined;
      for (const listener of told) listener();
    },
  };
}

/** For what takes nothing else, such as `fetch` and Node's timers. */
export function asAbortSignal(signal: StopSignal): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  else signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  return controller.signal;
}
