// The last step: what the server offers with this sign-in.
import { AppError } from '#shared/app-error.ts';
import type { Cause } from '../authorization/causes.ts';
import type { CredentialSource } from '../platform/credential.ts';
import type { CheckDeps, RunInput } from './check-connection.ts';
import type { Report } from './report.ts';

const causeOfCode: Record<string, Cause> = {
  upstream_sign_in_required: 'token_rejected',
  upstream_insufficient_scope: 'scope_missing',
  scope_missing: 'scope_missing',
  scope_loop: 'scope_loop',
  sign_in_needed: 'sign_in_ended',
  upstream_garbage: 'catalogue_not_valid',
  upstream_not_mcp: 'catalogue_not_valid',
};

export async function checkCatalogue(
  deps: CheckDeps,
  input: RunInput,
  credential: CredentialSource,
  report: Report,
): Promise<void> {
  const { host } = new URL(input.url);
  const { certificateAuthority } = input.settings;
  try {
    const catalogue = await deps.list({
      url: input.url,
      credential,
      ...(certificateAuthority && { certificateAuthority }),
    });
    const { tools, resources, resourceTemplates, prompts, notes } = catalogue;
    const unread = [notes.tools, notes.resources, notes.prompts].find(Boolean);
    const count = tools.length + resources.length + resourceTemplates.length + prompts.length;
    if (count === 0)
      return report.fail(
        'catalogue',
        'catalogue_empty',
        `${host} offers nothing with this sign-in${unread ? `: ${unread}` : '.'}`,
      );
    report.pass(
      'catalogue',
      `${tools.length} tools, ${resources.length + resourceTemplates.length} resources, ${prompts.length} prompts`,
    );
  } catch (error) {
    const known = error instanceof AppError ? causeOfCode[error.code] : undefined;
    const message =
      error instanceof AppError ? error.message : `${host} could not be asked for what it offers.`;
    const fix = error instanceof AppError && !known ? error.fix : undefined;
    report.fail('catalogue', known ?? 'catalogue_failed', message, fix ? { fix } : {});
  }
}
