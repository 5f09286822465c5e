import { authorizationEndpoints } from '#shared/contract/authorization.ts';
import { type Route, route } from '../platform/route.ts';
import type { OAuthAccount } from './account-credentials.ts';
import { continueSignIn } from './continue-sign-in.ts';
import type { LiveAccountCredentials } from './create-account-credentials.ts';
import { type AuthorizationDeps, clientDocumentUrlOf, clientName, redirectUriOf } from './deps.ts';
import { authorizationErrors } from './errors.ts';
import { finishSignIn } from './finish-sign-in.ts';
import { forgetGrant } from './forget-grant.ts';
import { readAttempt, readSignIn } from './read-sign-in.ts';
import { saveSettings, tellSettings } from './save-settings.ts';
import { startSignIn } from './start-sign-in.ts';
import { clientMetadata } from './steps/register-client.ts';
import { readSettings } from './store.ts';
import { tellActivity } from './tell-activity.ts';

export interface AuthorizationRoutesDeps extends AuthorizationDeps {
  credentials: LiveAccountCredentials;
}

export function authorizationRoutes(deps: AuthorizationRoutesDeps): Route[] {
  const find = async (key: {
    personId: string;
    connectorId: string;
    accountId?: string;
  }): Promise<OAuthAccount> => {
    const account = await deps.accounts.find(key);
    if (!account) throw authorizationErrors.accountNotFound();
    return account;
  };
  return [
    route(authorizationEndpoints.start, ({ actor, params, body }) =>
      startSignIn(deps, { personId: actor.personId, sessionId: actor.viaId, ...params, ...body }),
    ),
    route(authorizationEndpoints.continue, ({ actor, params }) =>
      continueSignIn(deps, { personId: actor.personId, sessionId: actor.viaId, ...params }),
    ),
    route(authorizationEndpoints.attempt, ({ actor, params }) =>
      readAttempt(deps, { personId: actor.personId, ...params }),
    ),
    route(authorizationEndpoints.callback, async ({ actor, params, request }) => {
      const finished = await finishSignIn(deps, {
        personId: actor.personId,
        sessionId: actor.viaId,
        connectorId: params.connectorId,
        parameters: new URL(request.url).searchParams,
      });
      return leadBack(params.connectorId, finished);
    }),
    route(authorizationEndpoints.clientDocument, async ({ params }) =>
      clientDocument(deps, params.connectorId),
    ),
    route(authorizationEndpoints.settings, async ({ actor, params }) => {
      await find({ personId: actor.personId, ...params });
      const value = await readSettings(deps, { personId: actor.personId, ...params });
      return { settings: tellSettings(value), redirectUri: redirectUriOf(deps, params.connectorId) };
    }),
    route(authorizationEndpoints.saveSettings, async ({ actor, params, body }) => {
      const account = await find({ personId: actor.personId, ...params });
      const settings = await saveSettings(deps, account, body);
      return { settings, redirectUri: redirectUriOf(deps, params.connectorId) };
    }),
    route(authorizationEndpoints.details, async ({ actor, params }) => ({
      details: await readSignIn(deps, await find({ personId: actor.personId, ...params })),
    })),
    route(authorizationEndpoints.revoke, async ({ actor, params }) => {
      const account = await find({ personId: actor.personId, ...params });
      deps.credentials.changed(account.accountId);
      const forgotten = await forgetGrant(deps, account, { revoke: true });
      // A call in between may have read it back into memory.
      deps.credentials.changed(account.accountId);
      await deps.accounts.signInNeeded(account, {
        code: 'sign_in_revoked',
        message: 'The sign-in was revoked here.',
        fix: 'Choose Connect to sign in again.',
      });
      await tellActivity(deps, account, {
        subject: account.connectorName,
        summary: `Revoked the sign-in to ${account.connectorName}. ${forgotten.line}`,
      });
      return forgotten;
    }),
  ];
}

/** The code is spent by now; the address that stays in the browser's history holds nothing of it. */
function leadBack(connectorId: string, finished: Awaited<ReturnType<typeof finishSignIn>>): Response {
  const query = new URLSearchParams();
  if (finished.attemptId) query.set('signIn', finished.attemptId);
  if (finished.kind === 'failed') query.set('problem', finished.failure.cause);
  return new Response(null, {
    status: 303,
    headers: {
      location: `/connectors/${encodeURIComponent(connectorId)}?${query}`,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  });
}

/** Says nothing about whether the connector exists: the document is made of the address alone. */
function clientDocument(deps: AuthorizationDeps, connectorId: string): Record<string, unknown> {
  const url = clientDocumentUrlOf({ publicUrl: deps.publicUrl }, connectorId);
  if (!url || !/^[\w-]{1,64}$/.test(connectorId)) throw authorizationErrors.attemptNotFound();
  return {
    client_id: url,
    client_uri: deps.publicUrl,
    ...clientMetadata({ clientName, redirectUri: redirectUriOf(deps, connectorId), authentication: 'none' }),
  };
}
