// The client side of the official conformance suite, driven through Causeway's own API as its web app would:
// add a connector, sign in, follow the redirect as a browser, list, call, read. Scenario names are read only to
// choose what a person would have typed: credentials, and arguments of tools.
import { parseArgs } from 'node:util';
import { AppError } from '#shared/app-error.ts';
import { api } from '#shared/contract/api.ts';
import type { AuthorizationSettingsInput } from '#shared/contract/authorization.ts';
import type { CallEvent } from '#shared/contract/calls.ts';
import type { Catalogue, Tool } from '#shared/contract/catalogue.ts';
import type { Connector } from '#shared/contract/connectors.ts';
import { startCauseway, type TestCauseway } from '#test/causeway.ts';

const serverUrl = parseArgs({ allowPositionals: true }).positionals.at(-1) ?? '';
const scenario = process.env.MCP_CONFORMANCE_SCENARIO ?? '';
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}') as Record<string, string> & {
  toolCalls?: { name: string; arguments: Record<string, unknown> }[];
};

let settingsSaved = false;

const causeway = await startCauseway({
  outboundAllow: ['loopback'],
  clientMetadataUrl: 'https://conformance-test.local/client-metadata.json',
});
let exit = 0;
try {
  await connectAndUse(causeway);
} catch (error) {
  console.error(error);
  exit = 1;
} finally {
  await causeway.close();
}
process.exit(exit);

async function connectAndUse(own: TestCauseway): Promise<void> {
  let connector = await addConnector(own);
  if (connector.signIn === 'oauth') connector = await signIn(own, connector);
  const { catalogue } = await own.api(api.connectors.catalogue, { params: { connectorId: connector.id } });
  if (!catalogue) throw new Error(`nothing was listed: ${JSON.stringify(connector.health)}`);
  await exercise(own, connector, catalogue);
}

/** Without a sign-in first; a server that asks for one is added with OAuth. */
async function addConnector(own: TestCauseway): Promise<Connector> {
  const add = (kind: 'none' | 'oauth') =>
    own.api(api.connectors.add, { body: { name: 'Conformance', url: serverUrl, signIn: { kind } } });
  try {
    return (await add('none')).connector;
  } catch (error) {
    const isAboutSignIn = error instanceof AppError && /sign_in|forbidden|scope/.test(error.code);
    if (!isAboutSignIn) throw error;
    return (await add('oauth')).connector;
  }
}

/** What the person enters under *Sign-in → Advanced*. */
function entered(): AuthorizationSettingsInput | undefined {
  const base = { resource: 'auto' as const, supportsPkceS256: false, extraScopes: [], dpop: false };
  const secret = context.client_secret;
  const client = { clientId: context.client_id ?? '', ...(secret !== undefined && { secret }) };
  switch (scenario) {
    case 'auth/pre-registration':
      return { ...base, grant: 'authorization-code', client: { ...client, issuer: context.issuer } };
    case 'auth/client-credentials-basic':
      return { ...base, grant: 'client-credentials', client };
    case 'auth/client-credentials-jwt':
      return {
        ...base,
        grant: 'client-credentials',
        client: {
          ...client,
          privateKey: context.private_key_pem,
          algorithm: context.signing_algorithm ?? 'ES256',
        },
      };
    case 'auth/enterprise-managed-authorization':
      return {
        ...base,
        grant: 'enterprise',
        client,
        identityProvider: {
          tokenEndpoint: context.idp_token_endpoint ?? '',
          clientId: context.idp_client_id ?? '',
          idToken: context.idp_id_token,
        },
      };
    case 'auth/wif-jwt-bearer':
      return { ...base, grant: 'workload', client, workloadToken: context.valid_jwt };
    case 'auth/dpop':
    case 'auth/dpop-nonce':
      return { ...base, grant: 'authorization-code', dpop: true };
    default:
      return undefined;
  }
}

async function signIn(own: TestCauseway, connector: Connector): Promise<Connector> {
  const params = { connectorId: connector.id };
  const settings = entered();
  if (settings && !settingsSaved) await own.api(api.authorization.saveSettings, { params, body: settings });
  settingsSaved = true;
  const accountId = connector.accounts[0]?.id ?? '';
  const started = await own.api(api.authorization.start, { params: { ...params, accountId }, body: {} });
  if (started.kind === 'ready') {
    const { attemptId } = started;
    const { authorizationUrl } = await own.api(api.authorization.continue, { params: { attemptId } });
    await follow(own, authorizationUrl);
    const attempt = await own.api(api.authorization.attempt, { params: { attemptId } });
    if (attempt.state !== 'signed-in')
      throw new Error(`signing in failed: ${JSON.stringify(attempt.problem)}`);
  } else if (started.kind !== 'signed-in') throw new Error(`signing in failed: ${JSON.stringify(started)}`);
  const { connector: now } = await own.api(api.connectors.get, { params });
  const [account] = now.accounts;
  if (account?.state === 'sign-in-needed') return signIn(own, now);
  return now;
}

