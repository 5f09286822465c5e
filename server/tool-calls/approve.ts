// Step 3: where the decision is "ask", a person's answer to exactly this call.

import type { Door } from '#shared/contract/activity.ts';
import type { Approval } from './approvals.ts';
import { type DecidedCall, type GateDeps, millisecondsSince, refusedBy, type Step } from './gate.ts';

/** Doors at which a person presses Run; from any other a claim to have pressed it counts for nothing. */
const pressingDoors: ReadonlySet<Door> = new Set(['by-hand', 'command-line']);
/** Attaching a resource or prompt in the chat is the person's own act too. */
const readsByPerson: ReadonlySet<string> = new Set(['resources/read', 'prompts/get', 'completion/complete']);

export type Approved = Step<{ approvalId?: string }> | { decideAgain: true };

export async function approveCall(deps: GateDeps, call: DecidedCall): Promise<Approved> {
  if (call.verdict.decision === 'allow') return { go: {} };
  const { approval } = call.request;
  if (approval?.kind === 'pressed-run' && mayPress(call)) return { go: {} };
  // Nobody is asked about completions: they come with every key pressed.
  if (call.request.method === 'completion/complete')
    return refusedBy(call, {
      code: 'needs_approval',
      layer: call.verdict.layer,
      sentence: `${call.verdict.sentence} Completions are not asked about, so this one was not sent.`,
    });
  const { tool } = call;
  const binding = {
    personId: call.request.personId,
    projectId: call.request.projectId,
    connectorId: call.connector.id,
    accountId: call.connector.account.id,
    method: call.request.method,
    subject: call.request.subject,
    arguments: call.request.arguments,
    argumentsDigest: call.argumentsDigest,
    definitionDigest: call.definitionDigest,
    policyRevision: call.policy.revision,
  };
  if (approval?.kind === 'approved') return takeApproval(deps, call, approval.approvalId, binding);
  const hold = call.request.whenApprovalNeeded === 'hold';
  if (!hold) {
    const used = await deps.approvals.takeAnswered(binding, call.id);
    if (used) return { go: { approvalId: used } };
  }
  const asked = await deps.approvals.ask(
    {
      ...binding,
      details: {
        connectorName: call.connector.name,
        accountLabel: call.connector.account.label,
        ...(call.connector.account.identity === undefined
          ? {}
          : { accountIdentity: call.connector.account.identity }),
        ...(tool?.title === undefined ? {} : { title: tool.title }),
        group: call.subjectOf.group,
        origin: call.request.origin,
        verdict: call.verdict,
        callId: call.id,
        held: hold,
      },
    },
    { reuse: !hold },
  );
  call.surface.onApprovalNeeded?.(asked.id);
  if (!hold) return { end: { kind: 'approval-needed', callId: call.id, approvalId: asked.id } };
  return waitForAnswer(deps, call, asked, binding);
}

function mayPress(call: DecidedCall): boolean {
  const { door } = call.request.origin;
  return pressingDoors.has(door) || (door === 'chat' && readsByPerson.has(call.request.method));
}

async function waitForAnswer(
  deps: GateDeps,
  call: DecidedCall,
  asked: Approval,
  binding: Parameters<GateDeps['approvals']['take']>[1],
): Promise<Approved> {
  const answered = await deps.approvals.wait(asked.id, call.running.signal);
  switch (answered.state) {
    case 'approved':
      return takeApproval(deps, call, asked.id, binding);
    // What is allowed has changed meanwhile: the question that was asked is not the question any more.
    case 'void':
      return { decideAgain: true };
    case 'denied':
      return refusedBy(call, {
        code: 'approval_denied',
        layer: 'approval',
        ruleId: asked.id,
        sentence: `You denied this call to ${call.connector.name}${answered.reason ? `: ${answered.reason}` : ''}. Nothing was sent.`,
        link: `/approvals/${asked.id}`,
      });
    case 'left':
      await deps.approvals.withdraw(asked.id);
      return {
        end: {
          kind: 'cancelled',
          callId: call.id,
          milliseconds: millisecondsSince(deps, call.startedAt),
        },
      };
    default:
      return refusedBy(call, {
        code: 'approval_expired',
        layer: 'approval',
        ruleId: asked.id,
        sentence: `Nobody answered the question about this call to ${call.connector.name} in time. Nothing was sent.`,
        link: `/approvals/${asked.id}`,
      });
  }
}

async function takeApproval(
  deps: GateDeps,
  call: DecidedCall,
  approvalId: string,
  binding: Parameters<GateDeps['approvals']['take']>[1],
): Promise<Approved> {
  const use = await deps.approvals.take(approvalId, binding, call.id);
  if (use.used) return { go: { approvalId } };
  if (use.changed && call.request.whenApprovalNeeded === 'hold') return { decideAgain: true };
  return refusedBy(call, {
    code: 'approval_not_valid',
    layer: 'approval',
    ruleId: approvalId,
    sentence: `${use.why} Nothing was sent to ${call.connector.name}.`,
    link: `/approvals/${encodeURIComponent(approvalId)}`,
  });
}
