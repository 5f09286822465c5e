import type { OAuthAccountKey } from './account-credentials.ts';
import type { AuthorizationDeps } from './deps.ts';

/** Records what happened to a sign-in. A record that cannot be written does not undo what happened. */
export async function tellActivity(
  deps: AuthorizationDeps,
  account: Pick<OAuthAccountKey, 'personId' | 'projectId' | 'connectorId'> & { accountId?: string },
  entry: { subject: string; summary: string; problem?: { code: string; message: string } },
): Promise<void> {
  await deps.activity
    .write(
      {
        kind: 'change',
        personId: account.personId,
        projectId: account.projectId,
        door: 'by-hand',
        connectorId: account.connectorId,
        ...(account.accountId && { accountId: account.accountId }),
        subject: entry.subject,
        summary: entry.summary,
      },
      entry.problem ? { outcome: 'failed', problem: entry.problem } : { outcome: 'completed' },
    )
    .catch((error) => deps.log.error('activity was not recorded', { error: String(error) }));
}
