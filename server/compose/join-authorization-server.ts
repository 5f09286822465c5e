// Causeway as authorization server of its gateway: endpoints of better-auth under paths of their own.

import {
  type AuthorizationMountDependencies,
  answerAuthorize,
  answerProgram,
  answerResourceMetadata,
  answerServerMetadata,
} from '../gateway/authorization/mount.ts';
import { removeUnusedClients } from '../gateway/authorization/registration.ts';
import { withBoundedBody } from '../http/app.ts';
import type { AttemptLimit } from '../people/attempt-limit.ts';
import type { Identity } from '../people/identity.ts';
import type { House } from './house.ts';

const dayMilliseconds = 86_400_000;

export function joinAuthorizationServer(
  house: House,
  { identity, attempts }: { identity: Identity; attempts: AttemptLimit },
): void {
  const deps: AuthorizationMountDependencies = {
    ...house,
    attempts,
    bounded: withBoundedBody,
    answer: async (request) => identity.handler(await withBoundedBody(request)),
  };
  for (const name of ['token', 'revoke', 'register'])
    house.mounts.push({
      path: `/api/auth/oauth2/${name}`,
      answer: (request) => answerProgram(deps, request),
      origin: 'own',
    });
  house.mounts.push(
    {
      path: '/api/auth/oauth2/authorize',
      answer: (request) => answerAuthorize(deps, request),
      origin: 'checked',
    },
    { path: '/api/auth/oauth2/consent', answer: deps.answer, origin: 'checked' },
  );
  for (const path of ['', '/mcp/*'])
    house.mounts.push({
      path: `/.well-known/oauth-protected-resource${path}`,
      answer: (request) => answerResourceMetadata(house.publicUrl, request),
      origin: 'own',
    });
  for (const path of [
    '/.well-known/oauth-authorization-server',
    '/.well-known/oauth-authorization-server/api/auth',
    '/api/auth/.well-known/oauth-authorization-server',
  ])
    house.mounts.push({ path, answer: (request) => answerServerMetadata(deps, request), origin: 'own' });
  const sweep = () =>
    removeUnusedClients(house).catch((error: unknown) =>
      house.log.warn('unused clients of the gateway were not removed', { error }),
    );
  const timer = setInterval(sweep, dayMilliseconds);
  timer.unref();
  house.endings.push(() => clearInterval(timer));
}
