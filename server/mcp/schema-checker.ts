// Checks arguments and structured results against a server's JSON Schema, away from the event loop, within a
// budget of time (X08): a schema that takes longer is given up, and costs nobody else anything.
import { Worker } from 'node:worker_threads';
import type { Json, JsonObject } from '#shared/json.ts';
import { scanObject } from './json-scan.ts';
import type { SchemaVerdict } from './schema-worker.ts';

export type { SchemaVerdict } from './schema-worker.ts';

export interface SchemaLimits {
  /** Time of one check in the thread. */
  budgetMilliseconds: number;
  schemaBytes: number;
  valueBytes: number;
  /** Objects and arrays inside each other in the schema's text: two of them are one level of `properties`. */
  depth: number;
  subschemas: number;
  /** Checks that may wait. */
  waiting: number;
}

export const defaultSchemaLimits: SchemaLimits = {
  budgetMilliseconds: 150,
  schemaBytes: 64 * 1024,
  valueBytes: 1024 * 1024,
  depth: 64,
  subschemas: 1_000,
  waiting: 500,
};

export interface SchemaChecker {
  /** Never throws and never blocks; `unusable` is no refusal: the server checks for itself. */
  check(schema: JsonObject, value: Json): Promise<SchemaVerdict>;
  close(): Promise<void>;
}

interface Job {
  id: number;
  schema: string;
  value: string;
  resolve: (verdict: SchemaVerdict) => void;
}

/** The thread starts with the first check and is replaced whenever a check took too long. */
export function createSchemaChecker(deps: { limits?: Partial<SchemaLimits> } = {}): SchemaChecker {
  const limits = { ...defaultSchemaLimits, ...deps.limits };
  const queue: Job[] = [];
  let current: Job | undefined;
  let timer: NodeJS.Timeout | undefined;
  let thread: { worker: Worker; ready: boolean } | undefined;
  let nextId = 0;
  let closed = false;

  const settle = (verdict: SchemaVerdict): void => {
    clearTimeout(timer);
    const job = current;
    current = undefined;
    job?.resolve(verdict);
    next();
  };
  const replace = (reason: string): void => {
    const old = thread;
    thread = undefined;
    void old?.worker.terminate();
    if (current) settle({ kind: 'unusable', reason });
    else next();
  };
  const startThread = (): { worker: Worker; ready: boolean } => {
    const worker = new Worker(new URL('./schema-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    });
    const made = { worker, ready: false };
    worker.unref();
    worker.on('message', ({ id, verdict }: { id: number; verdict?: SchemaVerdict }) => {
      if (thread !== made) return;
      made.ready = true;
      if (verdict && current?.id === id) settle(verdict);
      else next();
    });
    const gone = (): void => {
      if (thread === made) replace('checking it broke the checker');
    };
    worker.on('error', gone);
    worker.on('exit', gone);
    return made;
  };
  const next = (): void => {
    if (closed || current || queue.length === 0) return;
    thread ??= startThread();
    if (!thread.ready) return;
    current = queue.shift();
    if (!current) return;
    const { id, schema, value } = current;
    timer = setTimeout(() => replace('checking it takes too long'), limits.budgetMilliseconds);
    thread.worker.postMessage({ id, schema, value });
  };

  return {
    check(schema, value) {
      const schemaText = JSON.stringify(schema);
      const valueText = JSON.stringify(value);
      const unusable = whyNot(schemaText, valueText, limits);
      if (unusable) return Promise.resolve({ kind: 'unusable', reason: unusable });
      if (queue.length >= limits.waiting) {
        return Promise.resolve({ kind: 'unusable', reason: 'too many checks are waiting' });
      }
      return new Promise((resolve) => {
        queue.push({ id: ++nextId, schema: schemaText, value: valueText, resolve });
        next();
      });
    },
    async close() {
      closed = true;
      for (const job of queue.splice(0)) job.resolve({ kind: 'unusable', reason: 'Causeway is ending' });
      if (current) settle({ kind: 'unusable', reason: 'Causeway is ending' });
      await thread?.worker.terminate();
    },
  };
}

function whyNot(schema: string, value: string, limits: SchemaLimits): string | undefined {
  if (schema.length > limits.schemaBytes) return 'it is too large';
  if (value.length > limits.valueBytes) return 'the value is too large to be checked';
  const scanned = scanObject(schema, { maxDepth: limits.depth });
  if (!scanned.ok) return 'it is nested too deep';
  // Braces in texts are counted too; a schema with a thousand of them is no ordinary one either way.
  return (schema.match(/\{/g)?.length ?? 0) > limits.subschemas ? 'it has too many parts' : undefined;
}
