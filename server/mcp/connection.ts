// One living connection to a server: the interface of upstream.ts on top of whatever the server speaks.
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { codeOf, outcomeOf, rpcErrorOf, upstreamErrors } from './errors.ts';
import { sendWithRounds } from './input-rounds.ts';
import { readsOneWay } from './json-scan.ts';
import type { UpstreamLimits } from './limits.ts';
import { listCatalogue } from './list-catalogue.ts';
import { parseResult } from './message.ts';
import { rpcCodes } from './revisions.ts';
import type {
  UpstreamConnection,
  UpstreamRequest,
  UpstreamRequestOptions,
  UpstreamTarget,
} from './upstream.ts';
import { createWatches } from './watch-changes.ts';
import type { Outgoing, ResultText, Wire } from './wire.ts';

export interface ConnectionDeps {
  target: UpstreamTarget;
  wire: Wire;
  limits: UpstreamLimits;
  clock: Clock;
  log: Log;
  /** The server no longer speaks as it did when this was opened. */
  onStale: () => void;
}

/** The endpoint is gone, or does not know our revision any more; a new negotiation may find another. */
const isStale = (error: unknown): boolean =>
  codeOf(error) === 'upstream_session_lost' ||
  rpcErrorOf(error)?.code === rpcCodes.unsupportedVersion ||
  (outcomeOf(error) !== 'unknown' &&
    rpcErrorOf(error) === undefined &&
    ['upstream_not_found', 'upstream_http_status'].includes(codeOf(error) ?? ''));

export function createConnection(deps: ConnectionDeps): UpstreamConnection {
  const { target, wire, limits, clock, log } = deps;
  const { host } = new URL(target.url);
  const watches = createWatches({ wire, limits, log });
  let inFlight = 0;
  let closed = false;

  /** Counts, limits and times one request. */
  const within = async (
    request: Omit<Outgoing, 'deadline'>,
    run: (outgoing: Outgoing) => Promise<ResultText>,
  ): Promise<ResultText> => {
    if (closed) throw upstreamErrors.closed(host);
    if (inFlight >= limits.inFlight) throw upstreamErrors.busy(host, inFlight);
    const { options } = request;
    const times = {
      idleMilliseconds: options.idleMilliseconds ?? limits.idleMilliseconds,
      totalMilliseconds: options.totalMilliseconds ?? limits.totalMilliseconds,
    };
    const deadline: Deadline = startDeadline(host, times, options.signal);
    inFlight++;
    try {
      return await run({ ...request, deadline });
    } catch (error) {
      if (isStale(error)) deps.onStale();
      throw deadline.signal.aborted && outcomeOf(error) !== 'not-sent' ? deadline.signal.reason : error;
    } finally {
      inFlight--;
      deadline.end();
    }
  };

  const send = (
    request: UpstreamRequest & { paramsText?: string },
    options: UpstreamRequestOptions,
  ): Promise<ResultText> => {
    const { method, params, paramsText } = request;
    // Text that two parsers may read differently is written again from what was decided on.
    const text = paramsText !== undefined && readsOneWay(paramsText, limits.depth) ? paramsText : undefined;
    const outgoing = {
      method,
      params,
      options,
      ...(text === undefined ? {} : { paramsText: text }),
      ...(options.tool ? { tool: options.tool } : {}),
    };
    return within(outgoing, (ready) => sendWithRounds(wire, host, ready, limits.rounds));
  };

  return {
    target,
    get server() {
      return wire.server;
    },
    list: ({ signal } = {}) =>
      listCatalogue({
        host,
        wire,
        limits,
        clock,
        log,
        send: (method, params) =>
          within({ method, params, options: signal ? { signal } : {} }, (ready) =>
            sendWithRounds(wire, host, ready, limits.rounds),
          ),
      }),
    request: async (request, options = {}) => parseResult((await send(request, options)).text),
    requestText: async (request, options = {}) => (await send(request, options)).text,
    watch: (filter, listener) => watches.add(filter, listener),
    async close() {
      closed = true;
      watches.close();
      await wire.close();
    },
  };
}
