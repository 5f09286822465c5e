// What every feature stands on: the port, the database, the vault, the way out; and where features put their parts.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Mount } from '../http/app.ts';
import { openListener } from '../http/listener.ts';
import { ownOrigin } from '../http/request-origin.ts';
import { createBus } from '../platform/bus.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { migrate, openDatabase } from '../platform/database.ts';
import { type MakeId, randomId, timedId } from '../platform/ids.ts';
import { createLog, type Log } from '../platform/log.ts';
import { createOutbound } from '../platform/outbound-fetch.ts';
import { createPostgresBus } from '../platform/postgres-bus.ts';
import type { Route } from '../platform/route.ts';
import { createCheckpoints } from '../platform/sqlite-checkpoints.ts';
import { openVault } from '../platform/vault.ts';
import { migrations } from '../storage/migrations.ts';
import type { Tables } from '../storage/tables.ts';
import { createVaultCheck } from '../storage/vault-check.ts';

/** What tests put in the place of the real thing. */
export interface Overrides {
  clock?: Clock;
  makeId?: MakeId;
  log?: Log;
  /** Checks every answer against the contract. */
  checkResponses?: boolean;
  heartbeatMilliseconds?: number;
}

export type House = Awaited<ReturnType<typeof openHouse>>;

/** Opens in the order in which a start can fail cheaply. What was opened is in `endings`, also when it throws. */
export async function openHouse(config: Config, overrides: Overrides, endings: (() => unknown)[]) {
  const log = overrides.log ?? createLog({ level: 'info' });
  const listener = await openListener(config.host, config.port);
  endings.push(() => listener.close(0));
  const publicUrl = config.publicUrl ?? `http://127.0.0.1:${listener.port}`;
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 });
  const database = openDatabase<Tables>(
    config.databaseUrl ? { url: config.databaseUrl } : { file: join(config.dataFolder, 'causeway.db') },
  );
  endings.push(() => database.close());
  const checkpoints = createCheckpoints();
  endings.push(() => checkpoints.close());
  await migrate(database, migrations(database.dialect));
  const vault = await openVault({
    keyFile: join(config.dataFolder, 'vault.key'),
    check: createVaultCheck(database.db),
  });
  const outbound = createOutbound({ allow: config.outboundAllow, log });
  endings.push(() => outbound.close());
  const replicas = config.databaseUrl ? await createPostgresBus({ url: config.databaseUrl, log }) : undefined;
  endings.push(() => replicas?.close());
  const shutdown = new AbortController();
  return {
    config,
    log,
    listener,
    publicUrl,
    own: ownOrigin(publicUrl, listener.port),
    database,
    db: database.db,
    checkpoints,
    vault,
    outbound,
    clock: overrides.clock ?? systemClock,
    makeId: overrides.makeId ?? randomId,
    /** For what comes many times a second. */
    makeTimedId: overrides.makeId ?? timedId,
    bus: replicas ?? createBus(),
    shutdown,
    /** Aborted when the shutdown begins; whatever would never end by itself listens to it. */
    closing: shutdown.signal,
    /** Handlers of the contract. */
    routes: [] as Route[],
    /** Parts that speak a protocol of their own. */
    mounts: [] as Mount[],
    /** Ended in reverse order, after the last answer. */
    endings,
  };
}
