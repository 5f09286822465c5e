// `npm test`: types, style, unit and story tests, then the browser. Ends with the one line that counts.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { replaceBy, root, runQuietly, tool } from './toolchain.mjs';

/** Each leg answers `{passed, failed}`. Arguments are given to vitest, and then only vitest runs. */
export async function runTests(node, rest) {
  const scratch = mkdtempSync(join(tmpdir(), 'causeway-test-'));
  try {
    const legs = rest.length > 0 ? [unit] : [check, unit, browser];
    const total = { passed: 0, failed: 0 };
    for (const leg of legs) {
      const { passed, failed } = await leg(node, rest, scratch);
      total.passed += passed;
      total.failed += failed;
    }
    console.log(`${total.passed} passed, ${total.failed} failed`);
    return total.failed > 0 || total.passed === 0 ? 1 : 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Types and style, one test each. */
async function check(node) {
  const checks = [
    ['types (tsc)', [tool('typescript/bin/tsc'), '-p', '.']],
    ['style (biome)', [tool('@biomejs/biome/bin/biome'), 'check', '.', '--diagnostic-level=error']],
  ];
  const counts = { passed: 0, failed: 0 };
  const results = await Promise.all(checks.map(([, command]) => runQuietly(node, command)));
  for (const [index, { code, output }] of results.entries()) {
    console.log(`${code === 0 ? '✓' : '✗'} ${checks[index][0]}`);
    if (code !== 0) console.log(output);
    counts[code === 0 ? 'passed' : 'failed'] += 1;
  }
  return counts;
}

async function unit(node, rest, scratch) {
  const report = join(scratch, 'vitest.json');
  const code = await replaceBy(
    node,
    [
      tool('vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...rest,
    ],
    { cwd: root },
  );
  const found = readReport(report);
  if (!found) return ended('vitest', code);
  // A file that cannot be loaded has no tests to fail; it counts as one.
  const broken = found.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((each) => each.status === 'failed'),
  ).length;
  return atLeastOneWhen(code, { passed: found.numPassedTests, failed: found.numFailedTests + broken });
}

async function browser(node, _rest, scratch) {
  const folder = join(root, 'test/browser');
  const hasTests =
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((name) => /\.(test|spec)\.ts$/.test(name));
  if (!hasTests) return { passed: 0, failed: 0 };
  const chromium = [process.env.CHROMIUM, '/usr/bin/chromium'].find((path) => path && existsSync(path));
  if (!chromium) {
    console.log(
      '\n!!! THE BROWSER TESTS DID NOT RUN: there is no Chromium.\n!!! Install it (Debian: apt-get install chromium) or name it in CHROMIUM. This counts as failed.\n',
    );
    return { passed: 0, failed: 1 };
  }
  try {
    await build(node);
  } catch (error) {
    console.log(`✗ web client: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
  const report = join(scratch, 'playwright.json');
  const code = await replaceBy(node, [tool('@playwright/test/cli.js'), 'test', '--reporter=list,json'], {
    cwd: root,
    env: { ...process.env, CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  const found = readReport(report);
  if (!found) return ended('playwright', code);
  return atLeastOneWhen(code, {
    passed: found.stats.expected,
    failed: found.stats.unexpected + found.stats.flaky,
  });
}

const readReport = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

function ended(name, code) {
  console.log(`✗ ${name} ended with code ${code} and without a report`);
  return { passed: 0, failed: 1 };
}

/** A runner that says no (an unhandled error, say) while every test passed is a failure too. */
const atLeastOneWhen = (code, counts) =>
  code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
