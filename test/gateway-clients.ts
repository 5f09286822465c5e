// Other apps, as they really are: the official SDK's clients, current and previous, at an address of the gateway.
import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as PreviousClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as PreviousTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { api } from '#shared/contract/api.ts';
import type { TestCauseway } from './causeway.ts';

const answer = async () => ({ action: 'accept' as const, content: { name: 'Ada' } });
const headersWith = (token: string | undefined): { requestInit: RequestInit } => ({
  requestInit: token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
});

/** Speaks 2026-07-28 where the server does; fills in every form with the name Ada. */
export async function connectCurrent(url: string, token?: string): Promise<Client> {
  const client = new Client(
    { name: 'current', version: '1' },
    { capabilities: { elicitation: { form: {}, url: {} } }, versionNegotiation: { mode: 'auto' } },
  );
  client.setRequestHandler('elicitation/create', answer);
  const old = url.endsWith('/sse');
  await client.connect(
    old
      ? new SSEClientTransport(new URL(url), headersWith(token))
      : new StreamableHTTPClientTransport(new URL(url), headersWith(token)),
    old ? { prior: { kind: 'legacy', at: 0 } as never } : {},
  );
  return client;
}

/** Speaks 2025-11-25 at the most; fills in every form with the name Ada. */
export async function connectPrevious(url: string, token?: string): Promise<PreviousClient> {
  const client = new PreviousClient(
    { name: 'previous', version: '1' },
    { capabilities: { elicitation: { form: {}, url: {} } } },
  );
  client.setRequestHandler(ElicitRequestSchema, answer);
  await client.connect(new PreviousTransport(new URL(url), headersWith(token)) as never);
  return client;
}

/** Adds a connector without a sign-in and lets every tool of it run. */
export async function addOpenConnector(causeway: TestCauseway, name: string, url: string) {
  const { connector } = await causeway.api(api.connectors.add, {
    body: { name, url, signIn: { kind: 'none' } },
  });
  for (const group of ['read-only', 'write', 'destructive', 'unknown'] as const)
    await causeway.api(api.connectors.setPermission, {
      params: { connectorId: connector.id },
      body: { target: { kind: 'group', group }, permission: 'allow' },
    });
  return connector;
}
