// Rules and limits in words, the same on screen, in answers and in the record.
import type { Condition } from './conditions.ts';

const value = (one: unknown): string => (typeof one === 'string' ? `"${one}"` : JSON.stringify(one));

/** `/repo` → `repo`, `/items/0/id` → `items/0/id`. */
export const pathWords = (path: string): string =>
  path === '' ? 'arguments' : path.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');

/** "repo is "acme/docs"". */
export function conditionSentence(condition: Condition): string {
  const what = condition.every ? `every element of ${pathWords(condition.path)}` : pathWords(condition.path);
  const not = condition.not ? 'not ' : '';
  switch (condition.test) {
    case 'equals':
      return `${what} is ${not}${value(condition.value)}`;
    case 'one-of':
      return `${what} is ${not}one of ${condition.values.map(value).join(', ')}`;
    case 'starts-with':
      return `${what} does ${not}start with "${condition.text}"`.replace('does start', 'starts');
    case 'ends-with':
      return `${what} does ${not}end with "${condition.text}"`.replace('does end', 'ends');
    case 'range': {
      const { minimum, maximum } = condition;
      if (minimum !== undefined && maximum !== undefined)
        return `${what} is ${not}from ${minimum} to ${maximum}`;
      return minimum === undefined
        ? `${what} is ${not}at most ${maximum}`
        : `${what} is ${not}at least ${minimum}`;
    }
    case 'matches':
      return `${what} does ${not}match ${condition.pattern}`.replace('does match', 'matches');
  }
}

export const conditionsSentence = (conditions: Condition[]): string =>
  conditions.map(conditionSentence).join(' and ');

export interface LimitInWords {
  scope: string;
  period: string;
  /** Calls, or the amount in its own unit. */
  maximum: number;
  amountPath?: string | undefined;
  tool?: string | undefined;
  connectorName?: string | undefined;
}

/** "10 calls per day on create_issue". */
export function limitWords(limit: LimitInWords): string {
  const most =
    limit.amountPath === undefined
      ? `${limit.maximum} ${limit.maximum === 1 ? 'call' : 'calls'}`
      : `${limit.maximum} in total of ${pathWords(limit.amountPath)}`;
  const per = limit.period === 'conversation' ? 'in one conversation' : `per ${limit.period}`;
  const on =
    limit.scope === 'tool'
      ? (limit.tool ?? 'a tool')
      : limit.scope === 'connector'
        ? (limit.connectorName ?? 'this connector')
        : limit.scope === 'project'
          ? 'this project'
          : 'all your connectors';
  return `${most} ${per} on ${on}`;
}
