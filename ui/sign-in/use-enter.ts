// What follows a successful sign-in: the page somebody wanted, never one of another origin.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { refreshSession } from '../api/sign-in.ts';
import { safePath } from './safe-path.ts';

const route = getRouteApi('/sign-in');

export function useEnter(): () => Promise<void> {
  const navigate = useNavigate();
  const { returnTo } = route.useSearch();
  return async () => {
    await refreshSession();
    await navigate({ href: safePath(returnTo), replace: true });
  };
}
