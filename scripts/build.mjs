// Builds the web client into dist/ui, when its sources changed since the last build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runQuietly, tool } from './toolchain.mjs';

/** What the built client depends on. */
const sources = ['ui', 'shared', 'vite.config.ts', 'package-lock.json'];

export async function build(node) {
  if (!existsSync(join(root, 'ui/index.html'))) return;
  const stamp = join(root, 'dist/ui.sha256');
  const wanted = digestOfSources();
  if (
    existsSync(join(root, 'dist/ui/index.html')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === wanted
  )
    return;
  console.error('Building the web client…');
  rmSync(stamp, { force: true });
  // Whatever the surroundings say (test runners set it), people and browser tests get React's production form.
  process.env.NODE_ENV = 'production';
  const { code, output } = await runQuietly(node, [tool('vite/bin/vite.js'), 'build', '--logLevel', 'warn']);
  if (output.trim()) console.error(output.trim());
  if (code !== 0) throw new Error('The web client could not be built; the reason stands above.');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, wanted);
}

function digestOfSources() {
  const hash = createHash('sha256');
  for (const source of sources) add(hash, source);
  return hash.digest('hex');
}

function add(hash, path) {
  const full = join(root, path);
  if (!existsSync(full)) return;
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).sort()) add(hash, `${path}/${name}`);
  } else if (!/\.test\.tsx?$/.test(path)) {
    hash.update(path).update('\0').update(readFileSync(full)).update('\0');
  }
}
