// Back from an authorization server with an answer that no open sign-in waits for: said in words, nothing was sent.
import type { Connector } from '#shared/contract/connectors.ts';
import { Button } from '../components/button.tsx';
import { ErrorNote, type ShownError } from '../components/error-note.tsx';

const words: Record<string, (name: string) => Pick<ShownError, 'message' | 'fix'>> = {
  state_not_known: (name) => ({
    message: `An answer arrived for ${name} that belongs to no open sign-in: it was used before, altered, or meant for another connector.`,
    fix: 'Nothing was taken from it. If you were just signing in, start again here.',
  }),
  state_expired: (name) => ({
    message: `The sign-in to ${name} took longer than ten minutes, so its answer was not used.`,
    fix: 'Start again; the page of the authorization server may still know you.',
  }),
  other_session: (name) => ({
    message: `The sign-in to ${name} was started in another browser or by somebody else, so its answer was not used here.`,
    fix: 'Start and finish the sign-in in the same browser.',
  }),
};

/** The address is anybody's to write: only codes that are known are shown, an other one says nothing of itself. */
export function lostSignInWords(problem: string, name: string): ShownError {
  const known = Object.hasOwn(words, problem) ? words[problem] : undefined;
  if (known) return { code: problem, ...known(name) };
  return {
    message: `The sign-in to ${name} did not succeed, and its attempt is not known any more.`,
    fix: 'Start again; if it fails again, the connection check names the cause.',
  };
}

interface LostSignInProps {
  connector: Connector;
  problem: string;
  onConnect: (() => void) | undefined;
  onDismiss: () => void;
}

export function LostSignIn({ connector, problem, onConnect, onDismiss }: LostSignInProps) {
  return (
    <div className="border-b p-4 md:px-6">
      <ErrorNote
        error={lostSignInWords(problem, connector.name)}
        actions={
          <>
            {onConnect !== undefined && (
              <Button size="small" tone="primary" onClick={onConnect}>
                Start again
              </Button>
            )}
            <Button size="small" onClick={onDismiss}>
              Dismiss
            </Button>
          </>
        }
      />
    </div>
  );
}
