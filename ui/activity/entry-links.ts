// Where what an entry names can be seen or changed. Pure.
import type { ActivityEntry } from '#shared/contract/activity.ts';

/** The page of the layer and rule that decided; undefined where the entry names none. */
export function deciderLink({ connectorId, subject, decidedBy }: ActivityEntry): string | undefined {
  if (decidedBy === undefined) return undefined;
  const { layer, ruleId } = decidedBy;
  if (layer === 'administrator' || layer === 'project' || layer === 'person')
    return `/settings/ceilings${ruleId === undefined ? '' : `?ceiling=${encodeURIComponent(ruleId)}`}`;
  if (connectorId === undefined) return undefined;
  const connector = `/connectors/${encodeURIComponent(connectorId)}`;
  const tool = `tool=${encodeURIComponent(subject)}`;
  switch (layer) {
    case 'definition':
      return `${connector}/review?${tool}`;
    case 'rule':
      return `${connector}/tools?${tool}&rule=${encodeURIComponent(ruleId ?? '')}`;
    case 'permission':
      return `${connector}/tools?${tool}`;
    case 'limit':
      return `${connector}/limits?limit=${encodeURIComponent(ruleId ?? '')}`;
    default:
      return undefined;
  }
}
