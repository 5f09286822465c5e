// A person answers: Allow once, Always allow (the tool, or with a rule), Deny.
import type { z } from 'zod';
import type { approvalEndpoints } from '#shared/contract/approvals.ts';
import type { Condition } from '#shared/policy/conditions.ts';
import { conditionsSentence } from '#shared/policy/words.ts';
import type { Approval, Approvals } from './approvals.ts';
import { connectorOf } from './connector-of.ts';
import { definitionsOf } from './definitions.ts';
import { approvalOver, ruleInvalid } from './errors.ts';
import { recordPolicyChange } from './policy-revisions.ts';
import { recordChange } from './reviews.ts';
import { checkRule, type RulesDeps, rowOf } from './rules.ts';
import { writePermission } from './set-permission.ts';

export type Answer = z.output<NonNullable<typeof approvalEndpoints.answer.body>>;

export async function answerApproval(
  deps: RulesDeps & { approvals: Approvals },
  of: { personId: string; approvalId: string },
  answer: Answer,
): Promise<Approval> {
  const known = await deps.approvals.get(of.approvalId, of.personId);
  const answered = await writeAnswer(deps, known, answer);
  if (answer.answer === 'always-allow') deps.policies.expire();
  await recordChange(deps, {
    personId: of.personId,
    projectId: known.projectId,
    connector: { id: known.connectorId },
    subject: known.subject,
    summary: summaryOf(known, answer),
  });
  return answered;
}

async function writeAnswer(
  deps: RulesDeps & { approvals: Approvals },
  known: Approval,
  answer: Answer,
): Promise<Approval> {
  if (answer.answer === 'deny')
    return deps.approvals.answer(known.id, known.personId, {
      state: 'denied',
      ...(answer.reason === undefined ? {} : { reason: answer.reason }),
    });
  if (answer.answer === 'allow-once')
    return deps.approvals.answer(known.id, known.personId, { state: 'approved' });
  const { conditions } = answer;
  if (known.method !== 'tools/call' && conditions?.length)
    throw ruleInvalid('Argument rules are for tools only.', 'body.conditions');
  if (conditions) checkRule({ conditions });
  const connector = await connectorOf(deps, known);
  const listed = definitionsOf(connector.catalogue).tools.get(known.subject);
  // "Always" is said of the definition on the card: if it is another one by now, nothing is granted.
  if (known.method === 'tools/call' && listed?.digest !== known.definitionDigest)
    throw approvalOver('The definition of the tool has changed since this was asked.');
  return deps.approvals.answer(known.id, known.personId, { state: 'approved' }, async (transaction) => {
    if (conditions?.length) {
      const rule = { tool: known.subject, decision: 'allow' as const, conditions };
      await transaction
        .insertInto('argument_rule')
        .values(rowOf(deps, known.personId, connector, rule))
        .execute();
    } else {
      const group = known.method === 'prompts/get' ? 'prompts' : 'resources';
      await writePermission(transaction, {
        personId: known.personId,
        connector,
        target:
          known.method === 'tools/call' ? { kind: 'tool', tool: known.subject } : { kind: 'group', group },
        permission: 'allow',
        now: deps.clock.now(),
      });
    }
    await recordPolicyChange(transaction, [`connector:${known.personId}:${known.connectorId}`]);
  });
}

function summaryOf(approval: Approval, answer: Answer): string {
  const what = `"${approval.subject}" on ${approval.details.connectorName}`;
  if (answer.answer === 'deny') return `Denied ${what}${answer.reason ? `: ${answer.reason}` : ''}.`;
  if (answer.answer === 'allow-once') return `Allowed ${what} once.`;
  return answer.conditions?.length
    ? `Allowed ${what} always when ${conditionsSentence(answer.conditions as Condition[])}.`
    : `Allowed ${what} always.`;
}
