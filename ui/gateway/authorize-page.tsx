// Where an app's sign-in comes in while nobody is signed in: after signing in, the request goes on as it was.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sessionQuery } from '../api/queries.ts';

/** What the authorization server added when it sent the browser here; the request itself is without them. */
const added = ['sig', 'exp', 'ba_param', 'ba_iat', 'ba_pl'];

export function AuthorizePage() {
  const navigate = useNavigate();
  const { data: session } = useQuery(sessionQuery);
  const signedIn = session === undefined ? undefined : session.person !== undefined;
  useEffect(() => {
    if (signedIn === undefined) return;
    if (!signedIn) {
      const returnTo = `/authorize${window.location.search}`;
      void navigate({ to: '/sign-in', search: { returnTo }, replace: true });
      return;
    }
    const request = new URLSearchParams(window.location.search);
    for (const name of added) request.delete(name);
    window.location.replace(`/api/auth/oauth2/authorize?${request}`);
  }, [signedIn, navigate]);
  return <p className="p-8 text-center text-sm text-muted">Going on with the sign-in…</p>;
}
