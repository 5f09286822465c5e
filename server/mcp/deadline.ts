// The two clocks of one request, and the caller's own wish to stop, as one signal.
import { createStop, type StopSignal } from '../platform/stop-signal.ts';
import { upstreamErrors } from './errors.ts';

export interface Deadline {
  signal: StopSignal;
  /** There was news: silence starts again. */
  touch(): void;
  /** A person is asked: no clock runs until the answer of this function is called. */
  pause(): () => void;
  end(): void;
}

/** `signal` aborts with `upstream_timeout` or, when the caller's signal does, with `upstream_cancelled`. */
export function startDeadline(
  host: string,
  times: { idleMilliseconds: number; totalMilliseconds: number },
  outer?: StopSignal,
): Deadline {
  const stopping = createStop();
  const cancelled = (): void => stopping.abort(upstreamErrors.cancelled(host));
  if (outer?.aborted) cancelled();
  else outer?.addEventListener('abort', cancelled, { once: true });

  let lastNews = performance.now();
  let spent = 0;
  let runningSince = lastNews;
  let pauses = 0;
  let timer: NodeJS.Timeout | undefined;

  const arm = (): void => {
    const now = performance.now();
    const idleLeft = lastNews + times.idleMilliseconds - now;
    const totalLeft = times.totalMilliseconds - spent - (now - runningSince);
    if (idleLeft <= 0) stopping.abort(upstreamErrors.timeout(host, times.idleMilliseconds, false));
    else if (totalLeft <= 0) stopping.abort(upstreamErrors.timeout(host, times.totalMilliseconds, true));
    else timer = setTimeout(arm, Math.max(1, Math.min(idleLeft, totalLeft)));
  };
  arm();

  return {
    signal: stopping.signal,
    touch() {
      lastNews = performance.now();
    },
    pause() {
      if (pauses++ === 0) {
        clearTimeout(timer);
        spent += performance.now() - runningSince;
      }
      let resumed = false;
      return () => {
        if (resumed) return;
        resumed = true;
        if (--pauses > 0) return;
        lastNews = runningSince = performance.now();
        arm();
      };
    },
    end() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', cancelled);
    },
  };
}
