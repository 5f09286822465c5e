// Step 2: the one decision on exactly this call. What cannot be decided is not allowed.
import type { DefinitionState, PolicyCall } from '#shared/policy/decide.ts';
import {
  type DecidedCall,
  failedBeforeSending,
  type GateDeps,
  linkFor,
  type ResolvedCall,
  refusedBy,
  type Step,
} from './gate.ts';
import type { CallPolicy } from './policies.ts';

export async function decideCall(deps: GateDeps, call: ResolvedCall): Promise<Step<DecidedCall>> {
  let policy: CallPolicy;
  try {
    const found = deps.policies.of({
      personId: call.request.personId,
      projectId: call.request.projectId,
      connector: call.connector,
    });
    policy = found instanceof Promise ? await found : found;
  } catch (error) {
    deps.log.error('the policy could not be read', { callId: call.id, error });
    return failedBeforeSending(deps, call, {
      code: 'policy_not_verified',
      message: `Causeway could not read what is allowed on ${call.connector.name}, so nothing was sent.`,
      fix: 'Check that the database answers, then try again.',
    });
  }
  const policyCall: PolicyCall = { ...call.subjectOf, definition: definitionState(policy, call) };
  const verdict = policy.decide(policyCall);
  if (verdict.layer === 'rule' && verdict.ruleId) deps.noteRuleHits([verdict.ruleId]);
  const decided: DecidedCall = { ...call, policy, verdict, policyCall };
  if (verdict.decision !== 'block') return { go: decided };
  return refusedBy(call, {
    code: refusalCode(policyCall.definition, verdict.layer),
    layer: verdict.layer,
    ...(verdict.ruleId === undefined ? {} : { ruleId: verdict.ruleId }),
    sentence: `${verdict.sentence} Nothing was sent to ${call.connector.name}.`,
    link: linkFor(call.connector.id, verdict, call.request.subject),
  });
}

function definitionState(policy: CallPolicy, call: ResolvedCall): DefinitionState {
  const { kind, name, definitionDigest } = call.subjectOf;
  if (kind === 'resource') return 'unpinned';
  if (definitionDigest === undefined || definitionDigest === '') return 'unlisted';
  return policy.definitionState(kind, name, definitionDigest);
}

function refusalCode(definition: DefinitionState, layer: string): string {
  if (layer !== 'definition') return 'call_blocked';
  return definition === 'unlisted' ? 'not_in_catalogue' : 'definition_held';
}
