// Joins everything. A section per feature, in the order of their dependencies; each adds its routes, its mounts
// and what has to be ended. The only file, with main.ts, that sees all of them.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { isLoopbackHost } from './config.ts';
import { createApp, type Mount, withBoundedBody } from './http/app.ts';
import { openListener } from './http/listener.ts';
import { liveEventRoutes } from './http/live-events.ts';
import { ownOrigin } from './http/request-origin.ts';
import { createStaticUi } from './http/static-ui.ts';
import { createRemoteServers } from './mcp/remote-servers.ts';
import { createAttemptLimit } from './people/attempt-limit.ts';
import { createIdentity } from './people/identity.ts';
import { createIdentityMount } from './people/identity-mount.ts';
import { installSecret } from './people/install-secret.ts';
import { ensureOwner, hasCredential } from './people/persons.ts';
import { readActor } from './people/read-actor.ts';
import { peopleRoutes } from './people/routes.ts';
import { createSignInLink } from './people/sign-in-links.ts';
import { createBus } from './platform/bus.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import { migrate, openDatabase } from './platform/database.ts';
import { type MakeId, randomId } from './platform/ids.ts';
import { createLog, type Log } from './platform/log.ts';
import { createOutbound } from './platform/outbound-fetch.ts';
import type { Route } from './platform/route.ts';
import { openVault } from './platform/vault.ts';
import { projectRoutes } from './projects/routes.ts';
import { listProjects } from './projects/store.ts';
import { migrations } from './storage/migrations.ts';
import type { Tables } from './storage/tables.ts';
import { createVaultCheck } from './storage/vault-check.ts';

/** What tests put in the place of the real thing. */
export interface Overrides {
  clock?: Clock;
  makeId?: MakeId;
  log?: Log;
  /** Checks every answer against the contract. */
  checkResponses?: boolean;
  heartbeatMilliseconds?: number;
}

export type Causeway = Awaited<ReturnType<typeof composeCauseway>>;

const root = join(import.meta.dirname, '..');

/** Opens the port, the database and the vault, and joins the features; nothing is answered before `start`. */
export async function composeCauseway(config: Config, overrides: Overrides = {}) {
  const clock = overrides.clock ?? systemClock;
  const makeId = overrides.makeId ?? randomId;
  const log = overrides.log ?? createLog({ level: 'info' });
  const bus = createBus();
  const routes: Route[] = [];
  const mounts: Mount[] = [];
  /** Ended in reverse order, after the last answer. */
  const endings: (() => unknown)[] = [];
  const end = async (): Promise<void> => {
    for (const ending of endings.splice(0).reverse()) await ending();
  };
  try {
    // ── platform ────────────────────────────────────────────────────────────────────────────────────────────
    const listener = await openListener(config.host, config.port);
    endings.push(() => listener.close(0));
    const publicUrl = config.publicUrl ?? `http://127.0.0.1:${listener.port}`;
    const own = ownOrigin(publicUrl, listener.port);
    mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 });
    const database = openDatabase<Tables>(
      config.databaseUrl ? { url: config.databaseUrl } : { file: join(config.dataFolder, 'causeway.db') },
    );
    endings.push(() => database.close());
    await migrate(database, migrations(database.dialect));
    const { db } = database;
    const vault = await openVault({
      keyFile: join(config.dataFolder, 'vault.key'),
      check: createVaultCheck(db),
    });
    const outbound = createOutbound({ allow: config.outboundAllow, log });
    endings.push(() => outbound.close());
    const common = { db, clock, makeId, log, bus, vault };

    // ── people ──────────────────────────────────────────────────────────────────────────────────────────────
    const passkeyOrigin = passkeyOriginOf(publicUrl, listener.port);
    const identity = createIdentity({
      ...common,
      publicUrl,
      origins: [...own.origins],
      passkeyOrigin,
      secret: await installSecret(common, 'identity'),
    });
    const people = { ...common, identity, attempts: createAttemptLimit(common) };
    const install = { version, publicUrl, outboundAllow: config.outboundAllow, passkeyOrigin };
    routes.push(
      ...peopleRoutes({
        ...people,
        install,
        projectsOf: (personId) => listProjects(common, personId),
        onSignIn: async ({ personId, by }) => log.info('signed in', { personId, by }),
      }),
    );
    const answerIdentity = createIdentityMount(identity);
    mounts.push({
      path: '/api/auth/*',
      answer: async (request) => answerIdentity(await withBoundedBody(request)),
      origin: 'checked',
    });

    // ── projects, live events ───────────────────────────────────────────────────────────────────────────────
    routes.push(...projectRoutes(common), ...liveEventRoutes(common));

    // ── remote MCP servers ──────────────────────────────────────────────────────────────────────────────────
    const remote = createRemoteServers({ ...outbound, clock, ids: makeId, log, version });
    endings.push(() => remote.upstreams.closeAll());

    // ── http ────────────────────────────────────────────────────────────────────────────────────────────────
    const app = createApp({
      routes,
      mounts,
      own,
      log,
      ui: createStaticUi(join(root, 'dist/ui')),
      readActor: (request) => readActor(people, request),
      checkResponses: overrides.checkResponses ?? false,
      ...(overrides.heartbeatMilliseconds === undefined
        ? {}
        : { heartbeatMilliseconds: overrides.heartbeatMilliseconds }),
    });
    const behindProxy = !isLoopbackHost(new URL(publicUrl).hostname);
    return {
      app,
      url: publicUrl,
      routes,
      /** For the few who need the parts: the first start, tests. */
      parts: { ...people, database, outbound, ...remote },
      /** Begins to answer. The link signs the owner in while there is no password or passkey. */
      async start(): Promise<{ url: string; signInUrl: string | undefined }> {
        const owner = await ensureOwner(common);
        const link = (await hasCredential(common, owner.id))
          ? undefined
          : await createSignInLink(common, owner.id);
        listener.serve((request) => app.fetch(request), { behindProxy });
        return { url: publicUrl, signInUrl: link && `${publicUrl}/sign-in?link=${link}` };
      },
      /** Lets answers in progress end, at most `graceMilliseconds`, then closes everything. */
      async close(graceMilliseconds = 10_000): Promise<void> {
        await listener.close(graceMilliseconds);
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;

/** Browsers bind passkeys to a domain, and an address is none: on this machine it has to be `localhost`. */
const passkeyOriginOf = (publicUrl: string, port: number): string =>
  isLoopbackHost(new URL(publicUrl).hostname) ? `http://localhost:${port}` : publicUrl;
