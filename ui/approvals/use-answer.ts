// Answers an approval; what came of it replaces what was shown.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { api } from '#shared/contract/api.ts';
import { call } from '../api/call.ts';
import { approvalQuery } from '../gate/queries.ts';

export type Answer = z.input<NonNullable<typeof api.approvals.answer.body>>;

export function useAnswer(approvalId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Answer) => call(api.approvals.answer, { params: { approvalId }, body }),
    onSuccess: ({ approval }) => {
      queryClient.setQueryData(approvalQuery(approvalId).queryKey, approval);
    },
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['approvals'] }),
        queryClient.invalidateQueries({ queryKey: ['catalogue'] }),
      ]),
  });
}
