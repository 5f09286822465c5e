// What would happen if: the same decision, the same limits, nothing sent and nothing counted.
import type { z } from 'zod';
import type { permissionEndpoints, VerdictView } from '#shared/contract/permissions.ts';
import type { JsonObject } from '#shared/json.ts';
import { type PolicyCall, permissionWords, type Verdict } from '#shared/policy/decide.ts';
import { type ConnectorPage, connectorOf } from './connector-of.ts';
import { definitionsOf } from './definitions.ts';
import { linkFor } from './gate.ts';
import { limitStateView } from './limit-view.ts';
import { applies, type LimitedCall, type Limits } from './limits.ts';
import type { CallPolicy } from './policies.ts';
import type { RulesDeps } from './rules.ts';
import { toolCall } from './tool-states.ts';

export type SimulateDeps = Pick<RulesDeps, 'db' | 'connectors' | 'policies'> & { limits: Limits };
type Input = z.output<NonNullable<typeof permissionEndpoints.simulate.body>>;
type Answer = z.output<typeof permissionEndpoints.simulate.response>;

export async function simulate(
  deps: SimulateDeps,
  of: { personId: string; connectorId: string },
  input: Input,
): Promise<Answer> {
  const connector = await connectorOf(deps, of);
  const { projectId } = connector;
  const policy = await deps.policies.of({ personId: of.personId, projectId, connector });
  const call = simulatedCall(policy, connector, input);
  const decided = policy.decide(call);
  const limited: LimitedCall = {
    callId: '',
    personId: of.personId,
    isTool: input.kind === 'tool',
    tool: input.name,
    connectorId: connector.id,
    arguments: input.arguments as JsonObject,
    door: 'chat',
    ...(input.conversationId === undefined ? {} : { conversationId: input.conversationId }),
  };
  const states = await deps.limits.states(limited, policy.stored.limits);
  const limits = states.map((state) => limitStateView(state, deps.limits.now(), connector.name));
  const empty = limits.find((limit) => limit.left <= 0);
  return {
    decision: decided.decision,
    decidedBy: verdictView(decided, connector.id, input.name),
    layers: policy.explain(call).map((one) => verdictView(one, connector.id, input.name)),
    limits,
    sentence: sentenceOf(decided, empty?.sentence),
  };
}

function simulatedCall(policy: CallPolicy, connector: ConnectorPage, input: Input): PolicyCall {
  const definitions = definitionsOf(connector.catalogue);
  const callArguments = input.arguments as JsonObject;
  if (input.kind === 'tool') {
    const listed = definitions.tools.get(input.name);
    return listed
      ? {
          ...toolCall(listed, policy.definitionState('tool', input.name, listed.digest)),
          arguments: callArguments,
        }
      : {
          kind: 'tool',
          name: input.name,
          group: 'unknown',
          definition: 'unlisted',
          arguments: callArguments,
        };
  }
  if (input.kind === 'resource')
    return { kind: 'resource', name: input.name, group: 'resources', definition: 'unpinned', arguments: {} };
  const digest = definitions.prompts.get(input.name)?.digest;
  return {
    kind: 'prompt',
    name: input.name,
    group: 'prompts',
    definition: digest === undefined ? 'unlisted' : policy.definitionState('prompt', input.name, digest),
    ...(digest === undefined ? {} : { definitionDigest: digest }),
    arguments: callArguments,
  };
}

export const verdictView = (verdict: Verdict, connectorId: string, subject: string): VerdictView => ({
  ...verdict,
  link: linkFor(connectorId, verdict, subject),
});

function sentenceOf(verdict: Verdict, emptyLimit: string | undefined): string {
  if (verdict.decision === 'block') return `This call would be refused. ${verdict.sentence}`;
  if (emptyLimit) return `This call would be refused: the limit of ${emptyLimit} is reached.`;
  return verdict.decision === 'ask'
    ? `This call would wait for your approval. ${verdict.sentence}`
    : `This call would run: "${permissionWords.allow}". ${verdict.sentence}`;
}

/** Every tool of every connector of a project, with what is effective and why. */
export async function effectivePermissions(
  deps: SimulateDeps,
  of: { personId: string; projectId: string },
): Promise<z.output<typeof permissionEndpoints.effective.response>['rows']> {
  const connectors = await deps.connectors.ofProject(of);
  const rows = await Promise.all(
    connectors.map(async (connector) => {
      if (!connector.catalogue) return [];
      const policy = await deps.policies.of({ ...of, connector });
      return [...definitionsOf(connector.catalogue).tools.values()].map((listed) => {
        const { tool, group } = listed;
        const call = toolCall(listed, policy.definitionState('tool', tool.name, listed.digest));
        const place = { isTool: true, tool: tool.name, connectorId: connector.id };
        return {
          connectorId: connector.id,
          connectorName: connector.name,
          tool: tool.name,
          ...(tool.title === undefined ? {} : { title: tool.title }),
          group,
          verdict: verdictView(policy.decide(call), connector.id, tool.name),
          rules: policy.policy.rules.filter((rule) => rule.tool === tool.name).length,
          limits: policy.stored.limits.filter((limit) => applies(limit, place)).length,
        };
      });
    }),
  );
  return rows.flat();
}
