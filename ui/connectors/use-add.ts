// Adds a connector, then says how it signs in where the person said so; a retry never adds it twice.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { api } from '#shared/contract/api.ts';
import type { AuthorizationSettingsInput } from '#shared/contract/authorization.ts';
import type { Connector } from '#shared/contract/connectors.ts';
import { call } from '../api/call.ts';
import { useProjects } from '../projects/chosen-project.ts';
import type { AddDraft } from './add-draft.ts';
import { type SignInDraft, signInInputOf } from './sign-in-draft.ts';

export interface AddInput {
  url: string;
  draft: AddDraft;
  signIn: SignInDraft;
  /** Absent: all is found out. */
  settings: AuthorizationSettingsInput | undefined;
}

/** Goes to the new connector when it is there, and on to the screen before leaving when that is next. */
export function useAdd() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { current: project } = useProjects();
  const added = useRef<Connector>(undefined);
  return useMutation({
    mutationFn: async ({ url, draft, signIn, settings }: AddInput) => {
      const connector = added.current ?? (await add(url, draft, signIn, project?.id));
      added.current = connector;
      if (settings !== undefined)
        await call(api.authorization.saveSettings, {
          params: { connectorId: connector.id },
          body: settings,
        });
      return connector;
    },
    onSuccess: async (connector) => {
      queryClient.setQueryData(['connectors', connector.id], connector);
      await queryClient.invalidateQueries({ queryKey: ['connectors'] });
      const [account] = connector.accounts;
      const leaves = account?.kind === 'oauth' && account.state !== 'connected';
      await navigate({
        to: '/connectors/$connectorId/tools',
        params: { connectorId: connector.id },
        ...(leaves ? { search: { connect: account.id } } : {}),
      });
    },
    onError: () => queryClient.invalidateQueries({ queryKey: ['connectors'] }),
  });
}

async function add(
  url: string,
  draft: AddDraft,
  signIn: SignInDraft,
  projectId: string | undefined,
): Promise<Connector> {
  const label = draft.accountLabel.trim();
  const { connector } = await call(api.connectors.add, {
    body: {
      name: draft.name.trim(),
      url,
      transport: draft.transport,
      ...(projectId === undefined ? {} : { projectId }),
      signIn: signInInputOf(signIn),
      ...(label === '' ? {} : { accountLabel: label }),
    },
  });
  return connector;
}
