// Collects steps in their order and hands them on as they come; what the network failed at counts for its own step.

import { AppError } from '#shared/app-error.ts';
import type { SignInStep } from '#shared/contract/authorization.ts';
import {
  type CheckStep,
  type CheckStepName,
  checkStepName,
  type Exchange,
} from '#shared/contract/connection-check.ts';
import { type Cause, causes } from '../authorization/causes.ts';
import type { StepResult } from '../authorization/step.ts';

const order = checkStepName.options;

export interface Report {
  /** The steps as they end; ends after `close` or `crash`. */
  steps(): AsyncGenerator<CheckStep>;
  pass(step: CheckStepName, line: string, exchanges?: Exchange[]): void;
  fail(
    step: CheckStepName,
    cause: Cause,
    line: string,
    more?: { fix?: string; exchanges?: Exchange[] },
  ): void;
  result(step: CheckStepName, result: StepResult<unknown>): void;
  /** A step of a sign-in; a failure of the network is moved to where it belongs. */
  fromSignIn(step: SignInStep): void;
  /** Skips everything that is not told yet before this step. */
  skipUntil(step: CheckStepName, why: string): void;
  skipRest(why: string): void;
  close(): void;
  crash(error: unknown): void;
}

/** What the first answer of the server proves, when nothing failed there. */
const reached: [CheckStepName, (url: URL) => string][] = [
  ['dns', (url) => `${url.hostname} is known`],
  ['address', (url) => `${url.hostname} may be reached`],
  [
    'tls',
    (url) =>
      url.protocol === 'https:'
        ? `${url.host} has a valid certificate`
        : `${url.host} is reached without encryption`,
  ],
];

export function createReport(): Report {
  const told = new Set<CheckStepName>();
  const waiting: CheckStep[] = [];
  let wake: (() => void) | undefined;
  let over = false;
  let since = performance.now();
  let url: URL | undefined;

  function tell(step: Omit<CheckStep, 'milliseconds' | 'exchanges'> & { exchanges?: Exchange[] }): void {
    if (told.has(step.step)) return;
    told.add(step.step);
    const now = performance.now();
    const exchanges = step.exchanges ?? [];
    const first = exchanges[0];
    if (first && URL.canParse(first.sent.url)) url ??= new URL(first.sent.url);
    waiting.push({ ...step, exchanges, milliseconds: Math.round(now - since) });
    since = now;
    wake?.();
  }
  const report: Report = {
    pass(step, line, exchanges) {
      if (exchanges && order.indexOf(step) >= order.indexOf('protocol')) tellReached(step, exchanges);
      tell({ step, state: 'passed', line, ...(exchanges && { exchanges }) });
    },
    fail(step, cause, line, { fix, exchanges } = {}) {
      if (exchanges) tellReached(step, exchanges);
      tell({
        step,
        state: 'failed',
        line,
        cause,
        fix: fix ?? causes[cause].fix,
        ...(exchanges && { exchanges }),
      });
    },
    result(step, result) {
      if (result.state === 'passed') return report.pass(step, result.line, result.exchanges);
      const { cause, message, fix } = result.failure;
      report.fail(placeOf(step, cause), cause, message, { fix, exchanges: result.exchanges });
    },
    fromSignIn(step) {
      const name = step.name as CheckStepName;
      if (step.state === 'passed') return report.pass(name, step.line, step.exchanges);
      const cause = step.cause as Cause;
      report.fail(placeOf(name, cause), cause, step.line, {
        ...(step.fix && { fix: step.fix }),
        exchanges: step.exchanges,
      });
    },
    skipUntil(step, why) {
      for (const name of order.slice(0, order.indexOf(step)))
        tell({ step: name, state: 'skipped', line: why });
    },
    skipRest(why) {
      for (const name of order) tell({ step: name, state: 'skipped', line: why });
    },
    close() {
      over = true;
      wake?.();
    },
    crash(error) {
      const line =
        error instanceof AppError ? error.message : 'The check itself broke; this is a fault of Causeway.';
      const next = order.find((name) => !told.has(name));
      if (next)
        tell({ step: next, state: 'failed', line, cause: 'catalogue_failed', fix: 'Run the check again.' });
      report.skipRest('An earlier step failed');
      report.close();
    },
    async *steps() {
      while (true) {
        yield* waiting.splice(0);
        if (over && waiting.length === 0) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (over || waiting.length > 0) resolve();
        });
        wake = undefined;
      }
    },
  };

  /** Before a step that needed the network, everything up to it is proved, or failed at the step itself. */
  function tellReached(step: CheckStepName, exchanges: Exchange[]): void {
    const first = exchanges[0]?.sent.url;
    const at = url ?? (first && URL.canParse(first) ? new URL(first) : undefined);
    if (!at) return;
    for (const [name, line] of reached)
      if (order.indexOf(name) < order.indexOf(step)) tell({ step: name, state: 'passed', line: line(at) });
  }
  return report;

  /** A host that is found later, such as the authorization server's, fails at the step that needed it. */
  function placeOf(step: CheckStepName, cause: Cause): CheckStepName {
    const own = causes[cause].step;
    if (step !== 'protocol') return step;
    return order.indexOf(own) < order.indexOf(step) ? own : step;
  }
}
