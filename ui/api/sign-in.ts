// Signing in and out, for every place that does it.
import { peopleEndpoints } from '#shared/contract/people.ts';
import { call } from './call.ts';
import { sessionQuery } from './queries.ts';
import { queryClient } from './query-client.ts';

/** After a sign-in or sign-out: forget what was known of somebody else, and learn who it is now. */
export async function refreshSession(): Promise<void> {
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
}

export async function signOut(): Promise<void> {
  await call(peopleEndpoints.signOut, {});
  await refreshSession();
}
