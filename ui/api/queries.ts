// What pages ask for, by name. The first part of a key is the live topic that makes it stale.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { activityEndpoints } from '#shared/contract/activity.ts';
import { authorizationEndpoints } from '#shared/contract/authorization.ts';
import { connectorEndpoints } from '#shared/contract/connectors.ts';
import { peopleEndpoints } from '#shared/contract/people.ts';
import { call } from './call.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call(peopleEndpoints.session, {}, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Those of a project; of the default one when none is given. */
export const connectorsQuery = (projectId?: string) =>
  queryOptions({
    queryKey: ['connectors', { projectId }],
    queryFn: async ({ signal }) =>
      (
        await call(
          connectorEndpoints.list,
          { query: projectId === undefined ? {} : { projectId } },
          { signal },
        )
      ).connectors,
  });

export const connectorQuery = (connectorId: string) =>
  queryOptions({
    queryKey: ['connectors', connectorId],
    queryFn: async ({ signal }) =>
      (await call(connectorEndpoints.get, { params: { connectorId } }, { signal })).connector,
  });

/** What an account holds; under its connector, so that a change of that asks again. */
export const signInDetailsQuery = (connectorId: string, accountId: string) =>
  queryOptions({
    queryKey: ['connectors', connectorId, 'sign-in', accountId],
    queryFn: async ({ signal }) =>
      (await call(authorizationEndpoints.details, { params: { connectorId, accountId } }, { signal }))
        .details,
  });

/** Asked anew each time the form opens: nothing tells when another window changed them. */
export const authorizationSettingsQuery = (connectorId: string) =>
  queryOptions({
    queryKey: ['connectors', connectorId, 'sign-in-settings'],
    queryFn: ({ signal }) => call(authorizationEndpoints.settings, { params: { connectorId } }, { signal }),
    staleTime: 0,
    gcTime: 0,
  });

export const catalogueQuery = (connectorId: string) =>
  queryOptions({
    queryKey: ['catalogue', connectorId],
    queryFn: ({ signal }) => call(connectorEndpoints.catalogue, { params: { connectorId } }, { signal }),
  });

export type ActivityFilter = Omit<
  z.input<NonNullable<typeof activityEndpoints.list.query>>,
  'before' | 'limit'
>;

/** Newest first, page after page; a change asks for the pages that are shown again. */
export const endlessActivityQuery = (filter: ActivityFilter) =>
  infiniteQueryOptions({
    queryKey: ['activity', { filter }],
    queryFn: ({ signal, pageParam }) =>
      call(
        activityEndpoints.list,
        { query: { ...filter, limit: 100, ...(pageParam === undefined ? {} : { before: pageParam }) } },
        { signal },
      ),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => last.nextBefore,
    placeholderData: keepPreviousData,
  });

export const activityEntryQuery = (entryId: string) =>
  queryOptions({
    queryKey: ['activity', entryId],
    queryFn: async ({ signal }) =>
      (await call(activityEndpoints.get, { params: { entryId } }, { signal })).entry,
  });

/** Everybody of this installation; for administrators. */
export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: async ({ signal }) => (await call(peopleEndpoints.list, {}, { signal })).people,
});

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async ({ signal }) => (await call(peopleEndpoints.listTokens, {}, { signal })).tokens,
});
