// A process of its own that renews sign-ins of a database it shares with others; driven by messages.

import type { OAuthAccountKey } from '#server/authorization/account-credentials.ts';
import { createAccountCredentials } from '#server/authorization/create-account-credentials.ts';
import { type DatabaseLocation, openDatabase } from '#server/platform/database.ts';
import type { Tables } from '#server/storage/tables.ts';
import { createTestClock, renewDeps, vaultOf } from './authorization.ts';

/** The first message: where the rows are, the key of the vault in hexadecimal, whose credential. */
export interface RenewingStart {
  location: DatabaseLocation;
  key: { id: string; hex: string };
  account: OAuthAccountKey;
  /** Epoch milliseconds. */
  now: number;
}
/** Each later one: the clock goes on, then this many callers ask at once. */
export interface RenewingRound {
  advance: number;
  callers: number;
}
/** The answer to a round: every different credential that was handed out, or what was thrown. */
export type RenewingAnswer = { authorizations: string[] } | { error: string };

let round: ((input: RenewingRound) => Promise<string[]>) | undefined;

function begin({ location, key, account, now }: RenewingStart): typeof round {
  const clock = createTestClock(now);
  const credentials = createAccountCredentials(
    renewDeps({
      db: openDatabase<Tables>(location).db,
      vault: vaultOf({ id: key.id, key: Buffer.from(key.hex, 'hex') }),
      clock,
      accounts: {
        find: async () => undefined,
        signedIn: async () => {},
        signInNeeded: async () => {},
        trustChanged: async () => {},
      },
      activity: { write: async () => ({ id: 'act', sequence: 0 }) },
    }),
  );
  const source = credentials.sourceFor(account);
  return async ({ advance, callers }) => {
    clock.advance(advance);
    const all = await Promise.all(Array.from({ length: callers }, () => source.headers()));
    return [...new Set(all.map((headers) => headers.authorization ?? ''))];
  };
}

process.on('message', (message: RenewingStart | RenewingRound) => {
  if (!round) {
    round = begin(message as RenewingStart);
    process.send?.({ authorizations: [] } satisfies RenewingAnswer);
    return;
  }
  round(message as RenewingRound).then(
    (authorizations) => process.send?.({ authorizations } satisfies RenewingAnswer),
    (error: unknown) => process.send?.({ error: String(error) } satisfies RenewingAnswer),
  );
});
process.on('disconnect', () => process.exit(0));
