// A change in the gate: calls, then asks again for all that it may have moved.
import { useMutation, useQueryClient } from '@tanstack/react-query';

const touched = ['catalogue', 'reviews', 'limits', 'connectors', 'ceilings', 'approvals'];

export function useChange<Input>(change: (input: Input) => Promise<unknown>, onDone?: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => onDone?.(),
    onSettled: () =>
      Promise.all(touched.map((topic) => queryClient.invalidateQueries({ queryKey: [topic] }))),
  });
}
