// Usage limits as pages show them: in words, with what is left and when it resets.
import type { LimitStateView } from '#shared/contract/permissions.ts';
import { resetWords } from '#shared/policy/windows.ts';
import { limitWords } from '#shared/policy/words.ts';
import { amountUnit, type LimitState, type UsageLimit } from './limits.ts';

export const inUnits = (limit: UsageLimit, counted: number): number =>
  limit.amount_path === null ? counted : counted / amountUnit;

export function limitStateView(state: LimitState, now: number, connectorName?: string): LimitStateView {
  const { limit, window } = state;
  const used = inUnits(limit, state.used);
  const maximum = inUnits(limit, limit.maximum);
  return {
    limitId: limit.id,
    sentence: limitWords({
      scope: limit.scope,
      period: limit.period,
      maximum,
      amountPath: limit.amount_path ?? undefined,
      tool: limit.tool ?? undefined,
      connectorName,
    }),
    used,
    maximum,
    left: Math.max(0, maximum - used),
    ...(window ? { resetsAt: window.endsAt, resets: resetWords(window.endsAt, now, limit.time_zone) } : {}),
  };
}
