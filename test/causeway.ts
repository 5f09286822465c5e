// A whole Causeway for tests: real HTTP on a free port, a data folder of its own, the owner signed in.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { z } from 'zod';
import { type Causeway, composeCauseway, type Overrides } from '#server/compose.ts';
import { silentLog } from '#server/platform/log.ts';
import { AppError } from '#shared/app-error.ts';
import { addressOf } from '#shared/contract/address.ts';
import { api } from '#shared/contract/api.ts';
import type { Endpoint } from '#shared/contract/endpoint.ts';
import type { Person } from '#shared/contract/people.ts';
import type { Problem } from '#shared/contract/problem.ts';

export interface CausewayOptions extends Overrides {
  /** A PostgreSQL URL, or `sqlite` (default). */
  database?: 'sqlite' | { url: string };
  outboundAllow?: string[];
  clientRegistration?: boolean;
  publicUrl?: string;
  clientMetadataUrl?: string;
  /** Kept after `close`, for restarts; otherwise a temporary one. */
  dataFolder?: string;
}

type Required<Name extends string, Schema extends z.ZodType> =
  undefined extends z.input<Schema>
    ? { [N in Name]?: z.input<Schema> }
    : Record<never, never> extends z.input<Schema>
      ? { [N in Name]?: z.input<Schema> }
      : { [N in Name]: z.input<Schema> };

type Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Required<'params', P> &
  Required<'query', Q> &
  Required<'body', B>;

/** Somebody who uses Causeway: a browser with its cookies, or a program with a token. */
export interface Caller {
  /** `fetch` on this Causeway, with the caller's cookie or token and a browser's headers. */
  fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** Calls a JSON endpoint; the answer is checked. Throws `AppError` with the answer's code and status. */
  api: <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, R>,
    ...input: Partial<Input<P, Q, B>> extends Input<P, Q, B> ? [Input<P, Q, B>?] : [Input<P, Q, B>]
  ) => Promise<z.output<R>>;
  /** Calls an `events` endpoint; ending the loop closes the request. */
  events: <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, R>,
    input?: Partial<Input<P, Q, B>> & { signal?: AbortSignal },
  ) => AsyncGenerator<z.output<R>, void, undefined>;
}

export interface TestPerson extends Caller {
  person: Person;
  cookie: string;
  defaultProjectId: string;
  /** A personal access token of this person. */
  token: (scopes?: ('read' | 'write' | 'call')[]) => Promise<string>;
}

export interface TestCauseway extends TestPerson {
  url: string;
  causeway: Causeway;
  dataFolder: string;
  /** A caller without any sign-in. */
  stranger: Caller;
  /** Somebody with a token only. */
  withToken: (token: string) => Caller;
  /** Adds another person and signs them in. */
  addPerson: (name: string, role?: 'administrator' | 'member') => Promise<TestPerson>;
  close: () => Promise<void>;
}

export async function startCauseway(options: CausewayOptions = {}): Promise<TestCauseway> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'causeway-'));
  const { database, outboundAllow, publicUrl, clientMetadataUrl, clientRegistration } = options;
  const causeway = await composeCauseway(
    {
      port: 0,
      host: '127.0.0.1',
      dataFolder,
      outboundAllow: outboundAllow ?? ['loopback'],
      clientRegistration: clientRegistration ?? true,
      ...(typeof database === 'object' ? { databaseUrl: database.url } : {}),
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(clientMetadataUrl === undefined ? {} : { clientMetadataUrl }),
    },
    { log: silentLog, checkResponses: true, ...options },
  );
  const { url, signInUrl } = await causeway.start();
  if (signInUrl === undefined)
    throw new Error('The owner has a credential already, so there is no sign-in link.');
  const callerWith = (headers: Record<string, string>): Caller => createCaller(url, headers);
  const signIn = async (signInUrlOfPerson: string): Promise<TestPerson> => {
    const stranger = callerWith({});
    const response = await stranger.fetch(api.people.signInWithLink.path, {
      method: 'POST',
      body: JSON.stringify({ link: new URL(signInUrlOfPerson).searchParams.get('link') }),
    });
    if (!response.ok) throw new Error(`Signing in failed: ${await response.text()}`);
    const cookie = response.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    const caller = callerWith({ cookie });
    const { person, projects } = await caller.api(api.people.session);
    const [project] = projects;
    if (!person || !project) throw new Error('Nobody is signed in after signing in.');
    return {
      ...caller,
      person,
      cookie,
      defaultProjectId: project.id,
      async token(scopes = ['read', 'write', 'call']) {
        const { secret } = await caller.api(api.people.createToken, { body: { name: 'test', scopes } });
        return secret;
      },
    };
  };
  const owner = await signIn(signInUrl);
  return {
    ...owner,
    url,
    causeway,
    dataFolder,
    stranger: callerWith({}),
    withToken: (token) => callerWith({ authorization: `Bearer ${token}` }),
    async addPerson(name, role = 'member') {
      const email = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@example.com`;
      const { signInUrl: link } = await owner.api(api.people.add, { body: { name, email, role } });
      return signIn(link);
    },
    async close() {
      await causeway.close(500);
      if (options.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

function createCaller(url: string, identity: Record<string, string>): Caller {
  const send: Caller['fetch'] = (path, init = {}) => {
    const headers = new Headers({
      ...identity,
      'sec-fetch-site': 'same-origin',
      origin: new URL(url).origin,
    });
    if (init.body) headers.set('content-type', 'application/json');
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    return fetch(new URL(path, url), { redirect: 'manual', ...init, headers });
  };
  const open = async (endpoint: Endpoint, input: LooseInput, accept: string): Promise<Response> => {
    const response = await send(addressOf(endpoint, input), {
      method: endpoint.method,
      headers: { accept },
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
      ...(input.signal === undefined ? {} : { signal: input.signal }),
    });
    if (response.ok) return response;
    const { error } = (await response.json()) as Problem;
    throw new AppError({ ...error, status: response.status });
  };
  return {
    fetch: send,
    api: async (endpoint, ...[input]) => {
      const response = await open(
        endpoint as unknown as Endpoint,
        (input ?? {}) as LooseInput,
        'application/json',
      );
      return endpoint.response.parse(await response.json());
    },
    async *events(endpoint, input = {}) {
      const closing = new AbortController();
      const given = input as LooseInput;
      const signal = given.signal ? AbortSignal.any([given.signal, closing.signal]) : closing.signal;
      try {
        const response = await open(
          endpoint as unknown as Endpoint,
          { ...given, signal },
          'text/event-stream',
        );
        if (response.body === null) throw new Error('The stream has no body.');
        const events = response.body
          .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
          .pipeThrough(new EventSourceParserStream());
        for await (const event of events) {
          if (event.event === 'problem')
            throw new AppError({ ...(JSON.parse(event.data) as Problem).error, status: 200 });
          yield endpoint.response.parse(JSON.parse(event.data));
        }
      } finally {
        closing.abort();
      }
    },
  };
}

interface LooseInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
}
