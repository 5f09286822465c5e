// Runs scenarios of the official conformance suite, one process each. The suite's own way to run many starts all
// at once, ignores exit codes of clients, and calls a scenario without a check passed; here neither counts.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const manifest = createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json');
const program = join(dirname(manifest), 'dist/index.js');

export type Mode = 'client' | 'server';
/** `--command` for a client, `--url` for a server. */
export type Target = { mode: 'client'; command: string } | { mode: 'server'; url: string };

export interface Leg {
  name: string;
  /** Protocol revision of the wire; undefined: the scenario's own. */
  revision: string | undefined;
  scored: boolean;
  scenarios: string[];
}

export interface ScenarioResult {
  leg: string;
  scenario: string;
  /** `skipped`: nothing but the form of the messages was checked. */
  verdict: 'passed' | 'failed' | 'skipped';
  checks: { passed: number; failed: number; warnings: number };
  /** Ids and words of what failed, and the end of the output. */
  why: string;
}

interface Check {
  id: string;
  status: string;
  errorMessage?: string;
}

/** The legs of the two frozen requirement sets, and what is run without being scored. */
export async function legsOf(mode: Mode): Promise<Leg[]> {
  const legs: Leg[] = [];
  const revisions = ['2025-11-25', '2026-07-28'];
  for (const revision of revisions)
    legs.push({ name: revision, revision, scored: true, scenarios: await required(mode, revision) });
  const { output } = await run(['list', `--${mode}`]);
  const tags = [...output.matchAll(/^ {2}- (\S+) \[([^\]]*)\]/gm)];
  const tagged = (tag: string) =>
    tags.filter((match) => match[2]?.split(',').includes(tag)).map((match) => match[1] ?? '');
  for (const revision of ['2025-03-26', '2025-06-18'])
    legs.push({ name: revision, revision, scored: false, scenarios: tagged(revision) });
  legs.push({ name: 'extensions', revision: undefined, scored: false, scenarios: tagged('extension') });
  return legs;
}

async function required(mode: Mode, revision: string): Promise<string[]> {
  const { output } = await run(['list', '--requirements', revision]);
  const heading = mode === 'client' ? 'Client scenarios' : 'Server scenarios';
  const part = output.split(/\n\n/).find((text) => text.trimStart().startsWith(heading)) ?? '';
  return [...part.matchAll(/^ +- (\S+)/gm)].map((match) => match[1] ?? '');
}

export async function runScenario(target: Target, leg: Leg, scenario: string): Promise<ScenarioResult> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    const { code, output } = await run([
      target.mode,
      ...(target.mode === 'client' ? ['--command', target.command] : ['--url', target.url]),
      ...['--scenario', scenario, '-o', folder, '--timeout', '60000'],
      ...(leg.revision ? ['--spec-version', leg.revision, '--force'] : []),
    ]);
    const file = readdirSync(folder, { recursive: true }).find((name) =>
      String(name).endsWith('checks.json'),
    );
    const checks = file ? (JSON.parse(readFileSync(join(folder, String(file)), 'utf8')) as Check[]) : [];
    const count = (status: string) => checks.filter((check) => check.status === status).length;
    const counts = { passed: count('SUCCESS'), failed: count('FAILURE'), warnings: count('WARNING') };
    const real = checks.some(({ id, status }) => status === 'SUCCESS' && !id.startsWith('wire-schema'));
    const isGood = target.mode === 'client' ? code === 0 : counts.failed === 0 && checks.length > 0;
    const bad = checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING');
    return {
      leg: leg.name,
      scenario,
      verdict: !isGood ? 'failed' : real ? 'passed' : 'skipped',
      checks: counts,
      why: isGood
        ? ''
        : `${bad.map(({ id, errorMessage }) => `${id} ${errorMessage ?? ''}`).join('\n')}\n${output.slice(-1500)}`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const hear = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** All scenarios of the legs, two at a time; each result is told as it comes. */
export async function runLegs(
  target: Target,
  legs: Leg[],
  tell: (result: ScenarioResult) => void,
): Promise<ScenarioResult[]> {
  const queue = legs.flatMap((leg) => leg.scenarios.map((scenario) => ({ leg, scenario })));
  const results: ScenarioResult[] = [];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const result = await runScenario(target, next.leg, next.scenario);
      results.push(result);
      tell(result);
    }
  };
  await Promise.all([work(), work()]);
  return results;
}

/** `exec`, so that a client that hangs ends with the shell that the suite kills. */
export const clientTarget: Target = {
  mode: 'client',
  command: `exec ${process.execPath} ${join(import.meta.dirname, 'client-driver.ts')}`,
};
