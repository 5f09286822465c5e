// Starts the bundled example server, with or without a sign-in, and opens the dialog with its address filled in.
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { DoorOpen, KeyRound } from 'lucide-react';
import { type ExampleSignIn, exampleEndpoints } from '#shared/contract/example.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Menu } from '../components/menu.tsx';

export function TryExample() {
  const navigate = useNavigate();
  const start = useMutation({
    mutationFn: (signIn: ExampleSignIn) => call(exampleEndpoints.start, { body: { signIn } }),
    onSuccess: ({ url, suggestedName }) =>
      navigate({ to: '/connectors', search: { add: true, url, name: suggestedName } }),
  });
  return (
    <>
      <Menu
        align="center"
        trigger={<Button busy={start.isPending}>Try it with the example server</Button>}
        items={[
          {
            label: 'With a sign-in (OAuth)',
            detail: 'Sign in as anna with any password',
            icon: <KeyRound aria-hidden />,
            onSelect: () => start.mutate('oauth'),
          },
          {
            label: 'Without a sign-in',
            detail: 'Connected at once',
            icon: <DoorOpen aria-hidden />,
            onSelect: () => start.mutate('none'),
          },
        ]}
      />
      {start.error !== null && <ErrorNote error={asAppError(start.error)} className="w-full text-left" />}
    </>
  );
}
