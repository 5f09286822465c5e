// Where the authorization server keeps its clients, grants and tokens: memory, one store for each server.
import type { Adapter, AdapterPayload } from 'oidc-provider';

/** More entries than this and the oldest one goes, so that registering clients in a loop fills no memory. */
const maximumEntries = 5000;

/** Makes the store; the library asks it for an adapter for each kind of thing it keeps. */
export function createMemoryStore(): (kind: string) => Adapter {
  const entries = new Map<string, AdapterPayload>();
  const drop = (matches: (entry: AdapterPayload) => boolean): void => {
    for (const [key, entry] of entries) if (matches(entry)) entries.delete(key);
  };

  return (kind) => {
    const keyOf = (id: string): string => `${kind}:${id}`;
    const findBy = (field: 'uid' | 'userCode', value: string): AdapterPayload | undefined =>
      [...entries].find(([key, entry]) => key.startsWith(`${kind}:`) && entry[field] === value)?.[1];
    return {
      async upsert(id, payload) {
        entries.set(keyOf(id), kind === 'Client' ? withoutScope(payload) : payload);
        const [oldest] = entries.keys();
        if (entries.size > maximumEntries && oldest !== undefined) entries.delete(oldest);
      },
      find: async (id) => entries.get(keyOf(id)),
      findByUid: async (uid) => findBy('uid', uid),
      findByUserCode: async (code) => findBy('userCode', code),
      async destroy(id) {
        entries.delete(keyOf(id));
      },
      async consume(id) {
        const entry = entries.get(keyOf(id));
        if (entry) entry.consumed = Math.floor(Date.now() / 1000);
      },
      async revokeByGrantId(grantId) {
        drop((entry) => entry.grantId === grantId);
      },
    };
  };
}

/** The scope a client registers with is what it needs first; it may ask for more later (step-up). */
function withoutScope({ scope: _scope, ...payload }: AdapterPayload): AdapterPayload {
  return payload;
}
