// The list of tools as rows: a heading for each group, then its tools. Pure, for one thousand tools as for one.
import type { z } from 'zod';
import type { Permission, Tool, ToolGroup } from '#shared/contract/catalogue.ts';
import type { connectorEndpoints } from '#shared/contract/connectors.ts';
import { groupOrder } from './words.ts';

type CatalogueAnswer = z.output<typeof connectorEndpoints.catalogue.response>;
export type ToolState = CatalogueAnswer['toolStates'][number];
export interface ToolEntry {
  tool: Tool;
  state: ToolState;
}

export type ToolRow =
  | { kind: 'held'; key: string; count: number }
  | {
      kind: 'group';
      key: string;
      group: ToolGroup;
      count: number;
      open: boolean;
      permission: Permission | undefined;
    }
  | { kind: 'tool'; key: string; entry: ToolEntry };

const unknownState = (name: string): ToolState => ({
  name,
  group: 'unknown',
  permission: 'ask',
  source: 'default',
  tokens: 0,
});

export function toolEntries(answer: CatalogueAnswer): ToolEntry[] {
  const states = new Map(answer.toolStates.map((state) => [state.name, state]));
  return (answer.catalogue?.tools ?? []).map((tool) => ({
    tool,
    state: states.get(tool.name) ?? unknownState(tool.name),
  }));
}

/** Words of the search may stand anywhere in name, title or description, in any order. */
export function searchTools(entries: ToolEntry[], search: string, group: ToolGroup | undefined): ToolEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(({ tool, state }) => {
    if (group !== undefined && state.group !== group) return false;
    if (words.length === 0) return true;
    const text = `${tool.name} ${tool.title ?? ''} ${tool.description ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The one permission that all of them have, or none. */
export function commonPermission(entries: ToolEntry[]): Permission | undefined {
  const [first] = entries;
  return first !== undefined && entries.every((entry) => entry.state.permission === first.state.permission)
    ? first.state.permission
    : undefined;
}

export function toolRows(entries: ToolEntry[], closed: ReadonlySet<ToolGroup>): ToolRow[] {
  const rows: ToolRow[] = [];
  const asRow = (entry: ToolEntry, place: string): ToolRow => ({
    kind: 'tool',
    key: `${place} ${entry.tool.name}`,
    entry,
  });
  const held = entries.filter((entry) => entry.state.held !== undefined);
  if (held.length > 0)
    rows.push(
      { kind: 'held', key: 'held', count: held.length },
      ...held.map((entry) => asRow(entry, 'held')),
    );
  for (const group of groupOrder) {
    const members = entries.filter((entry) => entry.state.group === group && entry.state.held === undefined);
    if (members.length === 0) continue;
    const open = !closed.has(group);
    rows.push({
      kind: 'group',
      key: `group ${group}`,
      group,
      count: members.length,
      open,
      permission: commonPermission(members),
    });
    if (open) rows.push(...members.map((entry) => asRow(entry, 'tool')));
  }
  return rows;
}
