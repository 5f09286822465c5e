// Asks a server for values of an argument while somebody types. A server that offers none is asked no more.
import type { z } from 'zod';
import { api } from '#shared/contract/api.ts';
import type { callEndpoints } from '#shared/contract/calls.ts';
import { call } from '../api/call.ts';

type Reference = z.input<NonNullable<typeof callEndpoints.complete.body>>['ref'];
type Offers = { values: string[]; more: number };

const silent = new Set<string>();

export function completerOf(
  connectorId: string,
  ref: Reference,
  name: string,
  context: Record<string, string>,
): (value: string, signal: AbortSignal) => Promise<Offers> {
  const key = `${connectorId} ${JSON.stringify(ref)} ${name}`;
  return async (value, signal) => {
    if (silent.has(key)) return { values: [], more: 0 };
    const { [name]: _, ...others } = context;
    try {
      const { values, total } = await call(
        api.calls.complete,
        { params: { connectorId }, body: { ref, argument: { name, value }, context: others } },
        { signal },
      );
      return { values, more: Math.max(0, (total ?? values.length) - values.length) };
    } catch (error) {
      if (!signal.aborted) silent.add(key);
      throw error;
    }
  };
}
