// What follows a successful sign-in: the page somebody wanted, never one of another origin.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { refreshSession } from '../api/sign-in.ts';

const route = getRouteApi('/sign-in');

/** A path of this origin, else the start page. */
export const safePath = (path: string | undefined): string =>
  path !== undefined && /^\/(?![/\\])/.test(path) && !path.startsWith('/sign-in') ? path : '/';

export function useEnter(): () => Promise<void> {
  const navigate = useNavigate();
  const { returnTo } = route.useSearch();
  return async () => {
    await refreshSession();
    await navigate({ href: safePath(returnTo), replace: true });
  };
}
