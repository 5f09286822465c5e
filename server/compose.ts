// Joins everything, in the order of dependencies. Each feature has its `compose/join-NAME.ts`, which takes the house
// and what it needs of the features before it, adds its routes, mounts and endings, and gives what later ones need.
// Only this file, that folder and main.ts see all of the server.
import { join } from 'node:path';
import { type House, type Overrides, openHouse } from './compose/house.ts';
import { joinActivity } from './compose/join-activity.ts';
import { joinConnectionCheck } from './compose/join-connection-check.ts';
import { joinConnectors } from './compose/join-connectors.ts';
import { joinGate } from './compose/join-gate.ts';
import { joinGateway } from './compose/join-gateway.ts';
import { joinMcp } from './compose/join-mcp.ts';
import { joinPeople } from './compose/join-people.ts';
import type { Config } from './config.ts';
import { isLoopbackHost } from './config.ts';
import { createApp } from './http/app.ts';
import { createStaticUi } from './http/static-ui.ts';
import { ensureOwner, hasCredential } from './people/persons.ts';
import { readActor } from './people/read-actor.ts';
import { createSignInLink } from './people/sign-in-links.ts';

export type { Overrides } from './compose/house.ts';
export type Causeway = Awaited<ReturnType<typeof composeCauseway>>;

/** Opens the port, the database and the vault, and joins the features; nothing is answered before `start`. */
export async function composeCauseway(config: Config, overrides: Overrides = {}) {
  const endings: (() => unknown)[] = [];
  const end = async (): Promise<void> => {
    for (const ending of endings.splice(0).reverse()) await ending();
  };
  try {
    const house = await openHouse(config, overrides, endings);
    const parts = await joinFeatures(house);
    const app = createHouseApp(house, parts, overrides);
    return {
      app,
      url: house.publicUrl,
      routes: house.routes,
      /** For the few who need the parts: the first start, tests. */
      parts: { ...house, ...parts },
      /** Begins to answer. The link signs the owner in while there is no password or passkey. */
      async start(): Promise<{ url: string; signInUrl: string | undefined }> {
        const { publicUrl, listener } = house;
        const owner = await ensureOwner(house);
        const link = (await hasCredential(house, owner.id))
          ? undefined
          : await createSignInLink(house, owner.id);
        const behindProxy = !isLoopbackHost(new URL(publicUrl).hostname);
        listener.serve((request) => app.fetch(request), { behindProxy, first: parts.gateway.serve });
        parts.connectors.start();
        return { url: publicUrl, signInUrl: link && `${publicUrl}/sign-in?link=${link}` };
      },
      /** Lets answers in progress end, at most `graceMilliseconds`, then closes everything. */
      async close(graceMilliseconds = 10_000): Promise<void> {
        house.shutdown.abort();
        await house.listener.close(graceMilliseconds);
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function joinFeatures(house: House) {
  const record = await joinActivity(house);
  // A project that goes takes what connectors and the gate keep in it: both come later.
  const people = await joinPeople(house, record.activity, {
    async emptyProject(actor, projectId) {
      await joined.connectors.removeOfProject(actor, projectId);
      await gate.forgetProject({ personId: actor.personId, projectId });
    },
  });
  const remote = joinMcp(house);
  // Connectors show what the gate decides, and the gate calls connectors: the first is bound late.
  const joined = joinConnectors(house, remote, {
    activity: record.activity.record,
    toolStates: (of) => gate.toolStates(of),
    heldCounts: (personId, connectorIds) => gate.heldCounts(personId, connectorIds),
  });
  const { gate } = joinGate(house, remote, { ...record, ...joined });
  joinConnectionCheck(house, remote, joined);
  const { gateway } = joinGateway(house, { ...remote, ...joined, gate });
  return { ...record, ...people, ...remote, ...joined, gate, gateway };
}

const createHouseApp = (
  house: House,
  parts: Awaited<ReturnType<typeof joinFeatures>>,
  overrides: Overrides,
) =>
  createApp({
    ...house,
    ui: createStaticUi(join(import.meta.dirname, '../dist/ui')),
    readActor: (request) => readActor({ ...house, ...parts }, request),
    checkResponses: overrides.checkResponses ?? false,
    ...(overrides.heartbeatMilliseconds === undefined
      ? {}
      : { heartbeatMilliseconds: overrides.heartbeatMilliseconds }),
  });
