// Finds or fetches what Causeway runs on: a Node.js of the right version, and the packages of the lockfile.
// Nothing is imported but what Node.js 18 itself brings.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Oldest Node.js that runs TypeScript files and has `node:sqlite` as Causeway uses them. */
const oldestNode = 24;
const windows = process.platform === 'win32';

export const tool = (path) => join(root, 'node_modules', path);

const textOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
const digestOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Path of a Node.js that is new enough: the one that runs this, or the pinned one from the npm registry. */
export function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) return process.execPath;
  const folder = join(root, 'runtime');
  const stamp = join(folder, 'node_modules/.lockfile-sha256');
  const wanted = digestOf(join(folder, 'package-lock.json'));
  const linked = isLink(join(folder, 'node_modules'));
  if (!fetchedNode() || (!linked && textOf(stamp) !== wanted)) {
    console.error(
      `Node.js ${process.versions.node} is older than ${oldestNode}: fetching Node.js 26 from the npm registry (once, about 60 MB)…`,
    );
    installFromLockfile(process.execPath, folder);
    writeFileSync(stamp, wanted);
  }
  const node = fetchedNode();
  if (node) return node;
  throw new Error(
    `There is no prepared Node.js for ${process.platform} ${process.arch}. Install Node.js ${oldestNode} or newer and start again.`,
  );
}

function fetchedNode() {
  const folder = join(root, 'runtime/node_modules');
  if (!existsSync(folder)) return undefined;
  return readdirSync(folder)
    .filter((name) => name.startsWith('node-'))
    .map((name) => join(folder, name, 'bin', windows ? 'node.exe' : 'node'))
    .find((path) => existsSync(path));
}

/** Installs what the lockfile says, when that is not what is installed. A linked node_modules is left alone. */
export function ensureDependencies(node) {
  const modules = join(root, 'node_modules');
  if (isLink(modules)) return;
  const stamp = join(modules, '.lockfile-sha256');
  const wanted = digestOf(join(root, 'package-lock.json'));
  if (textOf(stamp) === wanted) return;
  console.error('Installing the dependencies of the lockfile (once, under a minute)…');
  installFromLockfile(node, root);
  writeFileSync(stamp, wanted);
}

function isLink(path) {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function installFromLockfile(node, folder) {
  const npm = process.env.npm_execpath;
  const argumentsOfNpm = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: folder, stdio: ['ignore', 2, 2], env: environmentOfNpm(node) };
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const { status } = npm
      ? spawnSync(node, [npm, ...argumentsOfNpm], options)
      : spawnSync('npm', argumentsOfNpm, { ...options, shell: windows });
    if (status === 0) return;
    console.error(`npm ci in ${folder} failed (attempt ${attempt} of 3).`);
  }
  throw new Error(
    `The packages could not be installed. Read what npm said above; check the network or the registry in .npmrc, then start again.`,
  );
}

/** npm passes its own settings down to what it starts; a second npm must not take them for its own. */
function environmentOfNpm(node) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(config_(global|prefix|local_prefix)|package_|lifecycle_)/.test(name),
  );
  return { ...Object.fromEntries(inherited), ...environment(node) };
}

/** The environment in which `node` and the installed tools are found first. */
export function environment(node) {
  return {
    PATH: [dirname(node), tool('.bin'), process.env.PATH].join(delimiter),
    // Compiled modules are kept, so that the second start has less to do.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? tool('.cache/compiled'),
  };
}

/** Runs a program in the place of this one: signals go to it, its exit code is the answer. */
export function replaceBy(command, argumentsOfCommand, options = {}) {
  const child = spawn(command, argumentsOfCommand, { stdio: 'inherit', ...options });
  const signals = windows ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const forward = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  // npm gives SIGTERM to a shell that dies of it without a word: losing that parent is the only sign of it.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event && process.ppid !== parent) {
      clearInterval(watch);
      child.kill('SIGTERM');
    }
  }, 200);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      for (const each of signals) process.off(each, forward);
      resolve(signal ? 1 : (code ?? 1));
    });
  });
}

/** Runs a program and gives its exit code and all it printed. */
export function runQuietly(command, argumentsOfCommand) {
  const child = spawn(command, argumentsOfCommand, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const add = (chunk) => {
    output += chunk;
  };
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
