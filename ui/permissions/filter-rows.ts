// Which rows of the table of effective permissions fit its filters. Pure, for one thousand tools as for one.
import type { z } from 'zod';
import type { permissionEndpoints } from '#shared/contract/permissions.ts';
import type { PermissionsSearch } from '../search.ts';

export type EffectiveRow = z.output<typeof permissionEndpoints.effective.response>['rows'][number];

/** Words of the search may stand anywhere in tool, title, connector or sentence, in any order. */
export function filterRows(rows: EffectiveRow[], search: PermissionsSearch): EffectiveRow[] {
  const words = (search.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (search.connector !== undefined && row.connectorId !== search.connector) return false;
    if (search.group !== undefined && row.group !== search.group) return false;
    if (search.decision !== undefined && row.verdict.decision !== search.decision) return false;
    if (search.layer !== undefined && row.verdict.layer !== search.layer) return false;
    if (words.length === 0) return true;
    const text = `${row.tool} ${row.title ?? ''} ${row.connectorName} ${row.verdict.sentence}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
