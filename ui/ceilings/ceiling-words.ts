// A ceiling in words, and the tools that it touches. Pure.
import type { CeilingView } from '#shared/contract/permissions.ts';
import { callGroupWords } from '../gate/words.ts';
import type { EffectiveRow } from '../permissions/filter-rows.ts';

export interface ConnectorPlace {
  id: string;
  name: string;
  host: string;
}

/** "delete_berth on Harbour", "Destructive tools", "Every call". */
export function ceilingWords(ceiling: CeilingView, connectors: ConnectorPlace[]): string {
  const connector = connectors.find(({ id }) => id === ceiling.connectorId);
  const what = [ceiling.tool, ceiling.group === undefined ? undefined : callGroupWords[ceiling.group]].filter(
    (part) => part !== undefined,
  );
  const where = [
    ceiling.connectorId === undefined ? undefined : (connector?.name ?? 'a connector that is not here'),
    ceiling.host,
  ].filter((part) => part !== undefined);
  return `${what.join(', ') || 'Every call'}${where.length > 0 ? ` on ${where.join(', ')}` : ''}`;
}

export interface Reach {
  /** Tools that it holds down. */
  touches: number;
  /** Tools where it is the strictest word. */
  decides: number;
}

/** What a ceiling does among the tools of the chosen project. */
export function reachOf(ceiling: CeilingView, rows: EffectiveRow[], connectors: ConnectorPlace[]): Reach {
  const hosts = new Map(connectors.map(({ id, host }) => [id, host.toLowerCase()]));
  const touched = rows.filter(
    (row) =>
      (ceiling.connectorId === undefined || ceiling.connectorId === row.connectorId) &&
      (ceiling.host === undefined || ceiling.host.toLowerCase() === hosts.get(row.connectorId)) &&
      (ceiling.tool === undefined || ceiling.tool === row.tool) &&
      (ceiling.group === undefined || ceiling.group === row.group),
  );
  return {
    touches: touched.length,
    decides: touched.filter((row) => row.verdict.ruleId === ceiling.id).length,
  };
}
