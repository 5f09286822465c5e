// Name, e-mail and password of the person. The first time, this is what lets them come back.
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { sessionQuery } from '../api/queries.ts';
import { refreshSession } from '../api/sign-in.ts';
import { Button } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Field, TextInput } from '../components/field.tsx';
import { State } from '../components/state.tsx';
import { Section } from './section.tsx';

const shortest = 10;

export function PasswordForm() {
  const { data: session } = useQuery(sessionQuery);
  const person = session?.person;
  const first = session?.needsCredential === true;
  const [name, setName] = useState(person?.name ?? '');
  const [email, setEmail] = useState(first ? '' : (person?.email ?? ''));
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [tooShort, setTooShort] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      call(api.people.setPassword, {
        body: {
          password,
          ...(current === '' ? {} : { currentPassword: current }),
          ...(email.trim() === '' || email.trim() === person?.email ? {} : { email: email.trim() }),
          ...(name.trim() === '' || name.trim() === person?.name ? {} : { name: name.trim() }),
        },
      }),
    onSuccess: async () => {
      setCurrent('');
      setPassword('');
      await refreshSession();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const short = password.length < shortest;
    setTooShort(short);
    if (!short) save.mutate();
  };
  return (
    <Section
      id="sign-in"
      title={first ? 'Set how you sign in' : 'Name, e-mail and password'}
      description={
        first
          ? 'The one-time link worked once. With an e-mail and a password, or a passkey, you can come back.'
          : 'Changing the password ends your other sessions.'
      }
    >
      <form onSubmit={submit} noValidate className="space-y-4 rounded-lg border p-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name">
            {(control) => (
              <TextInput
                {...control}
                autoComplete="name"
                maxLength={80}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Field label="E-mail" hint="Your name for signing in. Nothing is sent to it.">
            {(control) => (
              <TextInput
                {...control}
                type="email"
                autoComplete="username"
                value={email}
                onChange={(event) => setEmail(event.target.value)}
              />
            )}
          </Field>
          {!first && (
            <Field label="Current password">
              {(control) => (
                <TextInput
                  {...control}
                  type="password"
                  autoComplete="current-password"
                  value={current}
                  onChange={(event) => setCurrent(event.target.value)}
                />
              )}
            </Field>
          )}
          <Field
            label={first ? 'Password' : 'New password'}
            hint={`At least ${shortest} characters.`}
            error={tooShort ? `Use at least ${shortest} characters.` : undefined}
          >
            {(control) => (
              <TextInput
                {...control}
                type="password"
                autoComplete="new-password"
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            )}
          </Field>
        </div>
        {save.error !== null && <ErrorNote error={asAppError(save.error)} />}
        <div className="flex items-center gap-3">
          <Button tone={first ? 'primary' : 'plain'} type="submit" busy={save.isPending}>
            Save
          </Button>
          <span role="status">{save.isSuccess && <State tone="ok">Saved</State>}</span>
        </div>
      </form>
    </Section>
  );
}
