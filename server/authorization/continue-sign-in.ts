// The person agreed: makes the authorization URL, once. `state` and verifier exist from here on.
import { calculateJwkThumbprint } from 'jose';
import { AppError } from '#shared/app-error.ts';
import type { AuthorizationDeps } from './deps.ts';
import { authorizationErrors } from './errors.ts';
import { makeProofKey } from './proof-key.ts';
import { buildAuthorizationUrl } from './steps/build-authorization-url.ts';
import { type AttemptPlan, digestOf, sealLuggage } from './store.ts';
import { tellActivity } from './tell-activity.ts';

export async function continueSignIn(
  deps: AuthorizationDeps,
  input: { personId: string; sessionId: string; attemptId: string },
): Promise<{ authorizationUrl: string }> {
  const row = await deps.db
    .selectFrom('authorization_attempt')
    .selectAll()
    .where('id', '=', input.attemptId)
    .where('person_id', '=', input.personId)
    .where('session_id', '=', input.sessionId)
    .executeTakeFirst();
  if (!row) throw authorizationErrors.attemptNotFound();
  const plan = JSON.parse(row.plan) as AttemptPlan;
  const proofKey = plan.proof && (await makeProofKey(plan.proof.algorithm));
  const departure = await buildAuthorizationUrl({
    authorizationEndpoint: plan.metadata.authorization_endpoint,
    clientId: plan.client.clientId,
    redirectUri: plan.redirectUri,
    scopes: plan.scopes,
    resource: plan.resource,
    ...(proofKey && { dpopThumbprint: await calculateJwkThumbprint(proofKey.jwk as { kty: string }) }),
  });
  if (departure.state === 'failed') {
    const { cause, message, fix } = departure.failure;
    await tellActivity(
      deps,
      {
        personId: row.person_id,
        projectId: row.project_id,
        connectorId: row.connector_id,
        accountId: row.account_id,
      },
      { subject: 'Sign-in', summary: 'A sign-in page was not opened', problem: { code: cause, message } },
    );
    throw new AppError({ code: cause, status: 409, message, fix });
  }
  const { url, state, verifier } = departure.value;
  const left = await deps.db
    .updateTable('authorization_attempt')
    .set({
      state: 'left',
      state_digest: digestOf(state),
      verifier: sealLuggage(deps.vault, row, { verifier, ...(proofKey && { proofKey }) }),
    })
    .where('id', '=', row.id)
    .where('state', '=', 'prepared')
    .where('expires_at', '>', deps.clock.now())
    .executeTakeFirst();
  if (left.numUpdatedRows !== 1n) throw authorizationErrors.attemptOver();
  return { authorizationUrl: url };
}
