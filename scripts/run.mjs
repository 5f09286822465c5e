// The launcher. `node scripts/run.mjs TASK [arguments]`, on any Node.js 18 or newer and without node_modules:
// it fetches the pinned Node.js and the dependencies when they are missing, then runs the task on them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { runTests } from './test.mjs';
import {
  ensureDependencies,
  ensureNode,
  environment,
  replaceBy,
  root,
  runQuietly,
  tool,
} from './toolchain.mjs';

/** Tasks that are one program: the file it starts with, and arguments that come before the caller's. */
const programs = {
  'example-server': ['example-server/main.ts'],
  bench: ['bench/main.ts'],
  'conformance:client': ['test/conformance/run.ts', 'client'],
  'conformance:server': ['test/conformance/run.ts', 'server'],
  cli: ['cli/main.ts'],
};

/** MiB for what was made just now: Node.js's own 16 cost 50 MiB more under load and save no time that shows. */
const youngMemory = '--max-semi-space-size=8';

const tasks = {
  async start(node, rest) {
    await build(node);
    return replaceBy(node, [youngMemory, join(root, 'server/main.ts'), ...rest]);
  },
  dev: (node, rest) => replaceBy(node, [join(root, 'scripts/dev.mjs'), ...rest]),
  async build(node) {
    await build(node);
    return 0;
  },
  async check(node) {
    const types = await runQuietly(node, [tool('typescript/bin/tsc'), '-p', '.']);
    const style = await runQuietly(node, [tool('@biomejs/biome/bin/biome'), 'check', '.']);
    process.stdout.write(types.output + style.output);
    return types.code || style.code ? 1 : 0;
  },
  test: (node, rest) => runTests(node, rest),
};
for (const [name, [file, ...first]] of Object.entries(programs)) {
  tasks[name] = (node, rest) => {
    if (existsSync(join(root, file))) return replaceBy(node, [join(root, file), ...first, ...rest]);
    console.error(`There is no ${file} in this copy of Causeway, so \`${name}\` cannot run.`);
    return 2;
  };
}

const [name = 'start', ...rest] = process.argv.slice(2);
const task = tasks[name];
if (task === undefined) {
  console.error(`There is no task \`${name}\`. The tasks are: ${Object.keys(tasks).join(', ')}.`);
  process.exit(2);
}
try {
  const node = ensureNode();
  ensureDependencies(node);
  Object.assign(process.env, environment(node));
  process.exitCode = await task(node, rest);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
