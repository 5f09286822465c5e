import { afterEach, expect, test } from 'vitest';
import type { JsonObject } from '#shared/json.ts';
import { startHostile } from '#test/servers/hostile.ts';
import { makeUpstreams, targetOf } from '#test/servers/upstreams.ts';
import { cancelTask, followTask, offersTasks, taskOf, withTasks } from './tasks.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server with one task at a time, scripted: what each `tasks/get` says. */
async function taskServer(era: 'modern' | 'legacy', states: JsonObject[]) {
  const heard: JsonObject[] = [];
  const base =
    era === 'modern'
      ? { resultType: 'complete', ttlMs: 60_000, pollIntervalMs: 50 }
      : { ttl: 60_000, pollInterval: 50 };
  const task = {
    taskId: 't1',
    createdAt: '2026-01-01T00:00:00Z',
    lastUpdatedAt: '2026-01-01T00:00:00Z',
    ...base,
  };
  const server = await startHostile({
    era,
    on: ['tools/call', 'tasks/get', 'tasks/update', 'tasks/cancel', 'tasks/result'],
    capabilities:
      era === 'modern'
        ? { tools: {}, extensions: { 'io.modelcontextprotocol/tasks': {} } }
        : { tools: {}, tasks: { requests: { tools: { call: {} } } } },
    fault: {
      kind: 'own',
      answer(request, response, body) {
        heard.push({
          method: body?.method,
          params: body?.params,
          name: request.headers['mcp-name'] as string,
        });
        const results: Record<string, JsonObject> = {
          'tools/call':
            era === 'modern'
              ? { ...task, resultType: 'task', status: 'working' }
              : { task: { ...task, status: 'working' } },
          'tasks/get': { ...task, ...states[0] },
          'tasks/result': { content: [{ type: 'text', text: 'fetched' }] },
        };
        if (body?.method === 'tasks/get' && states.length > 1) states.shift();
        response.writeHead(200, { 'content-type': 'application/json' });
        const result = results[String(body?.method)] ?? { resultType: 'complete' };
        response.end(JSON.stringify({ jsonrpc: '2.0', id: body?.id, result }));
      },
    },
  });
  const upstreams = makeUpstreams();
  closing.push(server.close, () => upstreams.closeAll());
  return { connection: await upstreams.open(targetOf(server.url)), heard };
}

const start = { method: 'tools/call', params: { name: 'long', arguments: {} } };

test('a modern task is followed, asked back once, and ends with its result', async () => {
  const question = {
    status: 'input_required',
    inputRequests: { name: { method: 'elicitation/create', params: { message: 'Name?' } } },
  };
  const { connection, heard } = await taskServer('modern', [
    { status: 'working' },
    question,
    question,
    { status: 'completed', result: { content: [{ type: 'text', text: 'hello' }], isError: false } },
  ]);
  expect(offersTasks(connection)).toBe(true);
  const result = await connection.request(start, { clientCapabilities: withTasks({}) });
  const task = taskOf(result);
  expect(task).toMatchObject({
    taskId: 't1',
    status: 'working',
    pollMilliseconds: 50,
    keptMilliseconds: 60_000,
  });
  const seen: string[] = [];
  const end = await followTask(connection, 't1', {
    onStatus: ({ status }) => seen.push(status),
    onServerRequest: async ({ key }) => ({ action: 'accept', content: { [key]: 'Ada' } }),
  });
  expect(end).toMatchObject({ status: 'completed', result: { content: [{ text: 'hello' }] } });
  expect(seen).toEqual(['working', 'input_required', 'input_required', 'completed']);
  const updates = heard.filter(({ method }) => method === 'tasks/update');
  expect(updates).toMatchObject([
    { name: 't1', params: { taskId: 't1', inputResponses: { name: { content: { name: 'Ada' } } } } },
  ]);
});

test('a result that is a task is refused when tasks were not declared', async () => {
  const { connection } = await taskServer('modern', [{ status: 'working' }]);
  await expect(connection.request(start)).rejects.toMatchObject({ code: 'upstream_garbage' });
});

test('a task of 2025-11-25 is followed and its result fetched', async () => {
  const { connection } = await taskServer('legacy', [{ status: 'working' }, { status: 'completed' }]);
  const result = await connection.request({ ...start, params: { ...start.params, task: { ttl: 60_000 } } });
  expect(taskOf(result)).toMatchObject({ taskId: 't1' });
  expect(await followTask(connection, 't1')).toMatchObject({ result: { content: [{ text: 'fetched' }] } });
});

test('failed and cancelled tasks say so, and polling can be left', async () => {
  const failed = await taskServer('modern', [{ status: 'failed', error: { code: -32603, message: 'sank' } }]);
  expect(await followTask(failed.connection, 't1')).toMatchObject({
    status: 'failed',
    error: { message: 'sank' },
  });
  const running = await taskServer('modern', [{ status: 'working' }]);
  const stop = new AbortController();
  const following = followTask(running.connection, 't1', {
    signal: stop.signal,
    onStatus: () => stop.abort(),
  });
  await expect(following).rejects.toMatchObject({ code: 'upstream_cancelled' });
  await cancelTask(running.connection, 't1');
  expect(running.heard.at(-1)).toMatchObject({ method: 'tasks/cancel', name: 't1' });
});
