// Words of the gate on screen, in one place.
import type { z } from 'zod';
import type { CallGroup, Permission } from '#shared/contract/catalogue.ts';
import type { limitInput } from '#shared/contract/limits.ts';
import type { layer } from '#shared/contract/permissions.ts';
import type { Tone } from '../components/state.tsx';

export const layerWords: Record<z.output<typeof layer>, string> = {
  administrator: 'Administrator ceiling',
  definition: 'Definition review',
  permission: 'Permission',
  rule: 'Argument rule',
  project: 'Project ceiling',
  person: 'Your own ceiling',
};

/** Layers that come with a refusal; more of them exist than of verdicts. */
export const refusalLayerWords = (name: string): string =>
  ({ ...layerWords, limit: 'Usage limit', approval: 'Approval', account: 'Account' })[name as 'limit'] ??
  name;

export const callGroupWords: Record<CallGroup, string> = {
  'read-only': 'Read-only tools',
  write: 'Write tools',
  destructive: 'Destructive tools',
  unknown: 'Unknown',
  resources: 'Resources',
  prompts: 'Prompts',
};

/** One of the group: the right end of a card's heading. */
export const oneOfGroupWords: Record<CallGroup, string> = {
  'read-only': 'read-only tool',
  write: 'write tool',
  destructive: 'destructive tool',
  unknown: 'tool of unknown effect',
  resources: 'resource',
  prompts: 'prompt',
};

export const permissionTones: Record<Permission, Tone> = { allow: 'ok', ask: 'wait', block: 'bad' };

type LimitInput = z.output<typeof limitInput>;

export const periodWords: Record<LimitInput['period'], string> = {
  minute: 'per minute',
  hour: 'per hour',
  day: 'per day',
  month: 'per month',
  conversation: 'in one conversation',
};

export const scopeWords: Record<LimitInput['scope'], string> = {
  tool: 'this tool',
  connector: 'this connector',
  project: 'the project',
  person: 'all of your calls',
};
