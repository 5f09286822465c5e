// What the screens of the gate ask for. The first part of a key is the live topic that makes it stale.
import { queryOptions } from '@tanstack/react-query';
import { approvalEndpoints } from '#shared/contract/approvals.ts';
import { limitEndpoints } from '#shared/contract/limits.ts';
import { permissionEndpoints } from '#shared/contract/permissions.ts';
import { reviewEndpoints } from '#shared/contract/reviews.ts';
import { call } from '../api/call.ts';

export const approvalsQuery = (waiting: boolean) =>
  queryOptions({
    queryKey: ['approvals', { waiting }],
    queryFn: async ({ signal }) =>
      (await call(approvalEndpoints.list, { query: { waiting: waiting ? 'true' : 'false' } }, { signal }))
        .approvals,
    staleTime: 5_000,
  });

export const approvalQuery = (approvalId: string) =>
  queryOptions({
    queryKey: ['approvals', approvalId],
    queryFn: async ({ signal }) =>
      (await call(approvalEndpoints.get, { params: { approvalId } }, { signal })).approval,
  });

export const reviewQuery = (connectorId: string) =>
  queryOptions({
    queryKey: ['reviews', connectorId],
    queryFn: ({ signal }) => call(reviewEndpoints.get, { params: { connectorId } }, { signal }),
  });

/** Groups, rules and ceilings of a connector; stale with its catalogue. */
export const permissionsQuery = (connectorId: string) =>
  queryOptions({
    queryKey: ['catalogue', connectorId, 'permissions'],
    queryFn: ({ signal }) => call(permissionEndpoints.groups, { params: { connectorId } }, { signal }),
    staleTime: 5_000,
  });

export interface LimitsOf {
  connectorId?: string;
  projectId?: string;
}

export const limitsQuery = (of: LimitsOf) =>
  queryOptions({
    queryKey: ['limits', { of }],
    queryFn: async ({ signal }) => (await call(limitEndpoints.list, { query: of }, { signal })).limits,
    staleTime: 2_000,
  });

export const ceilingsQuery = (projectId?: string) =>
  queryOptions({
    queryKey: ['ceilings', { projectId }],
    queryFn: async ({ signal }) =>
      (
        await call(
          permissionEndpoints.listCeilings,
          { query: projectId === undefined ? {} : { projectId } },
          { signal },
        )
      ).ceilings,
  });

/** Every tool of a project with what is effective and why. */
export const effectiveQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['catalogue', undefined, 'effective', projectId],
    queryFn: ({ signal }) => call(permissionEndpoints.effective, { params: { projectId } }, { signal }),
    staleTime: 2_000,
  });
