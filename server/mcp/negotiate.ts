// Finds out which revision and transport a server speaks: the newest first, down one step at a time
// (2026-07-28 §basic/versioning, §streamable-http#backward-compatibility).

import { AppError } from '#shared/app-error.ts';
import type { JsonObject } from '#shared/json.ts';
import type { Clock } from '../platform/clock.ts';
import type { StopSignal } from '../platform/stop-signal.ts';
import { startDeadline } from './deadline.ts';
import { codeOf, rpcErrorOf, upstreamErrors } from './errors.ts';
import { statusError } from './exchange.ts';
import type { LaneAnswer } from './lane.ts';
import { createLegacyHttpWire, initializeHttp } from './legacy-http.ts';
import { openSseWire } from './legacy-sse.ts';
import { parseResult } from './message.ts';
import { createModernWire, describeModern, metaHead, postModern, resultOf } from './modern.ts';
import { jsonRpcError, readAnswer } from './read-answer.ts';
import { legacyRevisions, modernErrorCodes, modernRevision, rpcCodes } from './revisions.ts';
import { stillValid, type Verdict } from './verdict.ts';
import { capabilitiesFor, type Wire, type WireDeps } from './wire.ts';

export type NegotiationStep = 'modern' | 'legacy' | 'http+sse';

export interface NegotiateInput {
  deps: WireDeps;
  clock: Clock;
  /** Believed if it is not too old; a wrong one is noticed and the whole ladder is walked. */
  verdict: Verdict | undefined;
  signal?: StopSignal;
  onStep?: (step: NegotiationStep) => void;
}

export interface Negotiated {
  wire: Wire;
  verdict: Verdict;
}

/** What a rung of the ladder came to. `down`: try the next one; `error` is told if none works. */
type Rung = { kind: 'wire'; wire: Wire; weak?: boolean } | { kind: 'down'; weak: boolean; error: unknown };

/** Throws the AppError that says most about why no revision works; each step takes `probeMilliseconds` at most. */
export async function negotiate(input: NegotiateInput): Promise<Negotiated> {
  const { deps, clock } = input;
  const at = clock.now();
  if (deps.target.transport === 'http+sse') {
    return { wire: await tryHttpAndSse(input), verdict: { kind: 'http+sse', at } };
  }
  const known = stillValid(input.verdict, at);
  if (known) {
    const wire = await walkKnown(input, known);
    if (wire) return { wire, verdict: known.kind === 'modern' ? { kind: 'modern', at } : known };
  }

  const modern = await tryModern(input);
  if (modern.kind === 'wire') return { wire: modern.wire, verdict: { kind: 'modern', at } };
  const legacy = await tryLegacy(input, modern.weak);
  if (legacy.kind === 'wire') {
    return { wire: legacy.wire, verdict: { kind: 'legacy', at, ...(modern.weak ? { weak: true } : {}) } };
  }
  if (deps.target.transport === 'streamable-http') throw legacy.error;
  try {
    return { wire: await tryHttpAndSse(input), verdict: { kind: 'http+sse', at } };
  } catch (error) {
    throw mostTelling(error, legacy.error, modern.error);
  }
}

/** The rung a verdict names; undefined when the server no longer answers so. */
async function walkKnown(input: NegotiateInput, known: Verdict): Promise<Wire | undefined> {
  if (known.kind === 'modern') {
    const rung = await tryModern(input);
    return rung.kind === 'wire' ? rung.wire : undefined;
  }
  if (known.kind === 'legacy') {
    const rung = await tryLegacy(input, known.weak ?? false);
    return rung.kind === 'wire' ? rung.wire : undefined;
  }
  return await tryHttpAndSse(input).catch((error: unknown) => {
    if (isFinal(error)) throw error;
    return undefined;
  });
}

/** Runs one step with its own time, ended by the caller's signal too. */
async function inTime<T>(input: NegotiateInput, run: (signal: StopSignal) => Promise<T>): Promise<T> {
  const milliseconds = input.deps.limits.probeMilliseconds;
  const { host } = new URL(input.deps.target.url);
  const times = { idleMilliseconds: milliseconds, totalMilliseconds: milliseconds };
  const deadline = startDeadline(host, times, input.signal);
  try {
    return await run(deadline.signal);
  } catch (error) {
    throw deadline.signal.aborted ? deadline.signal.reason : error;
  } finally {
    deadline.end();
  }
}

