// What every tool, resource and prompt of the example is given.
import { type RequestStateCodec, requireScopes, type ServerContext } from '@modelcontextprotocol/server';
import type { Harbour } from './harbour.ts';

export interface Office {
  harbour: Harbour;
  /** Origin of this server, without a slash at the end; known once it listens. */
  origin: () => string;
  /** Signs what travels through the client between two rounds of a question. */
  stateCodec: RequestStateCodec;
  /** How long `pay_harbour_fee` waits for the payment after the person agreed to open the page. */
  paymentWaitMilliseconds: number;
}

export const scopes = { read: 'harbour:read', write: 'harbour:write' } as const;

/** For tools that change something: with OAuth, a token without the scope is asked to step up. */
export const needsWriteScope = requireScopes(scopes.write);

export const readOnly = { readOnlyHint: true, openWorldHint: false };
export const writing = { readOnlyHint: false, destructiveHint: false, openWorldHint: false };
export const destructive = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: true,
  openWorldHint: false,
};

export const text = (words: string) => ({ type: 'text' as const, text: words });

/** A result with structured content and the same as text, for clients that know only text. */
export const structured = <T extends Record<string, unknown>>(value: T) => ({
  content: [text(JSON.stringify(value))],
  structuredContent: value,
});

export const toolError = (sentence: string) => ({ content: [text(sentence)], isError: true });

/** Sends progress when the caller asked for it. */
export async function tell(
  context: ServerContext,
  progress: { progress: number; total: number; message: string },
): Promise<void> {
  const progressToken = context.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return;
  await context.mcpReq.notify({ method: 'notifications/progress', params: { progressToken, ...progress } });
}

/** Waits, or throws when the call is cancelled. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
