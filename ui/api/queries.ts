// What pages ask for, by name. The first part of a key is the live topic that makes it stale.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { api } from '#shared/contract/api.ts';
import { call } from './call.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call(api.people.session, {}, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const connectorsQuery = queryOptions({
  queryKey: ['connectors'],
  queryFn: async ({ signal }) => (await call(api.connectors.list, {}, { signal })).connectors,
});

export const connectorQuery = (connectorId: string) =>
  queryOptions({
    queryKey: ['connectors', connectorId],
    queryFn: async ({ signal }) =>
      (await call(api.connectors.get, { params: { connectorId } }, { signal })).connector,
  });

export const catalogueQuery = (connectorId: string) =>
  queryOptions({
    queryKey: ['catalogue', connectorId],
    queryFn: ({ signal }) => call(api.connectors.catalogue, { params: { connectorId } }, { signal }),
  });

export type ActivityFilter = Omit<z.input<NonNullable<typeof api.activity.list.query>>, 'before' | 'limit'>;

export const activityQuery = (filter: ActivityFilter, limit = 100) =>
  queryOptions({
    queryKey: ['activity', { filter, limit }],
    queryFn: ({ signal }) => call(api.activity.list, { query: { ...filter, limit } }, { signal }),
    placeholderData: keepPreviousData,
  });

export const activityEntryQuery = (entryId: string) =>
  queryOptions({
    queryKey: ['activity', entryId],
    queryFn: async ({ signal }) => (await call(api.activity.get, { params: { entryId } }, { signal })).entry,
  });

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async ({ signal }) => (await call(api.people.listTokens, {}, { signal })).tokens,
});
