// Opens a server and lists what it offers, in bounded time whatever the server does.
import type { Catalogue } from '#shared/contract/catalogue.ts';
import type { Upstreams, UpstreamTarget } from '../mcp/upstream.ts';
import { connectorErrors } from './errors.ts';

/**
 * The catalogue, or the AppError that stopped it; `connector_timeout` after `milliseconds`. A connection that
 * failed or hangs is dropped, so that the next try starts afresh.
 */
export async function listWithin(
  upstreams: Upstreams,
  target: UpstreamTarget,
  milliseconds: number,
): Promise<Catalogue> {
  const stop = new AbortController();
  const { host } = new URL(target.url);
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = connectorErrors.tooSlow(host, Math.round(milliseconds / 1000));
      stop.abort(error);
      reject(error);
    }, milliseconds);
  });
  const listing = async (): Promise<Catalogue> => {
    const connection = await upstreams.open(target, { signal: stop.signal });
    return connection.list({ signal: stop.signal });
  };
  try {
    return await Promise.race([listing(), deadline]);
  } catch (error) {
    void upstreams.forget(target.key).catch(() => undefined);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
