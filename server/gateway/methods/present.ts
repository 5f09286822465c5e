// How the end of a call is told to a client.
import type { Refusal } from '#shared/contract/calls.ts';
import type { CallOutcome } from '../../tool-calls/call.ts';
import type { Exchange } from '../exchange.ts';
import { type Answer, failure, rpcCode } from '../wire/json-rpc.ts';

type Told = Exclude<CallOutcome, { kind: 'approval-needed' }>;

/** `publicUrl` makes links of a refusal whole. */
export function presentOutcome(outcome: Told, exchange: Exchange, publicUrl: string): Answer {
  switch (outcome.kind) {
    case 'completed':
      return { result: completeResult(outcome.resultText ?? JSON.stringify(outcome.result), exchange) };
    case 'refused':
      return presentRefusal(outcome.refusal, exchange, publicUrl);
    case 'cancelled':
      return failure(rpcCode.internal, 'The call was cancelled.');
    case 'failed': {
      if (outcome.rpcError) return { error: outcome.rpcError };
      const { code, message, fix } = outcome.problem;
      const words = [message, fix, outcome.outcome === 'unknown' ? mayHaveRun : undefined]
        .filter(Boolean)
        .join(' ');
      return inWords(words, { 'causeway/problem': { code, outcome: outcome.outcome } }, exchange);
    }
  }
}

const mayHaveRun = 'It is not known whether the call ran: check before you repeat it.';

function presentRefusal(refusal: Refusal, exchange: Exchange, publicUrl: string): Answer {
  const link = refusal.link === undefined ? undefined : new URL(refusal.link, publicUrl).href;
  const words = `Causeway did not run this: ${refusal.sentence}${link ? ` It can be changed at ${link}` : ''}`;
  return inWords(words, { 'causeway/refusal': { ...refusal, ...(link ? { link } : {}) } }, exchange);
}

/** For the model where the method is a tool call, as a JSON-RPC error otherwise. */
export function inWords(words: string, meta: Record<string, unknown>, exchange: Exchange): Answer {
  if (exchange.request.method !== 'tools/call') return failure(rpcCode.internal, words, meta);
  return {
    result: JSON.stringify({
      ...(exchange.era === 'modern' ? { resultType: 'complete' } : {}),
      content: [{ type: 'text', text: words }],
      isError: true,
      _meta: meta,
    }),
  };
}

/** Adds what 2026-07-28 requires of a result and an older server did not write; everything else stays as it came. */
export function completeResult(text: string, exchange: Exchange): string {
  if (exchange.era === 'legacy') return text;
  if (exchange.request.method === 'resources/read') return cacheableResult(text);
  // A nested member of that name is taken for the real one: absent means complete too.
  if (text.includes('"resultType"')) return text;
  return withFields(text, '"resultType":"complete"');
}

function cacheableResult(text: string): string {
  const result = JSON.parse(text) as { resultType?: unknown; ttlMs?: unknown; cacheScope?: unknown };
  return JSON.stringify({
    ...result,
    resultType: result.resultType ?? 'complete',
    ttlMs: typeof result.ttlMs === 'number' ? result.ttlMs : 0,
    cacheScope: 'private',
  });
}

const withFields = (text: string, fields: string): string => {
  const open = text.indexOf('{');
  const rest = text.slice(open + 1);
  return `{${fields}${/^\s*\}/.test(rest) ? '' : ','}${rest}`;
};
