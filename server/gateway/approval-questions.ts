// The gate's approvals, as the gateway asks and answers them for a client.
import type { JsonObject } from '#shared/json.ts';
import { type ApprovalQuestions, approvalKey, isAllowed } from './methods/ask-approval.ts';
import { objectOf } from './wire/json-rpc.ts';

/** Answers an approval for its person; throws when it is over or another's. */
export type AnswerApproval = (input: {
  approvalId: string;
  personId: string;
  state: 'approved' | 'denied';
  reason?: string;
}) => Promise<unknown>;

export function createApprovalQuestions(dependencies: {
  answerApproval: AnswerApproval;
  publicUrl: string;
}): ApprovalQuestions {
  return {
    async settle(approvalId, responses, { principal, clientName }) {
      const answer: JsonObject = objectOf(responses[approvalKey]);
      // Dismissed without an answer: the question goes on waiting in the inbox.
      if (answer.action !== 'accept' && answer.action !== 'decline') return false;
      const allowed = isAllowed(answer);
      try {
        await dependencies.answerApproval({
          approvalId,
          personId: principal.personId,
          state: allowed ? 'approved' : 'denied',
          reason: `answered in ${clientName ?? 'another client'}`,
        });
        return allowed;
      } catch {
        // Answered in the inbox meanwhile, or over: the gate alone knows whether it may run.
        return allowed;
      }
    },
    link: (approvalId) =>
      new URL(`/approvals/${encodeURIComponent(approvalId)}`, dependencies.publicUrl).href,
  };
}