/** Sign-in, outages, addresses that do not connect and slowness say nothing about the era: no rung below helps. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof AppError)) return true;
  const mayBeEra = ['upstream_not_found', 'upstream_http_status', 'upstream_garbage', 'upstream_not_mcp'];
  return !mayBeEra.includes(error.code) && rpcErrorOf(error) === undefined;
}

async function tryModern(input: NegotiateInput, again = true): Promise<Rung> {
  const { deps } = input;
  input.onStep?.('modern');
  const url = new URL(deps.target.url);
  try {
    return await inTime(input, async (signal) => {
      const id = deps.nextId();
      const answer = await postModern(deps, url, {
        method: 'server/discover',
        paramsText: `{"_meta":{${metaHead(deps, capabilitiesFor({}))}}}`,
        id,
        headers: {},
        deadline: { signal, touch() {} },
      });
      const refused = readRefusal(deps, url, answer);
      if (refused) return refused;
      const found = await readAnswer({ url, answer, id, limits: deps.limits, onMessage() {} });
      return readDiscovered(deps, url.host, resultOf(url.host, found).text);
    });
  } catch (error) {
    // The server names our own revision as the one to retry with: once.
    if (again && offeredIn(error)?.includes(modernRevision)) return tryModern(input, false);
    return asRung(error);
  }
}

/** The revisions that a refusal for the revision names. */
function offeredIn(error: unknown): string[] | undefined {
  const rpc = rpcErrorOf(error);
  if (rpc?.code !== rpcCodes.unsupportedVersion) return undefined;
  const supported = (rpc.data as { supported?: unknown } | undefined)?.supported;
  return Array.isArray(supported) ? supported.map(String) : [];
}

/** A 4xx or 500 that may mean "I do not know this revision". Nothing for a 2xx. */
function readRefusal(deps: WireDeps, url: URL, answer: LaneAnswer): Rung | undefined {
  const failed = statusError(url, answer);
  if (!failed || answer.stream) return undefined;
  const error = jsonRpcError(url.host, answer.body.toString('utf8'), deps.limits)?.error;
  if (error && modernErrorCodes.includes(error.code)) throw upstreamErrors.rpc(url.host, error);
  const maybeEra = ['upstream_not_found', 'upstream_http_status'].includes(failed.code);
  // 403 without a challenge and 429 are about us, not about the era; so are redirects and 502–504.
  if (!maybeEra) throw failed;
  return { kind: 'down', weak: answer.status >= 500, error: failed };
}

function readDiscovered(deps: WireDeps, host: string, text: string): Rung {
  const discovered: JsonObject = parseResult(text);
  const versions = discovered.supportedVersions;
  if (!Array.isArray(versions)) {
    return { kind: 'down', weak: true, error: upstreamErrors.garbage(host, 'a discovery without versions') };
  }
  if (versions.includes(modernRevision)) {
    return { kind: 'wire', wire: createModernWire(deps, describeModern(discovered)) };
  }
  const error = upstreamErrors.versionMismatch(host, versions.map(String));
  if (versions.some((version) => (legacyRevisions as readonly unknown[]).includes(version))) {
    return { kind: 'down', weak: false, error };
  }
  throw error;
}

/** What a failed modern request means (§1.3): a modern error is never a reason to go down, except for versions. */
function asRung(error: unknown): Rung {
  const rpc = rpcErrorOf(error);
  const offered = offeredIn(error);
  if (offered) {
    if (offered.some((version) => (legacyRevisions as readonly string[]).includes(version))) {
      return { kind: 'down', weak: false, error };
    }
    const host = error instanceof AppError ? String(error.details?.host) : '';
    throw upstreamErrors.versionMismatch(host, offered);
  }
  if (rpc && modernErrorCodes.includes(rpc.code)) throw error;
  // Some servers never answer a method they do not know.
  if (codeOf(error) === 'upstream_timeout') return { kind: 'down', weak: true, error };
  if (isFinal(error)) throw error;
  return { kind: 'down', weak: rpc?.code !== rpcCodes.methodNotFound, error };
}

async function tryLegacy(input: NegotiateInput, weak: boolean): Promise<Rung> {
  const { deps } = input;
  input.onStep?.('legacy');
  try {
    const session = await inTime(input, (signal) => initializeHttp(deps, signal));
    return { kind: 'wire', wire: createLegacyHttpWire(deps, session), weak };
  } catch (error) {
    if (isFinal(error)) throw error;
    const rpc = rpcErrorOf(error);
    // A server that became modern says so here; a verdict of the older era is then forgotten.
    const isVersion = rpc?.code === rpcCodes.unsupportedVersion;
    if (rpc && modernErrorCodes.includes(rpc.code) && !isVersion) throw error;
    return { kind: 'down', weak, error };
  }
}

const tryHttpAndSse = (input: NegotiateInput): Promise<Wire> => {
  input.onStep?.('http+sse');
  return inTime(input, (signal) => openSseWire(input.deps, signal));
};

/** Of the reasons of three rungs, the one a person can act on. */
function mostTelling(sse: unknown, legacy: unknown, modern: unknown): unknown {
  const all = [legacy, sse, modern];
  const byCode = (code: string) => all.find((error) => codeOf(error) === code);
  if (isFinal(sse) && codeOf(sse) !== 'upstream_timeout') return sse;
  return byCode('upstream_not_mcp') ?? byCode('upstream_not_found') ?? rpcFirst(all) ?? legacy;
}
const rpcFirst = (all: unknown[]): unknown => all.find((error) => rpcErrorOf(error) !== undefined);
