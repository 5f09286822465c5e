// What a command is given: how to talk to Causeway, and how to say things.

import { peopleEndpoints } from '#shared/contract/people.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { projectUnknown, tokenMissing } from './errors.ts';
import type { ExitName } from './exit-codes.ts';
import { readLogin } from './login-file.ts';
import type { Output } from './output.ts';
import type { Surroundings } from './surroundings.ts';

export interface GlobalOptions {
  url?: string;
  project?: string;
  json?: boolean;
}

export interface Session {
  surroundings: Surroundings;
  out: Output;
  options: GlobalOptions;
  /** Throws `token_missing` when nobody logged in. */
  client: () => ApiClient;
  /** Of --project; `undefined` without it. */
  projectId: () => Promise<string | undefined>;
}

/** What a command does; without a name it ends as `done`. */
export type Command<Rest extends unknown[]> = (
  session: Session,
  ...rest: Rest
  // biome-ignore lint/suspicious/noConfusingVoidType: a command without a return ends as `done`
) => Promise<ExitName | void>;

export const defaultUrl = 'http://127.0.0.1:4180';

/** The option, the variable, the login file, the default: the first that says something. */
export function addressOf(surroundings: Surroundings, options: GlobalOptions): string {
  return options.url ?? surroundings.environment.CAUSEWAY_URL ?? readLogin(surroundings)?.url ?? defaultUrl;
}

export function createSession(surroundings: Surroundings, out: Output, options: GlobalOptions): Session {
  let client: ApiClient | undefined;
  const connect = (): ApiClient => {
    const url = addressOf(surroundings, options);
    const login = readLogin(surroundings);
    // The saved token goes only to the address it was saved with.
    const token = surroundings.environment.CAUSEWAY_TOKEN ?? (login?.url === url ? login.token : undefined);
    if (token === undefined) throw tokenMissing();
    client ??= createApiClient({
      url,
      token,
      fetch: surroundings.fetch,
      signal: surroundings.interrupted,
    });
    return client;
  };
  return {
    surroundings,
    out,
    options,
    client: connect,
    async projectId() {
      if (options.project === undefined) return undefined;
      const { projects } = await connect().call(peopleEndpoints.session, {});
      const found = projects.find(({ id, slug, name }) => [id, slug, name].includes(options.project ?? ''));
      if (!found)
        throw projectUnknown(
          options.project,
          projects.map(({ slug }) => slug),
        );
      return found.id;
    },
  };
}
