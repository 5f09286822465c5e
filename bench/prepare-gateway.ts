// Makes a data folder as a person would have it after a while: connectors with kept catalogues, every tool allowed,
// one usage limit, one access token. `node bench/prepare-gateway.ts DATA_FOLDER TOKEN_FILE URL...`
import { writeFileSync } from 'node:fs';
import { api } from '#shared/contract/api.ts';
import { startCauseway } from '#test/causeway.ts';

const [dataFolder = '', tokenFile = '', ...urls] = process.argv.slice(2);
const causeway = await startCauseway({ dataFolder });
const { db } = causeway.causeway.parts;

/** A server that does not answer now was there once: its catalogue is kept, its calls fail. */
async function add(url: string, name: string): Promise<string> {
  const body = (from: string) => ({ name, url: from, signIn: { kind: 'none' as const } });
  try {
    return (await causeway.api(api.connectors.add, { body: body(url) })).connector.id;
  } catch {
    const { connector } = await causeway.api(api.connectors.add, { body: body(urls[0] ?? '') });
    await db.updateTable('connector').set({ url }).where('id', '=', connector.id).execute();
    return connector.id;
  }
}

for (const [index, url] of urls.entries()) {
  const connectorId = await add(url, `s${index}`);
  for (const group of ['read-only', 'write', 'destructive', 'unknown'] as const)
    await causeway.api(api.connectors.setPermission, {
      params: { connectorId },
      body: { target: { kind: 'group', group }, permission: 'allow' },
    });
  if (index === 0)
    await causeway.api(api.limits.add, {
      body: { scope: 'connector', connectorId, period: 'day', maximum: 1_000_000_000, timeZone: 'UTC' },
    });
}
writeFileSync(tokenFile, await causeway.token(['call']));
await causeway.close();
process.exit(0);
