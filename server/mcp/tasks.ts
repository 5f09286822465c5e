// Work that outlives its request: the tasks extension of 2026-07-28 and the experimental tasks of 2025-11-25.

import type { JsonObject } from '#shared/json.ts';
import type { StopSignal } from '../platform/stop-signal.ts';
import { upstreamErrors } from './errors.ts';
import { tasksExtension } from './revisions.ts';
import type { UpstreamConnection, UpstreamRequestOptions, UpstreamResult } from './upstream.ts';

export type TaskStatus = 'working' | 'input_required' | 'completed' | 'failed' | 'cancelled';

/** A task as its server tells it; times in milliseconds. */
export interface Task {
  taskId: string;
  status: TaskStatus;
  message?: string;
  pollMilliseconds: number;
  /** How long the server keeps it, from its creation; null: without end. */
  keptMilliseconds: number | null;
  /** Everything the server said, for those who need more. */
  raw: JsonObject;
}

export type TaskEnd =
  | { status: 'completed'; task: Task; result: UpstreamResult }
  | { status: 'failed'; task: Task; error: { code: number; message: string; data?: unknown } }
  | { status: 'cancelled'; task: Task };

export interface FollowOptions extends Pick<UpstreamRequestOptions, 'signal' | 'onServerRequest'> {
  onStatus?: (task: Task) => void;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const statuses: readonly string[] = ['working', 'input_required', 'completed', 'failed', 'cancelled'];
const hostOf = (connection: UpstreamConnection): string => new URL(connection.target.url).host;

/** Capabilities that let a server answer a call with a task; declare them only where somebody follows tasks. */
export const withTasks = (capabilities: JsonObject): JsonObject => ({
  ...capabilities,
  extensions: { ...(isObject(capabilities.extensions) ? capabilities.extensions : {}), [tasksExtension]: {} },
});

/** True when the server can make tasks in the revision it speaks. */
export function offersTasks({ server }: UpstreamConnection): boolean {
  const { extensions, tasks } = server.capabilities;
  return server.era === 'modern'
    ? isObject(extensions) && extensions[tasksExtension] !== undefined
    : tasks !== undefined;
}

/** The task that a result stands for; undefined for any other result. */
export function taskOf(result: UpstreamResult): Task | undefined {
  if (result.resultType === 'task') return readTask(result);
  return isObject(result.task) ? readTask(result.task) : undefined;
}

function readTask(raw: JsonObject): Task | undefined {
  const { taskId, status } = raw;
  if (typeof taskId !== 'string' || typeof status !== 'string' || !statuses.includes(status))
    return undefined;
  const poll = raw.pollIntervalMs ?? raw.pollInterval;
  const kept = raw.ttlMs ?? raw.ttl;
  return {
    taskId,
    status: status as TaskStatus,
    ...(typeof raw.statusMessage === 'string' ? { message: raw.statusMessage } : {}),
    // The server says how often; never so often that it would be a flood, and at least each minute.
    pollMilliseconds: Math.min(Math.max(typeof poll === 'number' ? poll : 1_000, 50), 60_000),
    keptMilliseconds: typeof kept === 'number' ? kept : null,
    raw,
  };
}

const optionsOf = (
  connection: UpstreamConnection,
  signal: StopSignal | undefined,
): UpstreamRequestOptions => ({
  ...(signal ? { signal } : {}),
  ...(connection.server.era === 'modern'
    ? { clientCapabilities: withTasks({ elicitation: { form: {}, url: {} } }) }
    : {}),
});

/** Asks once how a task stands. Throws `upstream_garbage` for an answer that is no task. */
export async function getTask(
  connection: UpstreamConnection,
  taskId: string,
  signal?: StopSignal,
): Promise<Task> {
  const result = await connection.request(
    { method: 'tasks/get', params: { taskId } },
    optionsOf(connection, signal),
  );
  const task = readTask(result);
  if (!task) throw upstreamErrors.garbage(hostOf(connection), 'a task without a state');
  return task;
}

/** Asks the server to stop a task; it may end otherwise all the same. */
export async function cancelTask(connection: UpstreamConnection, taskId: string): Promise<void> {
  await connection.request({ method: 'tasks/cancel', params: { taskId } }, optionsOf(connection, undefined));
}

/**
 * Polls a task at the pace its server asks for, until it has ended; answers its questions through
 * `onServerRequest`, each once. Stops polling (not the task) when `signal` aborts.
 */
export async function followTask(
  connection: UpstreamConnection,
  taskId: string,
  options: FollowOptions = {},
): Promise<TaskEnd> {
  const answered = new Set<string>();
  for (;;) {
    const task = await getTask(connection, taskId, options.signal);
    options.onStatus?.(task);
    if (task.status === 'completed')
      return { status: 'completed', task, result: await resultOfTask(connection, task, options) };
    if (task.status === 'failed') return { status: 'failed', task, error: errorOf(task) };
    if (task.status === 'cancelled') return { status: 'cancelled', task };
    if (task.status === 'input_required') {
      // Before 2026-07-28 the questions come while the result is waited for.
      if (connection.server.era === 'legacy') {
        return { status: 'completed', task, result: await resultOfTask(connection, task, options) };
      }
      await answerQuestions(connection, task, answered, options);
    }
    await pause(task.pollMilliseconds, options.signal, hostOf(connection));
  }
}

/** The result is in the task itself (2026-07-28) or has to be fetched (2025-11-25). */
async function resultOfTask(
  connection: UpstreamConnection,
  task: Task,
  options: FollowOptions,
): Promise<UpstreamResult> {
  if (connection.server.era === 'modern') return isObject(task.raw.result) ? task.raw.result : {};
  return await connection.request(
    { method: 'tasks/result', params: { taskId: task.taskId } },
    {
      ...(options.signal ? { signal: options.signal } : {}),
      ...(options.onServerRequest ? { onServerRequest: options.onServerRequest } : {}),
    },
  );
}

function errorOf({ raw, message }: Task): { code: number; message: string; data?: unknown } {
  const error = isObject(raw.error) ? raw.error : {};
  return {
    code: typeof error.code === 'number' ? error.code : -32603,
    message: typeof error.message === 'string' ? error.message : (message ?? 'The task failed'),
    ...('data' in error ? { data: error.data } : {}),
  };
}

async function answerQuestions(
  connection: UpstreamConnection,
  task: Task,
  answered: Set<string>,
  { onServerRequest, signal }: FollowOptions,
): Promise<void> {
  const inputs = isObject(task.raw.inputRequests) ? task.raw.inputRequests : {};
  const inputResponses: JsonObject = {};
  for (const [key, input] of Object.entries(inputs)) {
    if (answered.has(key) || !isObject(input)) continue;
    const method = typeof input.method === 'string' ? input.method : '';
    if (method !== 'elicitation/create' || !onServerRequest) {
      throw upstreamErrors.inputNotOffered(hostOf(connection), method);
    }
    answered.add(key);
    inputResponses[key] = await onServerRequest({
      key,
      method,
      params: isObject(input.params) ? input.params : {},
    });
  }
  if (Object.keys(inputResponses).length === 0) return;
  await connection.request(
    { method: 'tasks/update', params: { taskId: task.taskId, inputResponses } },
    optionsOf(connection, signal),
  );
}

function pause(milliseconds: number, signal: StopSignal | undefined, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(upstreamErrors.cancelled(host));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
