// Signing in: by the one-time link, by password, or by passkey.
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { canUsePasskeys, signInWithPasskey } from '../api/passkeys.ts';
import { sessionQuery } from '../api/queries.ts';
import { Button } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Field, TextInput } from '../components/field.tsx';
import { LinkRedemption } from './link-redemption.tsx';
import { useEnter } from './use-enter.ts';

const route = getRouteApi('/sign-in');

function PasswordForm() {
  const enter = useEnter();
  const { data: session } = useQuery(sessionQuery);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const byPassword = useMutation({
    mutationFn: () => call(api.people.signIn, { body: { email: email.trim(), password } }),
    onSuccess: enter,
  });
  const byPasskey = useMutation({ mutationFn: signInWithPasskey, onSuccess: enter });
  const error = byPassword.error ?? byPasskey.error;
  const origin = session?.install.passkeyOrigin ?? '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    byPasskey.reset();
    byPassword.mutate();
  };
  return (
    <div className="space-y-4">
      <form onSubmit={submit} className="space-y-4">
        <Field label="E-mail">
          {(control) => (
            <TextInput
              {...control}
              type="email"
              autoFocus
              required
              autoComplete="username webauthn"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label="Password">
          {(control) => (
            <TextInput
              {...control}
              type="password"
              required
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        {error !== null && <ErrorNote error={asAppError(error)} />}
        <Button tone="primary" size="large" type="submit" busy={byPassword.isPending} className="w-full">
          Sign in
        </Button>
      </form>
      {canUsePasskeys(origin) && (
        <Button
          size="large"
          className="w-full"
          busy={byPasskey.isPending}
          icon={<KeyRound aria-hidden className="size-4" />}
          onClick={() => {
            byPassword.reset();
            byPasskey.mutate();
          }}
        >
          Sign in with a passkey
        </Button>
      )}
      <p className="text-sm text-muted text-pretty">
        The first time, use the sign-in link that Causeway prints when it starts. Later, sign in with the
        password or passkey you set.
      </p>
    </div>
  );
}

export function SignInPage() {
  const { link } = route.useSearch();
  useEffect(() => {
    document.title = 'Sign in · Causeway';
  }, []);
  return (
    <main className="scroll-thin flex h-full flex-col items-center overflow-y-auto bg-side px-4 py-[max(2rem,12dvh)]">
      <div className="w-full max-w-92 space-y-6">
        <div className="flex items-center gap-3">
          <img src="/icon.svg" alt="" className="size-9" />
          <h1 className="text-xl font-semibold">Sign in to Causeway</h1>
        </div>
        <div className="rounded-xl border bg-raised p-5">
          {link === undefined ? <PasswordForm /> : <LinkRedemption link={link} />}
        </div>
      </div>
    </main>
  );
}
