// The database of this installation, opened directly; a running Causeway may have it open as well.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '#server/config.ts';
import { type Database, openDatabase } from '#server/platform/database.ts';
import type { Tables } from '#server/storage/tables.ts';
import { noDataFolder } from './errors.ts';
import type { Session } from './session.ts';

/** Options of every command that works on the data folder; the settings of the server otherwise. */
export interface PlaceOptions {
  data?: string;
  databaseUrl?: string;
}

/** Runs `work` on the database and closes it. Throws `data_folder_missing`; makes and changes no tables. */
export async function withLocalDatabase<Result>(
  session: Session,
  options: PlaceOptions,
  work: (database: Database<Tables>) => Promise<Result>,
): Promise<Result> {
  const flags = [
    ...(options.data === undefined ? [] : ['--data', options.data]),
    ...(options.databaseUrl === undefined ? [] : ['--database-url', options.databaseUrl]),
  ];
  const { dataFolder, databaseUrl } = readConfig(session.surroundings.environment, flags);
  const file = join(dataFolder, 'causeway.db');
  if (databaseUrl === undefined && !existsSync(file)) throw noDataFolder(dataFolder);
  const database = openDatabase<Tables>(databaseUrl === undefined ? { file } : { url: databaseUrl });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
