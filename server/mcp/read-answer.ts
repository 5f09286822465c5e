// Reads the answer to one POST: a JSON body, or an event stream with notifications before the answer.
import { upstreamErrors } from './errors.ts';
import { readEvents, type StreamState } from './event-stream.ts';
import { looksLikeHtml, statusError } from './exchange.ts';
import type { LaneAnswer } from './lane.ts';
import type { UpstreamLimits } from './limits.ts';
import { type Answer, type Message, readMessage, readMessages } from './message.ts';

export interface ReadAnswerInput {
  url: URL;
  answer: LaneAnswer;
  id: number;
  limits: UpstreamLimits;
  /** Everything before the answer. */
  onMessage: (message: Message) => void;
  /** Filled for resumption. */
  state?: StreamState;
}

/**
 * Answers the JSON-RPC answer with our id, or undefined when a stream ended without it. Throws
 * `upstream_garbage` at once for another id instead of waiting for a time-out (R04).
 */
export async function readAnswer(input: ReadAnswerInput): Promise<Answer | undefined> {
  const { url, answer, limits } = input;
  if (answer.stream) return await readStream(input);
  const text = answer.body.toString('utf8');
  const failed = statusError(url, answer);
  if (failed) {
    const error = jsonRpcError(url.host, text, limits);
    if (error) return error;
    throw failed;
  }
  const mayBeMessage = text.startsWith('{') || text.startsWith('[');
  if (!mayBeMessage && looksLikeHtml(answer)) throw upstreamErrors.notMcp(url.host, 'it sent a web page');
  if (!mayBeMessage && text.trim() === '') throw upstreamErrors.garbage(url.host, 'an empty answer');
  let found: Answer | undefined;
  for (const message of readMessages(url.host, text, limits.depth)) {
    if (isAnswer(message)) found ??= ours(url.host, message, input.id);
    else input.onMessage(message);
  }
  if (!found) throw upstreamErrors.garbage(url.host, 'no answer to this request');
  return found;
}

const isAnswer = (message: Message): message is Answer =>
  message.kind === 'result' || message.kind === 'error';

/** An error without id answers a request whose id the server could not read. Waiting on after a wrong id would hang. */
function ours(host: string, answer: Answer, id: number): Answer {
  const nameless = answer.kind === 'error' && (answer.id === null || answer.id === undefined);
  if (answer.id !== id && !nameless) throw upstreamErrors.garbage(host, 'an answer to another request');
  return answer;
}

async function readStream(input: ReadAnswerInput): Promise<Answer | undefined> {
  const { url, answer, limits } = input;
  if (!answer.stream) return undefined;
  for await (const event of readEvents(url.host, answer.stream, limits, input.state)) {
    if (event.data === '') continue;
    for (const message of readMessages(url.host, event.data, limits.depth)) {
      if (isAnswer(message)) return ours(url.host, message, input.id);
      input.onMessage(message);
    }
  }
  return undefined;
}

/** The JSON-RPC error in the body of a refused request, if there is one. */
export function jsonRpcError(
  host: string,
  text: string,
  limits: UpstreamLimits,
): Extract<Message, { kind: 'error' }> | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const message = readMessage(host, text, limits.depth);
    return message.kind === 'error' ? message : undefined;
  } catch {
    return undefined;
  }
}
