// Asks the MCP server who it is, without a token: which era, or which sign-in (mcp versioning; RFC 9110 §11.6.1).
import { type ChallengeReading, readChallenges } from '../challenge.ts';
import type { Answer, Sent, Wire } from '../exchange.ts';
import { failed, passed, type StepResult } from '../step.ts';
import { isHtml, whyUnusable } from './judge-answer.ts';

export type ServerAnswer =
  | {
      kind: 'open';
      era: 'modern' | 'legacy';
      protocolVersion: string;
      transport: 'streamable-http' | 'http+sse';
    }
  | { kind: 'sign-in'; challenge: ChallengeReading };

const modernVersion = '2026-07-28';
const legacyVersions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];
const clientInfo = { name: 'causeway', version: '0.1.0' };
const accept = 'application/json, text/event-stream';

const discover = {
  jsonrpc: '2.0',
  id: 1,
  method: 'server/discover',
  params: {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': modernVersion,
      'io.modelcontextprotocol/clientCapabilities': {},
      'io.modelcontextprotocol/clientInfo': clientInfo,
    },
  },
};
const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: legacyVersions[0], capabilities: {}, clientInfo },
};

/** `headers`: a sign-in to try, for the check of an account; normally none. */
export async function askServer(
  wire: Wire,
  url: string,
  headers: Record<string, string> = {},
): Promise<StepResult<ServerAnswer>> {
  const post = (message: object, more: Record<string, string>) =>
    wire.send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...more, ...headers },
      body: JSON.stringify(message),
    });
  const first = await post(discover, {
    'mcp-protocol-version': modernVersion,
    'mcp-method': 'server/discover',
  });
  const early = decide(first, url, wire, readModern);
  if (early) return early;

  const second = await post(initialize, {});
  const legacy = decide(second, url, wire, readLegacy);
  if ('answer' in second) await leaveSession(wire, url, second.answer, headers);
  if (legacy) return legacy;

  if ('answer' in second && [400, 404, 405, 406].includes(second.answer.status)) {
    const third = await wire.send(url, { headers: { accept: 'text/event-stream', ...headers } });
    const old = decide(third, url, wire, readOldest);
    if (old) return old;
  }
  const last = 'answer' in second ? second.answer : undefined;
  const why = last ? whyUnusable(last) : undefined;
  return failed(why?.cause ?? 'not_mcp', why?.message ?? `${hostOf(url)} gave no usable answer.`, {
    ...why,
    exchanges: wire.take(),
  });
}

type Reading = (answer: Answer) => ServerAnswer | undefined;

/** What is certain after one answer; undefined means that an older era must be tried. */
function decide(sent: Sent, url: string, wire: Wire, read: Reading): StepResult<ServerAnswer> | undefined {
  if ('network' in sent) {
    const { cause, message, transient } = sent.network;
    return failed(cause, message, { transient, exchanges: wire.take() });
  }
  const { answer } = sent;
  const challenge = readChallenges(answer.headers.get('www-authenticate'));
  const asksForMore =
    answer.status === 403 && challenge.state === 'read' && challenge.bearer?.parameters.error !== undefined;
  if (answer.status === 401 || asksForMore)
    return passed(
      { kind: 'sign-in', challenge },
      `${hostOf(url)} asks for a sign-in (${answer.status})`,
      wire.take(),
    );
  const found = read(answer);
  if (found?.kind === 'open')
    return passed(
      found,
      `${hostOf(url)} speaks MCP ${found.protocolVersion} and asks for no sign-in`,
      wire.take(),
    );
  const { status } = answer;
  const certain = [403, 408, 425, 429].includes(status) || (status >= 300 && status < 400) || isHtml(answer);
  const why = certain ? whyUnusable(answer) : undefined;
  return why && !(isHtml(answer) && status >= 400)
    ? failed(why.cause, why.message, { ...why, exchanges: wire.take() })
    : undefined;
}

function readModern({ json }: Answer): ServerAnswer | undefined {
  const message = json as {
    result?: { supportedVersions?: unknown };
    error?: { code?: unknown; data?: { supported?: unknown } };
  };
  const versions = message?.result?.supportedVersions ?? message?.error?.data?.supported;
  const isModern = message?.result !== undefined || message?.error?.code === -32022;
  if (!isModern || !Array.isArray(versions)) return undefined;
  if (!versions.includes(modernVersion)) return undefined;
  return { kind: 'open', era: 'modern', protocolVersion: modernVersion, transport: 'streamable-http' };
}

function readLegacy({ json, status }: Answer): ServerAnswer | undefined {
  const version = (json as { result?: { protocolVersion?: unknown } })?.result?.protocolVersion;
  if (status !== 200 || typeof version !== 'string' || !legacyVersions.includes(version)) return undefined;
  return { kind: 'open', era: 'legacy', protocolVersion: version, transport: 'streamable-http' };
}

function readOldest({ status, text, headers }: Answer): ServerAnswer | undefined {
  const isEvents = /^text\/event-stream/i.test(headers.get('content-type') ?? '');
  if (status !== 200 || !isEvents || !/^event:\s*endpoint\s*$/m.test(text)) return undefined;
  return { kind: 'open', era: 'legacy', protocolVersion: '2024-11-05', transport: 'http+sse' };
}

/** A session opened only to look is closed again. */
async function leaveSession(wire: Wire, url: string, answer: Answer, headers: Record<string, string>) {
  const session = answer.headers.get('mcp-session-id');
  if (session) await wire.send(url, { method: 'DELETE', headers: { ...headers, 'mcp-session-id': session } });
}

function hostOf(url: string): string {
  return new URL(url).host;
}
