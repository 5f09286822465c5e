// Tasks (extension io.modelcontextprotocol/tasks, 2026-07-28). The SDK's server has none, so this stands before it.
import { randomUUID } from 'node:crypto';
import { hasTaskClientCapabilityV2, isGetTaskRequestV2 } from '@modelcontextprotocol/ext-tasks/core/v2';
import type { AuthInfo } from '@modelcontextprotocol/server';
import { serverInfo } from './build-server.ts';
import { needsWriteScope } from './office.ts';
import { dredged, dredgeInput, mudAnswer, mudQuestion } from './tools/dredge.ts';

/**
 * working → input_required → working → completed, each by time or by an answer; cancelled from any but completed.
 * The state is worked out when asked, so no timer runs.
 */
interface DredgeTask {
  id: string;
  /** Whose task it is: nobody else learns that it exists. */
  owner: string;
  createdAt: number;
  metres: number;
  workMilliseconds: number;
  question: 'none' | 'open' | { place: string; answeredAt: number } | 'declined';
  cancelledAt?: number;
}

interface RpcRequest {
  jsonrpc: '2.0';
  id: string | number;
  method: string;
  params?: Record<string, unknown>;
}

const taskLifetime = 3_600_000;
const pollInterval = 500;

/** What a task looks like at one moment; times in epoch milliseconds. */
function viewOf(task: DredgeTask, now: number) {
  const base = {
    taskId: task.id,
    createdAt: new Date(task.createdAt).toISOString(),
    lastUpdatedAt: new Date(now).toISOString(),
    ttlMs: taskLifetime,
    pollIntervalMs: pollInterval,
  };
  if (task.cancelledAt !== undefined)
    return { ...base, status: 'cancelled' as const, statusMessage: 'Cancelled.' };
  const half = task.createdAt + task.workMilliseconds / 2;
  if (task.question === 'open' && now >= half)
    return {
      ...base,
      status: 'input_required' as const,
      statusMessage: 'The barge is full.',
      inputRequests: { mud: mudQuestion },
    };
  const end =
    typeof task.question === 'object'
      ? task.question.answeredAt + task.workMilliseconds / 2
      : task.createdAt + task.workMilliseconds;
  if (task.question !== 'declined' && (now < end || task.question === 'open'))
    return { ...base, status: 'working' as const, statusMessage: 'Dredging.' };
  const words =
    task.question === 'declined'
      ? 'Dredging stopped: nobody said where the mud goes.'
      : dredged(task.metres, typeof task.question === 'object' ? task.question.place : undefined);
  return {
    ...base,
    status: 'completed' as const,
    result: { resultType: 'complete', content: [{ type: 'text', text: words }], isError: false },
  };
}

/** Answers requests that belong to tasks; `undefined` leaves a request to the MCP server. */
export function createTaskDesk(now: () => number = Date.now) {
  const tasks = new Map<string, DredgeTask>();

  const start = (request: RpcRequest, owner: string): Response => {
    const input = dredgeInput.safeParse(request.params?.arguments ?? {});
    if (!input.success)
      return failure(request, -32602, 'dredge_channel: the arguments do not fit its schema.');
    const task: DredgeTask = {
      id: randomUUID(),
      owner,
      createdAt: now(),
      metres: input.data.metres,
      workMilliseconds: input.data.metres * input.data.millisecondsPerMetre,
      question: input.data.askBeforeDumping ? 'open' : 'none',
    };
    tasks.set(task.id, task);
    const { taskId, createdAt, lastUpdatedAt, ttlMs, pollIntervalMs } = viewOf(task, now());
    return success(request, {
      resultType: 'task',
      taskId,
      status: 'working',
      createdAt,
      lastUpdatedAt,
      ttlMs,
      pollIntervalMs,
    });
  };

  const about = (request: RpcRequest, owner: string): Response => {
    const id = request.params?.taskId;
    for (const [key, task] of tasks) if (now() - task.createdAt > taskLifetime) tasks.delete(key);
    const task = typeof id === 'string' ? tasks.get(id) : undefined;
    if (!task || task.owner !== owner) return failure(request, -32602, 'There is no such task.');
    if (request.method === 'tasks/get')
      return isGetTaskRequestV2(request)
        ? success(request, { resultType: 'complete', ...viewOf(task, now()) })
        : failure(request, -32602, 'tasks/get needs a taskId.');
    if (request.method === 'tasks/cancel') {
      if (viewOf(task, now()).status !== 'completed') task.cancelledAt ??= now();
      return success(request, { resultType: 'complete' });
    }
    answerMud(task, request.params?.inputResponses, now());
    return success(request, { resultType: 'complete' });
  };

  return {
    answer(request: RpcRequest, authInfo: AuthInfo | undefined): Response | undefined {
      const owner = String(authInfo?.extra?.subject ?? authInfo?.clientId ?? '');
      if (['tasks/get', 'tasks/update', 'tasks/cancel'].includes(request.method))
        return about(request, owner);
      if (request.method !== 'tools/call' || request.params?.name !== 'dredge_channel') return undefined;
      if (!hasTaskClientCapabilityV2(request.params)) return undefined;
      // A token without the scope: the MCP server itself answers with its challenge.
      if (authInfo && needsWriteScope({ request, authInfo }) !== undefined) return undefined;
      return start(request, owner);
    },
  };
}

function answerMud(task: DredgeTask, responses: unknown, at: number): void {
  if (task.question !== 'open' || typeof responses !== 'object' || responses === null) return;
  const answer = (responses as Record<string, { action?: string; content?: unknown } | undefined>).mud;
  if (!answer) return;
  const place = mudAnswer.safeParse(answer.content);
  if (answer.action === 'accept' && place.success)
    task.question = { place: place.data.place, answeredAt: at };
  else if (answer.action === 'decline' || answer.action === 'cancel') task.question = 'declined';
}

function success(request: RpcRequest, result: Record<string, unknown>): Response {
  return Response.json({
    jsonrpc: '2.0',
    id: request.id,
    result: { ...result, _meta: { 'io.modelcontextprotocol/serverInfo': serverInfo } },
  });
}

function failure(request: RpcRequest, code: number, message: string): Response {
  return Response.json({ jsonrpc: '2.0', id: request.id, error: { code, message } }, { status: 400 });
}
