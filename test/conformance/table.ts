// How a run of the suite is told, and what it ends with.
import type { Leg, ScenarioResult } from './suite.ts';

export function tellScenario({ leg, scenario, verdict, why }: ScenarioResult): void {
  console.log(`${verdict.padEnd(8)}${leg.padEnd(12)}${scenario}`);
  if (why) console.log(why);
}

/** Prints a line for each leg; answers whether every scored scenario passed. */
export function tellLegs(legs: Leg[], results: ScenarioResult[]): boolean {
  console.log('');
  for (const { name, scored, scenarios } of legs) {
    const of = (verdict: string) => results.filter((r) => r.leg === name && r.verdict === verdict).length;
    console.log(
      `${name.padEnd(12)}${scored ? 'scored' : '      '}  ${of('passed')} of ${scenarios.length} passed, ${of('failed')} failed, ${of('skipped')} skipped`,
    );
  }
  const bad = results.filter((r) => r.verdict === 'failed');
  return !bad.some(({ leg }) => legs.find(({ name }) => name === leg)?.scored);
}
