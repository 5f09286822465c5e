import type { Activity } from '../activity/create-activity.ts';
import { isLoopbackHost } from '../config.ts';
import { providerPlugins } from '../gateway/authorization/provider-plugins.ts';
import { withBoundedBody } from '../http/app.ts';
import { liveEventRoutes } from '../http/live-events.ts';
import { createAttemptLimit } from '../people/attempt-limit.ts';
import { createIdentity } from '../people/identity.ts';
import { createIdentityMount } from '../people/identity-mount.ts';
import { installSecret } from '../people/install-secret.ts';
import { peopleRoutes } from '../people/routes.ts';
import { type ProjectRouteDeps, projectRoutes } from '../projects/routes.ts';
import { listProjects } from '../projects/store.ts';
import type { House } from './house.ts';
import { joinAuthorizationServer } from './join-authorization-server.ts';
import { version } from './version.ts';

/** People, their projects, and the stream that tells their open pages what changed. */
export async function joinPeople(
  house: House,
  activity: Activity,
  joints: Pick<ProjectRouteDeps, 'emptyProject'>,
) {
  const { publicUrl, config, own } = house;
  // Browsers bind passkeys to a domain, and an address is none: on this machine it has to be `localhost`.
  const { hostname, port } = new URL(publicUrl);
  const passkeyOrigin = isLoopbackHost(hostname) ? `http://localhost:${port || 80}` : publicUrl;
  const identity = createIdentity({
    ...house,
    origins: [...own.origins],
    passkeyOrigin,
    secret: await installSecret(house, 'identity'),
    plugins: providerPlugins({
      outboundFetch: house.outbound.fetch,
      dynamicRegistration: config.clientRegistration,
    }),
  });
  const people = { identity, attempts: createAttemptLimit(house) };
  house.routes.push(
    ...peopleRoutes({
      ...house,
      ...people,
      install: { version, publicUrl, outboundAllow: config.outboundAllow, passkeyOrigin },
      projectsOf: (personId) => listProjects(house, personId),
      onSignIn: async ({ personId, by }) => {
        const [project] = await listProjects(house, personId);
        await activity.record.write(
          {
            kind: 'sign-in',
            personId,
            projectId: project?.id ?? '',
            door: 'by-hand',
            subject: 'Causeway',
            summary: by === 'link' ? 'Signed in with a single-use link.' : 'Signed in with a password.',
          },
          { outcome: 'completed' },
        );
      },
    }),
    ...projectRoutes({ ...house, ...joints, activity: activity.record }),
    ...liveEventRoutes(house),
  );
  joinAuthorizationServer(house, people);
  const answerIdentity = createIdentityMount(identity);
  house.mounts.push({
    path: '/api/auth/*',
    answer: async (request) => answerIdentity(await withBoundedBody(request)),
    origin: 'checked',
  });
  return people;
}
