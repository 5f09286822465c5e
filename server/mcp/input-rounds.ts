// Multi round-trip requests (2026-07-28 §patterns/mrtr): a result that asks for input is answered and the same
// request sent again, until the result is complete.
import type { JsonObject } from '#shared/json.ts';
import { upstreamErrors } from './errors.ts';
import { parseResult } from './message.ts';
import { tasksExtension } from './revisions.ts';
import { capabilitiesFor, type Outgoing, type ResultText, type Wire, wasOffered } from './wire.ts';

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mayAsk = new Set(['tools/call', 'prompts/get', 'resources/read']);

/** Sends `request` and answers the server's questions through `onServerRequest`, at most `rounds` times. */
export async function sendWithRounds(
  wire: Wire,
  host: string,
  request: Outgoing,
  rounds: number,
): Promise<ResultText> {
  let current = request;
  for (let round = 0; round <= rounds; round++) {
    const result = await wire.send(current);
    checkResultType(host, current, result);
    if (result.resultType !== 'input_required' || request.options.returnInputRequired) return result;
    current = await answerInputs(host, request, parseResult(result.text));
  }
  throw upstreamErrors.tooManyRounds(host, rounds);
}

/** Only kinds of results that the request declared (§basic#resultType); anything else is invalid. */
function checkResultType(host: string, request: Outgoing, { resultType }: ResultText): void {
  if (resultType === 'complete') return;
  if (resultType === 'input_required' && mayAsk.has(request.method)) return;
  const extensions = capabilitiesFor(request.options).extensions;
  if (resultType === 'task' && isObject(extensions) && extensions[tasksExtension] !== undefined) return;
  throw upstreamErrors.garbage(host, `a result of the unknown kind "${resultType.slice(0, 40)}"`);
}

/** Asks the person each question and makes the request that carries the answers; `requestState` goes back verbatim. */
async function answerInputs(host: string, request: Outgoing, asked: JsonObject): Promise<Outgoing> {
  const { onServerRequest } = request.options;
  const capabilities = capabilitiesFor(request.options);
  const inputs = isObject(asked.inputRequests) ? asked.inputRequests : {};
  const inputResponses: JsonObject = {};
  const resume = request.deadline.pause();
  try {
    for (const [key, input] of Object.entries(inputs)) {
      const method = isObject(input) && typeof input.method === 'string' ? input.method : '';
      if (!onServerRequest || !wasOffered(method, capabilities)) {
        throw upstreamErrors.inputNotOffered(host, method);
      }
      const params = isObject(input) && isObject(input.params) ? input.params : {};
      inputResponses[key] = await orAborted(request, onServerRequest({ key, method, params }));
    }
  } finally {
    resume();
  }
  const { requestState: _, inputResponses: __, ...params } = request.params;
  return {
    ...withoutText(request),
    params: {
      ...params,
      inputResponses,
      ...(asked.requestState === undefined ? {} : { requestState: asked.requestState }),
    },
  };
}

const withoutText = ({ paramsText: _, ...request }: Outgoing): Outgoing => request;

/** The person may never answer; a cancelled request must not wait for it. */
function orAborted<T>(request: Outgoing, answer: Promise<T>): Promise<T> {
  const { signal } = request.deadline;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
