// Runs in a thread of its own: schemas and values of servers are hostile input, and this thread may be ended at
// any moment. Patterns are matched by an engine without backtracking; no schema is fetched from anywhere.
import { parentPort } from 'node:worker_threads';
import { Ajv, type Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { RE2JS } from 're2js';

export interface SchemaJob {
  id: number;
  /** JSON texts. */
  schema: string;
  value: string;
}
export type SchemaVerdict =
  | { kind: 'valid' }
  /** `path` is a JSON pointer into the value. */
  | { kind: 'invalid'; problems: { path: string; message: string }[] }
  /** It cannot be said; the server has to check by itself. */
  | { kind: 'unusable'; reason: string };

type Validate = ((value: unknown) => unknown) & {
  errors?: { instancePath: string; message?: string }[] | null;
};

/** A pattern that RE2 cannot say (look-around, back references) is taken as matched: the server checks it. */
function linearPattern(pattern: string): { test(text: string): boolean; toString(): string } {
  // ajv tells patterns apart by their text form.
  const asText = (): string => `/${pattern}/`;
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
    return { test: (text) => compiled.matcher(text).find(), toString: asText };
  } catch {
    return { test: () => true, toString: asText };
  }
}
const engine = Object.assign(linearPattern, { code: 'linearPattern' });

const options: Options = {
  strict: false,
  logger: false,
  // One problem is enough to refuse; collecting all of them is what makes some schemas explode.
  allErrors: false,
  code: { regExp: engine },
};

const compiled = new Map<string, Validate | string>();
const kept = 100;

function compile(text: string): Validate | string {
  const known = compiled.get(text);
  if (known) return known;
  const made = compileAnew(text);
  compiled.set(text, made);
  if (compiled.size > kept) {
    const oldest = compiled.keys().next().value;
    if (oldest !== undefined) compiled.delete(oldest);
  }
  return made;
}

/** A validator of its own for each schema, so that an old one can be collected whole (R25). */
function compileAnew(text: string): Validate | string {
  try {
    const schema = JSON.parse(text) as Record<string, unknown>;
    const dialect = typeof schema.$schema === 'string' ? schema.$schema : '';
    const ajv = /draft-0[67]/.test(dialect)
      ? new Ajv(options)
      : /2019-09/.test(dialect)
        ? new Ajv2019(options)
        : dialect === '' || /2020-12/.test(dialect)
          ? new Ajv2020(options)
          : undefined;
    if (!ajv) return `it is written in a dialect that Causeway does not know (${dialect.slice(0, 80)})`;
    formats.default(ajv, { mode: 'fast' });
    return ajv.compile(schema) as Validate;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 200) : 'it cannot be read';
  }
}

function judge(job: SchemaJob): SchemaVerdict {
  const validate = compile(job.schema);
  if (typeof validate === 'string') return { kind: 'unusable', reason: validate };
  try {
    if (validate(JSON.parse(job.value)) === true) return { kind: 'valid' };
  } catch {
    return { kind: 'unusable', reason: 'it refers to itself without end' };
  }
  const problems = (validate.errors ?? []).slice(0, 5).map(({ instancePath, message }) => ({
    path: instancePath.slice(0, 200),
    message: (message ?? 'does not fit').slice(0, 200),
  }));
  return { kind: 'invalid', problems };
}

// Warm: the first schema of a server should not pay for loading the compiler.
judge({
  id: 0,
  schema: '{"type":"object","properties":{"a":{"type":"string","pattern":"^a+$"}}}',
  value: '{"a":"a"}',
});
parentPort?.on('message', (job: SchemaJob) => {
  parentPort?.postMessage({ id: job.id, verdict: judge(job) });
});
parentPort?.postMessage({ id: 0 });