/** The browser: opens the authorization page, which sends it back to Causeway at once. */
async function follow(own: TestCauseway, authorizationUrl: string): Promise<void> {
  const page = await fetch(authorizationUrl, { redirect: 'manual' });
  const location = page.headers.get('location');
  if (!location) throw new Error(`no redirect from the authorization server: ${page.status}`);
  const back = new URL(location, authorizationUrl);
  const answer = await own.fetch(`${back.pathname}${back.search}`);
  if (answer.status !== 303)
    throw new Error(`the callback answered ${answer.status}: ${await answer.text()}`);
}

async function exercise(own: TestCauseway, connector: Connector, catalogue: Catalogue): Promise<void> {
  const params = { connectorId: connector.id };
  const calls =
    context.toolCalls ??
    catalogue.tools.map((tool) => ({ name: tool.name, arguments: argumentsFor(tool, catalogue) }));
  if (scenario !== 'json-schema-ref-no-deref')
    for (const call of calls)
      await withSignIn(own, connector, () =>
        finish(
          own,
          own.events(api.calls.runTool, { params, body: { tool: call.name, arguments: call.arguments } }),
        ),
      );
  for (const { uri } of catalogue.resources)
    await finish(own, own.events(api.calls.readResource, { params, body: { uri } }));
  for (const { name } of catalogue.prompts)
    await finish(own, own.events(api.calls.getPrompt, { params, body: { prompt: name, arguments: {} } }));
}

function argumentsFor(tool: Tool, catalogue: Catalogue): Record<string, unknown> {
  if (tool.name === 'add_numbers') return { a: 5, b: 3 };
  if (tool.name === 'json_schema_echo')
    return { schema: catalogue.tools.find(({ name }) => name === 'json_schema_2020_12_tool')?.inputSchema };
  return tool.name === 'valid_tool' ? { region: 'us-west1' } : {};
}

/** A call that needs another sign-in is made again after it; Causeway itself says when that goes in circles. */
async function withSignIn(
  own: TestCauseway,
  connector: Connector,
  call: () => Promise<CallEvent>,
): Promise<void> {
  for (let round = 0; ; round += 1) {
    const last = await call();
    const code = last.kind === 'failed' ? last.problem.code : '';
    if (
      !/^(scope_missing|sign_in_needed|upstream_sign_in_required|upstream_insufficient_scope|account_not_connected)$/.test(
        code,
      )
    ) {
      if (last.kind !== 'completed' && scenario.startsWith('auth/')) throw new Error(JSON.stringify(last));
      return;
    }
    if (round >= 3) throw new Error(`signing in again does not help: ${JSON.stringify(last)}`);
    await signIn(own, connector);
  }
}

/** Hears a call to its end; a question is answered with the defaults of its form. */
async function finish(own: TestCauseway, events: AsyncIterable<CallEvent>): Promise<CallEvent> {
  let callId = '';
  let last: CallEvent | undefined;
  for await (const event of events) {
    last = event;
    if (event.kind === 'accepted') callId = event.callId;
    if (event.kind === 'question')
      await own.api(api.calls.answerQuestion, {
        params: { callId },
        body: {
          key: event.elicitation.key,
          answer: { action: 'accept', content: defaultsOf(event.elicitation.requestedSchema) },
        },
      });
  }
  if (!last) throw new Error('the call said nothing');
  if (last.kind !== 'completed') console.error(JSON.stringify(last));
  return last;
}

function defaultsOf(schema: Record<string, unknown> | undefined): Record<string, unknown> {
  const properties = (schema?.properties ?? {}) as Record<string, { default?: unknown; type?: string }>;
  const filled = Object.entries(properties).map(([name, property]) => [
    name,
    property.default ??
      (property.type === 'boolean' ? true : property.type === 'string' ? 'text' : undefined),
  ]);
  return Object.fromEntries(filled.filter(([, value]) => value !== undefined));
}
