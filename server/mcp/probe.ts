// A look at a URL before it becomes a connector: one step after the other, each told as it happens.

import { AppError } from '#shared/app-error.ts';
import type { Catalogue } from '#shared/contract/catalogue.ts';
import type { SignInKind } from '#shared/contract/connectors.ts';
import { codeOf, upstreamErrors } from './errors.ts';
import { type Lane, laneFromFetch } from './lane.ts';
import { defaultUpstreamLimits } from './limits.ts';
import type { NegotiationStep } from './negotiate.ts';
import type { UpstreamConnection, UpstreamTarget } from './upstream.ts';
import { openConnection, type UpstreamsDeps } from './upstreams.ts';
import { createVerdicts } from './verdict.ts';

/** In order; `found` or `failed` ends it. */
export type ProbeEvent =
  | { kind: 'step'; step: string; state: 'running' | 'passed' | 'failed'; line: string }
  | {
      kind: 'found';
      found: {
        era?: 'modern' | 'legacy';
        protocolVersion?: string;
        transport?: 'streamable-http' | 'http+sse';
        signIn?: SignInKind;
        signInReason?: string;
        /** The `WWW-Authenticate` text that asked for the sign-in. */
        challenge?: string;
        catalogue?: Catalogue;
      };
    }
  | { kind: 'failed'; problem: { code: string; message: string; fix?: string } };

export type ProbeServer = (
  target: UpstreamTarget,
  options: { signal: AbortSignal },
) => AsyncIterable<ProbeEvent>;

/** Longest time of a whole probe, below the 15 s that are promised. */
const wholeMilliseconds = 14_000;

const rungWords: Record<NegotiationStep, string> = {
  modern: 'Asking in the newest revision of MCP',
  legacy: 'Asking in the older revisions of MCP',
  'http+sse': 'Asking over HTTP+SSE, the oldest transport',
};

/** Probes share nothing: each opens its own connection, and closes it at its end. Nothing is kept. */
export function createProbe(deps: UpstreamsDeps): ProbeServer {
  return (target, { signal }) => {
    const queue = createQueue<ProbeEvent>();
    probe(deps, target, signal, queue.push).then(queue.end, (error: unknown) => {
      queue.push({ kind: 'failed', problem: problemOf(error) });
      queue.end();
    });
    return queue.items;
  };
}

type Tell = (event: ProbeEvent) => void;

async function probe(
  deps: UpstreamsDeps,
  target: UpstreamTarget,
  outer: AbortSignal,
  tell: Tell,
): Promise<void> {
  const { host } = new URL(target.url);
  const step = (name: string, state: 'running' | 'passed' | 'failed', line: string): void =>
    tell({ kind: 'step', step: name, state, line });
  const stop = new AbortController();
  const cancelled = (): void => stop.abort(outer.reason);
  if (outer.aborted) cancelled();
  outer.addEventListener('abort', cancelled, { once: true });
  const timer = setTimeout(
    () => stop.abort(upstreamErrors.timeout(host, wholeMilliseconds, true)),
    wholeMilliseconds,
  );

  let reached = false;
  const plain = deps.request ?? laneFromFetch(deps.fetch);
  const lane: Lane = async (request) => {
    const answer = await plain(request);
    if (!reached) step('reach', 'passed', `${host} answers`);
    reached = true;
    return answer;
  };
  step('reach', 'running', `Connecting to ${host}`);
  let connection: UpstreamConnection | undefined;
  try {
    connection = await openConnection(
      {
        ...deps,
        lane,
        limits: { ...defaultUpstreamLimits, ...deps.limits },
        verdicts: createVerdicts(),
        onStep: (rung) => step('speak', 'running', rungWords[rung]),
      },
      target,
      stop.signal,
    );
    const { era, protocolVersion, transport } = connection.server;
    step('speak', 'passed', `Speaks MCP ${protocolVersion} over ${transportWords[transport]}`);
    const given = Object.keys(await target.credential.headers({ method: 'POST' })).length > 0;
    const catalogue = await listIfPossible(connection, stop.signal, step);
    tell({
      kind: 'found',
      found: { era, protocolVersion, transport, ...(given ? {} : { signIn: 'none' }), ...catalogue },
    });
  } catch (error) {
    const asked = signInOf(error);
    if (!asked) {
      const name = reached ? 'speak' : 'reach';
      step(name, 'failed', problemOf(error).message);
      throw error;
    }
    step('sign-in', 'passed', asked.signInReason);
    tell({ kind: 'found', found: asked });
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', cancelled);
    void connection?.close().catch(() => {});
  }
}

const transportWords = { 'streamable-http': 'Streamable HTTP', 'http+sse': 'HTTP+SSE' } as const;

type Step = (name: string, state: 'running' | 'passed' | 'failed', line: string) => void;

/** The catalogue; a server that wants a sign-in for its lists only is found all the same. */
async function listIfPossible(connection: UpstreamConnection, signal: AbortSignal, step: Step) {
  step('list', 'running', 'Listing what it offers');
  try {
    const catalogue = await connection.list({ signal });
    const { tools, resources, prompts } = catalogue;
    step('list', 'passed', `${tools.length} tools, ${resources.length} resources, ${prompts.length} prompts`);
    return { catalogue };
  } catch (error) {
    const asked = signInOf(error);
    if (asked) {
      step('sign-in', 'passed', asked.signInReason);
      return asked;
    }
    step('list', 'failed', problemOf(error).message);
    return {};
  }
}

/** Which sign-in a refusal asks for; undefined when the failure is no such refusal. */
function signInOf(
  error: unknown,
): { signIn?: SignInKind; signInReason: string; challenge?: string } | undefined {
  if (!(error instanceof AppError) || codeOf(error) !== 'upstream_sign_in_required') return undefined;
  const challenge = typeof error.details?.challenge === 'string' ? error.details.challenge : '';
  const kept = challenge ? { challenge: challenge.slice(0, 4_096) } : {};
  if (/\bbearer\b/i.test(challenge) || /resource_metadata/i.test(challenge)) {
    return { ...kept, signIn: 'oauth', signInReason: 'The server asks for a sign-in by OAuth' };
  }
  if (/\bbasic\b/i.test(challenge)) {
    return { ...kept, signIn: 'basic', signInReason: 'The server asks for a user name and a password' };
  }
  return { ...kept, signInReason: 'The server asks for a sign-in and does not say which kind' };
}

function problemOf(error: unknown): { code: string; message: string; fix?: string } {
  if (error instanceof AppError) {
    return { code: error.code, message: error.message, ...(error.fix ? { fix: error.fix } : {}) };
  }
  return { code: 'probe_failed', message: 'The address could not be looked at.', fix: 'Try again.' };
}

/** What is pushed comes out of the iteration, in order. */
function createQueue<T>() {
  const waiting: T[] = [];
  let ended = false;
  let wake: () => void = () => {};
  async function* items(): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const next = waiting.shift();
      if (next !== undefined) yield next;
      else if (ended) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  return {
    push(item: T): void {
      waiting.push(item);
      wake();
    },
    end(): void {
      ended = true;
      wake();
    },
    items: items(),
  };
}
