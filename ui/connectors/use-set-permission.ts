// Sets a permission and shows it at once; if it could not be saved it goes back, and the error is told.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { api } from '#shared/contract/api.ts';
import type { connectorEndpoints } from '#shared/contract/connectors.ts';
import { call } from '../api/call.ts';
import { catalogueQuery } from '../api/queries.ts';

export type PermissionChange = z.input<NonNullable<typeof connectorEndpoints.setPermission.body>>;

export function useSetPermission(connectorId: string) {
  const queryClient = useQueryClient();
  const { queryKey } = catalogueQuery(connectorId);
  return useMutation({
    mutationFn: (body: PermissionChange) =>
      call(api.connectors.setPermission, { params: { connectorId }, body }),
    onMutate: async ({ target, permission }) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData(queryKey);
      if (permission !== null)
        queryClient.setQueryData(queryKey, (answer) =>
          answer === undefined
            ? undefined
            : {
                ...answer,
                toolStates: answer.toolStates.map((state) => {
                  const isTool = target.kind === 'tool' && state.name === target.tool;
                  const isGroup =
                    target.kind === 'group' && state.group === target.group && state.source !== 'tool';
                  return isTool || isGroup ? { ...state, permission, source: target.kind } : state;
                }),
              },
        );
      return { before };
    },
    onError: (_error, _change, context) => queryClient.setQueryData(queryKey, context?.before),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
}
