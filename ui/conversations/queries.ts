// What the conversation screens ask for. The first part of a key is the live topic that makes it stale.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '#shared/contract/api.ts';
import { call } from '../api/call.ts';

export const conversationsQuery = (search = '', limit = 50) =>
  queryOptions({
    queryKey: ['conversations', { search, limit }],
    queryFn: async ({ signal }) =>
      (
        await call(
          api.conversations.list,
          { query: { limit, ...(search === '' ? {} : { search }) } },
          { signal },
        )
      ).conversations,
    placeholderData: keepPreviousData,
  });

/** Asked again after every message: `at` is when the conversation changed. */
export const contextQuery = (conversationId: string, at: string) =>
  queryOptions({
    queryKey: ['context', conversationId, at],
    queryFn: ({ signal }) => call(api.conversations.context, { params: { conversationId } }, { signal }),
    placeholderData: keepPreviousData,
  });

export const attachedQuery = (conversationId: string, attachmentId: string, readAt: number) =>
  queryOptions({
    queryKey: ['attached', conversationId, attachmentId, readAt],
    queryFn: ({ signal }) =>
      call(api.attachments.contents, { params: { conversationId, attachmentId } }, { signal }),
  });
