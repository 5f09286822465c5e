// Redeems the one-time link. A press of a button does it, because programs that preview links must not use it up.
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '#shared/contract/api.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button, buttonStyle } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { useEnter } from './use-enter.ts';

export function LinkRedemption({ link }: { link: string }) {
  const enter = useEnter();
  const redeem = useMutation({
    mutationFn: () => call(api.people.signInWithLink, { body: { link } }),
    onSuccess: enter,
  });
  if (redeem.error !== null)
    return (
      <div className="space-y-4">
        <ErrorNote error={asAppError(redeem.error)} />
        <Link to="/sign-in" search={{}} className={buttonStyle({})}>
          Sign in another way
        </Link>
      </div>
    );
  return (
    <div className="space-y-4">
      <p className="text-pretty">This link signs you in once, in this browser.</p>
      <Button
        tone="primary"
        size="large"
        autoFocus
        className="w-full"
        busy={redeem.isPending || redeem.isSuccess}
        onClick={() => redeem.mutate()}
      >
        Sign in
      </Button>
    </div>
  );
}
