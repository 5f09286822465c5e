// Sorts tools into the four groups of the permission page.
import type { Tool, ToolGroup } from '../contract/catalogue.ts';

/**
 * Group of a tool from its annotations alone (revision 2026-07-28, ToolAnnotations). They are claims of the
 * server: they sort, they never widen a permission. Absent, non-boolean or contradicting ones make `unknown`.
 */
export function toolGroup(annotations: Tool['annotations']): ToolGroup {
  const readOnly = annotations?.readOnlyHint;
  const destructive = annotations?.destructiveHint;
  if (typeof readOnly !== 'boolean' && typeof destructive !== 'boolean') return 'unknown';
  if (readOnly === true) return destructive === true ? 'unknown' : 'read-only';
  return destructive === false ? 'write' : 'destructive';
}
