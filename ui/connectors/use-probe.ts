// Runs the probe of a URL and keeps its state; a new run or leaving the dialog ends the one before.
import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { SignInInput } from '#shared/contract/connectors.ts';
import { listen } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { advanceProbe, endProbe, type Probe, startProbe } from './probe-state.ts';

/** `projectId`: where the connector would be added; what is already there is told. */
export function useProbe(projectId?: string): {
  probe: Probe;
  look: (url: string, signIn?: SignInInput) => Promise<void>;
  reset: () => void;
} {
  const [probe, setProbe] = useState<Probe>({ state: 'idle' });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const look = useCallback(
    async (url: string, signIn?: SignInInput) => {
      running.current?.abort();
      const mine = new AbortController();
      running.current = mine;
      setProbe(startProbe(url));
      try {
        const body = {
          url,
          ...(signIn === undefined ? {} : { signIn }),
          ...(projectId === undefined ? {} : { projectId }),
        };
        for await (const event of listen(api.connectors.probe, { body }, { signal: mine.signal }))
          setProbe((current) => advanceProbe(current, event));
      } catch (error) {
        if (mine.signal.aborted) return;
        const { code, message, fix } = asAppError(error);
        setProbe((current) => advanceProbe(current, { kind: 'failed', problem: { code, message, fix } }));
      }
      if (!mine.signal.aborted) setProbe(endProbe);
    },
    [projectId],
  );
  const reset = useCallback(() => {
    running.current?.abort();
    setProbe({ state: 'idle' });
  }, []);
  return { probe, look, reset };
}
