// A call that needs approval: the client is asked where it can show a question, the inbox has it in any case.
import type { JsonObject } from '#shared/json.ts';
import type { Exchange } from '../exchange.ts';
import { type Answer, objectOf } from '../wire/json-rpc.ts';
import type { Aim } from './call.ts';
import { inWords } from './present.ts';

/** What the gate's approvals are to the gateway. */
export interface ApprovalQuestions {
  /** Reads the client's answer to our question, decides the approval, and says whether the call may run. */
  settle(approvalId: string, responses: JsonObject, exchange: Exchange): Promise<boolean>;
  /** Address of the approval for a person. */
  link(approvalId: string): string;
}

export const approvalKey = 'causeway_approval';

/** Whether an elicitation result allows the call: accepted, and *Allow once* chosen. */
export function isAllowed(answer: JsonObject): boolean {
  return answer.action === 'accept' && objectOf(answer.content).decision === 'allow';
}

/** `allowed`: run it now. Otherwise what to tell the client. */
export async function askApproval(
  approvals: ApprovalQuestions,
  approvalId: string,
  aim: Aim,
  exchange: Exchange,
  seal: (approvalId: string) => string,
): Promise<'allowed' | Answer> {
  if (!canShowForm(exchange)) return waiting(approvals, approvalId, aim, exchange);
  const params = question(aim, exchange);
  if (exchange.era === 'modern')
    return {
      result: JSON.stringify({
        resultType: 'input_required',
        inputRequests: { [approvalKey]: { method: 'elicitation/create', params } },
        requestState: seal(approvalId),
      }),
    };
  const answer = await exchange.ask?.({ key: approvalKey, method: 'elicitation/create', params });
  const allowed = await approvals.settle(approvalId, { [approvalKey]: answer ?? {} }, exchange);
  if (allowed) return 'allowed';
  return inWords(
    'The person did not allow this call.',
    { 'causeway/refusal': { code: 'approval_denied' } },
    exchange,
  );
}

function canShowForm(exchange: Exchange): boolean {
  const elicitation = exchange.capabilities.elicitation;
  if (elicitation === undefined || elicitation === null) return false;
  if (exchange.era === 'legacy' && !exchange.ask) return false;
  const modes = Object.keys(objectOf(elicitation));
  return modes.length === 0 || modes.includes('form');
}

function question(aim: Aim, exchange: Exchange): JsonObject {
  const shown = JSON.stringify(aim.arguments, undefined, 2);
  return {
    ...(exchange.protocolVersion >= '2025-11-25' ? { mode: 'form' } : {}),
    message: `${aim.connector.name} needs your approval for ${aim.subject}:\n${
      shown.length > 4000 ? `${shown.slice(0, 4000)} … (${shown.length} characters in all)` : shown
    }`,
    requestedSchema: {
      type: 'object',
      properties: {
        decision: {
          type: 'string',
          title: 'Decision',
          enum: ['allow', 'deny'],
          enumNames: ['Allow once', 'Deny'],
        },
      },
      required: ['decision'],
    },
  };
}

function waiting(approvals: ApprovalQuestions, approvalId: string, aim: Aim, exchange: Exchange): Answer {
  const link = approvals.link(approvalId);
  return inWords(
    `This call of ${aim.subject} waits for a person's approval at ${link}. Tell the person, and call again with the same arguments after it is approved: it then runs once.`,
    { 'causeway/approval': { code: 'approval_needed', approvalId, link } },
    exchange,
  );
}
