// The connection check: URL → DNS → address → TLS → protocol → resource metadata → authorization server →
// registration → authorization → token → catalogue. Each step is told as it ends; the rest after a failure is skipped.
// The steps are those of a real sign-in (server/authorization), so that it finds what a sign-in would meet.
import type { Catalogue } from '#shared/contract/catalogue.ts';
import type { CheckStep, CheckStepName } from '#shared/contract/connection-check.ts';
import { type Cause, causes } from '../authorization/causes.ts';
import { discover, type Prepared } from '../authorization/discover.ts';
import { createWire, type Wire } from '../authorization/exchange.ts';
import { plainSettings, type SignInSettings } from '../authorization/model.ts';
import { askServer } from '../authorization/steps/ask-server.ts';
import type { KeptRegistrations } from '../authorization/steps/choose-client.ts';
import type { CredentialSource } from '../platform/credential.ts';
import type { OutboundFetch } from '../platform/outbound-fetch.ts';
import { checkAddress } from './check-address.ts';
import { checkCatalogue } from './check-catalogue.ts';
import { checkSignIn } from './check-sign-in.ts';
import { checkStored } from './check-stored.ts';
import { createReport, type Report } from './report.ts';

export interface CheckDeps {
  fetch: OutboundFetch;
  clientName: string;
  redirectUri: string;
  clientDocumentUrl: string | undefined;
  /** Registrations to use and to keep. */
  kept: KeptRegistrations;
  /** Lists what the server offers with this credential, over the same code that calls use. */
  list(target: {
    url: string;
    credential: CredentialSource;
    certificateAuthority?: string;
  }): Promise<Catalogue>;
  /** Sends a person's browser and brings back the address it was sent to; absent: nobody is there to sign in. */
  browse?: (authorizationUrl: string) => Promise<URL | undefined>;
}

export interface CheckInput {
  url: string;
  settings?: SignInSettings;
  /** The sign-in of an account: fixed headers, or what OAuth gave before. */
  signIn?: { kind: 'headers' | 'oauth'; credential: CredentialSource };
  signal?: AbortSignal;
}

/** Never throws for what a server does; ends after the last step. */
export async function* checkConnection(deps: CheckDeps, input: CheckInput): AsyncGenerator<CheckStep> {
  const settings = input.settings ?? plainSettings;
  const report = createReport();
  const wire = createWire(deps.fetch, { ...settings, ...(input.signal && { signal: input.signal }) });
  const running = run(deps, { ...input, settings }, wire, report).then(
    () => report.close(),
    (error: unknown) => report.crash(error),
  );
  yield* report.steps();
  await running;
}

export interface RunInput extends CheckInput {
  settings: SignInSettings;
}

async function run(deps: CheckDeps, input: RunInput, wire: Wire, report: Report): Promise<void> {
  const { signIn } = input;
  if (!checkAddress(input.url, report)) return report.skipRest('An earlier step failed');
  if (signIn?.kind === 'headers') return withHeaders(deps, input, signIn.credential, wire, report);
  const found = await discover(wire, {
    url: input.url,
    settings: input.settings,
    clientName: deps.clientName,
    redirectUri: deps.redirectUri,
    clientDocumentUrl: deps.clientDocumentUrl,
    kept: deps.kept,
    onStep: (step) => report.fromSignIn(step),
  });
  switch (found.kind) {
    case 'failed':
      return report.skipRest('An earlier step failed');
    case 'open':
      report.skipUntil('catalogue', 'The server asks for no sign-in');
      return checkCatalogue(deps, input, noCredential, report);
    case 'choose-server':
      report.pass('authorization-server', `Several are offered: ${found.servers.join(', ')}`);
      return report.skipRest('A person must choose the authorization server first');
    case 'client-needed':
      return report.skipRest('An earlier step failed');
    case 'prepared':
      return signInAndList(deps, input, { found, wire, report });
  }
}

async function signInAndList(
  deps: CheckDeps,
  input: RunInput,
  context: { found: Prepared; wire: Wire; report: Report },
): Promise<void> {
  const { report } = context;
  const credential =
    input.signIn?.kind === 'oauth'
      ? await checkStored(input.signIn.credential, report)
      : await checkSignIn(deps, input, context);
  if (credential) await checkCatalogue(deps, input, credential, report);
}

const noCredential: CredentialSource = { headers: async () => ({}), renew: async () => false };

async function withHeaders(
  deps: CheckDeps,
  input: RunInput,
  credential: CredentialSource,
  wire: Wire,
  report: Report,
): Promise<void> {
  const asked = await askServer(wire, input.url, await credential.headers({ method: 'POST' }));
  const { host } = new URL(input.url);
  if (asked.state === 'failed') {
    report.result('protocol', asked);
    return report.skipRest('An earlier step failed');
  }
  if (asked.value.kind === 'sign-in') {
    report.pass('protocol', `${host} answers`, asked.exchanges);
    report.skipUntil('authorization', 'The account signs in with what was entered, not by OAuth');
    report.fail('authorization', 'sign_in_refused', `${host} does not accept the sign-in that was entered.`);
    return report.skipRest('An earlier step failed');
  }
  report.pass(
    'protocol',
    `${host} speaks MCP ${asked.value.protocolVersion} and accepts the sign-in`,
    asked.exchanges,
  );
  report.skipUntil('catalogue', 'The account signs in with what was entered, not by OAuth');
  await checkCatalogue(deps, input, credential, report);
}

/** Where a cause is shown, for steps whose requests can fail earlier: a name that is not known is a DNS failure. */
export const stepOf = (cause: Cause): CheckStepName => causes[cause].step;
