// vitest's global set-up: one folder for temporary files, and one PostgreSQL server for the whole run.
// The server starts when a test file first asks for it, so that runs without PostgreSQL stay quick.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from './start-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Asked by GET, it answers the URL of the PostgreSQL server. */
    postgresStarter: string;
    temporaryFolder: string;
  }
}

interface Run {
  provide(key: 'postgresStarter' | 'temporaryFolder', value: string): void;
}

export default async function setup(run: Run): Promise<() => Promise<void>> {
  let started: Promise<PostgresServer> | undefined;
  const starter = createServer((_request, response) => {
    started ??= startPostgres({ durable: false });
    started.then(
      (server) => response.end(server.url),
      (error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      },
    );
  });
  await new Promise<void>((resolve) => starter.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'causeway-test-'));
  run.provide('postgresStarter', `http://127.0.0.1:${(starter.address() as AddressInfo).port}/`);
  run.provide('temporaryFolder', folder);
  return async () => {
    starter.close();
    const server = await started?.catch(() => undefined);
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
