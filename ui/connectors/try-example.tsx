// Starts the bundled example server and opens the dialog with its address filled in.
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { exampleEndpoints } from '#shared/contract/example.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';

export function TryExample() {
  const navigate = useNavigate();
  const start = useMutation({
    mutationFn: () => call(exampleEndpoints.start, {}),
    onSuccess: ({ url, suggestedName }) =>
      navigate({ to: '/connectors', search: { add: true, url, name: suggestedName } }),
  });
  return (
    <>
      <Button busy={start.isPending} onClick={() => start.mutate()}>
        Try it with the example server
      </Button>
      {start.error !== null && <ErrorNote error={asAppError(start.error)} className="w-full text-left" />}
    </>
  );
}
