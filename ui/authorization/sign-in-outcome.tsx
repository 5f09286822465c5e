// Back from the authorization server: connected with counts, or the step that failed with its fix.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { api } from '#shared/contract/api.ts';
import type { Connector } from '#shared/contract/connectors.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button, buttonStyle } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { State } from '../components/state.tsx';
import { countsSentence, reasonsOfNone } from './counts-sentence.ts';

interface SignInOutcomeProps {
  connector: Connector;
  attemptId: string;
  onConnect: (accountId: string) => void;
  onDismiss: () => void;
}

/** Reads the attempt that the callback named in the address, and says how it went. */
export function SignInOutcome({ connector, attemptId, onConnect, onDismiss }: SignInOutcomeProps) {
  const queryClient = useQueryClient();
  const { data: attempt, error } = useQuery({
    queryKey: ['sign-in-attempt', attemptId],
    queryFn: ({ signal }) => call(api.authorization.attempt, { params: { attemptId } }, { signal }),
  });
  const state = attempt?.state;
  useEffect(() => {
    if (state !== 'signed-in') return;
    void queryClient.invalidateQueries({ queryKey: ['connectors'] });
    void queryClient.invalidateQueries({ queryKey: ['catalogue', connector.id] });
  }, [state, queryClient, connector.id]);
  const dismiss = (
    <Button size="small" onClick={onDismiss}>
      Dismiss
    </Button>
  );
  if (error !== null)
    return (
      <div className="border-b p-4 md:px-6">
        <ErrorNote error={asAppError(error)} actions={dismiss} />
      </div>
    );
  if (attempt === undefined) return null;
  if (attempt.state === 'signed-in') return <Connected connector={connector} onDismiss={onDismiss} />;
  if (attempt.state === 'prepared' || attempt.state === 'left') return null;
  const problem = attempt.problem ?? {
    code: 'sign_in_expired',
    message: `The sign-in to ${connector.name} was not finished in time.`,
    fix: 'Choose Try again to start a new one.',
  };
  return (
    <div className="border-b p-4 md:px-6">
      <ErrorNote
        error={problem}
        tried={attempt.steps.map((step) => step.line)}
        actions={
          <>
            <Button size="small" tone="primary" onClick={() => onConnect(attempt.accountId)}>
              Try again
            </Button>
            <Link
              to="/connectors/$connectorId/check"
              params={{ connectorId: connector.id }}
              className={buttonStyle({ size: 'small' })}
            >
              Check connection
            </Link>
            {dismiss}
          </>
        }
      />
    </div>
  );
}

function Connected({ connector, onDismiss }: { connector: Connector; onDismiss: () => void }) {
  if (connector.health.state === 'not-reachable') return null;
  const listed = connector.counts !== undefined;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b bg-ok-soft px-4 py-2.5 text-sm md:px-6"
    >
      <div className="min-w-0 flex-1 basis-64">
        <State tone={listed ? 'ok' : 'working'}>{listed ? 'Connected' : 'Signed in'}</State>{' '}
        <span className="text-ink">
          {connector.counts
            ? `${connector.name} offers ${countsSentence(connector.counts)}. ${reasonsOfNone(connector)}`
            : `${connector.name} is being asked what it offers.`}
        </span>
      </div>
      <Button size="small" onClick={onDismiss}>
        Dismiss
      </Button>
    </div>
  );
}
