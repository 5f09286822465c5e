// An approval as its card shows it: the exact arguments in full, nothing hidden, limits as they stand.
import type { ApprovalView } from '#shared/contract/approvals.ts';
import type { JsonObject } from '#shared/json.ts';
import type { Condition } from '#shared/policy/conditions.ts';
import { findingsIn, withHiddenShown } from '#shared/policy/text-findings.ts';
import { conditionSentence } from '#shared/policy/words.ts';
import type { Approval } from './approvals.ts';
import { limitStateView } from './limit-view.ts';
import type { Limits, UsageLimit } from './limits.ts';
import { verdictView } from './simulate.ts';

export async function approvalView(
  deps: { limits: Limits; limitsOf: (approval: Approval) => Promise<UsageLimit[]> },
  approval: Approval,
): Promise<ApprovalView> {
  const { details } = approval;
  const callArguments = JSON.parse(approval.argumentsText) as JsonObject;
  const { door, client, clientId, conversationId } = details.origin;
  const call = {
    callId: '',
    personId: approval.personId,
    isTool: approval.method === 'tools/call',
    tool: approval.subject,
    connectorId: approval.connectorId,
    arguments: callArguments,
    door,
    ...(clientId === undefined ? {} : { clientId }),
    ...(conversationId === undefined ? {} : { conversationId }),
  };
  const waiting = approval.state === 'pending';
  const states = waiting ? await deps.limits.states(call, await deps.limitsOf(approval)) : [];
  return {
    id: approval.id,
    state: approval.state,
    connectorId: approval.connectorId,
    connectorName: details.connectorName,
    account: {
      id: approval.accountId,
      label: details.accountLabel,
      ...(details.accountIdentity === undefined ? {} : { identity: details.accountIdentity }),
    },
    method: approval.method,
    subject: approval.subject,
    ...(details.title === undefined ? {} : { title: details.title }),
    group: details.group,
    argumentsShown: withHiddenShown(approval.argumentsText),
    arguments: callArguments,
    argumentsBytes: Buffer.byteLength(approval.argumentsText),
    hiddenCharacters: hiddenIn(approval.argumentsText),
    argumentsDigest: approval.argumentsDigest,
    why: verdictView(details.verdict, approval.connectorId, approval.subject),
    from: {
      door,
      ...(client === undefined ? {} : { client }),
      ...(conversationId === undefined ? {} : { conversationId }),
    },
    held: details.held,
    limits: states.map((state) => limitStateView(state, deps.limits.now(), details.connectorName)),
    proposals: waiting && call.isTool ? proposals(callArguments) : [],
    createdAt: approval.createdAt,
    expiresAt: approval.expiresAt,
    ...(approval.answeredAt === undefined ? {} : { answeredAt: approval.answeredAt }),
    ...(approval.reason === undefined ? {} : { reason: approval.reason }),
    callId: details.callId,
  };
}

function hiddenIn(text: string): string[] {
  const shown = withHiddenShown(text);
  return [...new Set([...shown.matchAll(/⟦(U\+[0-9A-F]+)⟧/g)].map((match) => match[1] ?? ''))];
}

/** One short plain value each: "repo is acme/docs". Free text is no rule anybody would want. */
function proposals(callArguments: JsonObject): ApprovalView['proposals'] {
  return Object.entries(callArguments)
    .filter(([, value]) => isShort(value))
    .slice(0, 8)
    .map(([key, value]) => {
      const path = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const condition = { path, test: 'equals' as const, value: value as string | number | boolean };
      return { sentence: conditionSentence(condition as Condition), conditions: [condition] };
    });
}

const isShort = (value: unknown): boolean =>
  typeof value === 'boolean' ||
  typeof value === 'number' ||
  (typeof value === 'string' && value.length > 0 && value.length <= 80 && findingsIn(value).length === 0);
