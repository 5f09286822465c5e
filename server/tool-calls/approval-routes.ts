// The inbox of approvals over the web API.
import { approvalEndpoints } from '#shared/contract/approvals.ts';
import { type Route, route } from '../platform/route.ts';
import { answerApproval } from './answer-approval.ts';
import { approvalView } from './approval-view.ts';
import type { Approval, Approvals } from './approvals.ts';
import { connectorOf } from './connector-of.ts';
import type { Limits, UsageLimit } from './limits.ts';
import type { RulesDeps } from './rules.ts';

export type ApprovalRoutesDeps = RulesDeps & { approvals: Approvals; limits: Limits };

export function approvalRoutes(deps: ApprovalRoutesDeps): Route[] {
  const limitsOf = async (approval: Approval): Promise<UsageLimit[]> => {
    const { personId, projectId, connectorId } = approval;
    const connector = await connectorOf(deps, { personId, connectorId });
    return (await deps.policies.of({ personId, projectId, connector })).stored.limits;
  };
  const view = (approval: Approval) => approvalView({ limits: deps.limits, limitsOf }, approval);
  return [
    route(approvalEndpoints.list, async ({ actor, query }) => {
      const found = await deps.approvals.list({
        personId: actor.personId,
        waiting: query.waiting === 'true',
        limit: query.limit,
      });
      return { approvals: await Promise.all(found.map(view)) };
    }),
    route(approvalEndpoints.get, async ({ actor, params }) => ({
      approval: await view(await deps.approvals.get(params.approvalId, actor.personId)),
    })),
    route(approvalEndpoints.answer, async ({ actor, params, body }) => ({
      approval: await view(
        await answerApproval(deps, { personId: actor.personId, approvalId: params.approvalId }, body),
      ),
    })),
  ];
}
