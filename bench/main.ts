// `npm run bench [name …]`: every measurement, or those named, one after the other.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Parts of a measurement, not measurements. */
const parts = new Set(['main', 'prepare-gateway', 'tool-search-adapter']);
const all = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
  .filter((name) => !parts.has(name) && !name.includes('.'));
const wanted = process.argv.slice(2);
let failed = 0;
for (const name of wanted.length > 0 ? wanted : all) {
  const file = join(import.meta.dirname, `${name}.ts`);
  if (!existsSync(file)) {
    console.error(`There is no measurement ${name}. There are: ${all.join(', ')}.`);
    process.exit(2);
  }
  console.log(`\n── ${name} ──`);
  if (spawnSync(process.execPath, [file], { stdio: 'inherit' }).status !== 0) failed += 1;
}
process.exit(failed > 0 ? 1 : 0);
