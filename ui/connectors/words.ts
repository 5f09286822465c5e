// The words of connectors and accounts on screen, in one place.
import type { Permission, ToolGroup } from '#shared/contract/catalogue.ts';
import type { Account, Connector, SignInKind } from '#shared/contract/connectors.ts';
import type { Tone } from '../components/state.tsx';

export interface StateWords {
  tone: Tone;
  word: string;
  /** Why, where there is a reason. */
  reason?: string | undefined;
}

/** *Connect* before the first sign-in, *Reconnect* when one stopped working. */
export function connectorStateWords(connector: Connector): StateWords {
  const reason = connector.health.problem?.message;
  switch (connector.health.state) {
    case 'connected':
      return { tone: 'ok', word: 'Connected' };
    case 'checking':
      return { tone: 'working', word: 'Checking…' };
    case 'sign-in-needed':
      return connector.accounts.some((account) => account.lastUsedAt !== undefined)
        ? { tone: 'wait', word: 'Reconnect', reason }
        : { tone: 'wait', word: 'Connect', reason };
    case 'not-reachable':
      return { tone: 'bad', word: 'Not reachable', reason };
    case 'disconnected':
      return { tone: 'idle', word: 'Disconnected', reason };
  }
}

export function accountStateWords(account: Account): StateWords {
  const reason = account.problem?.message;
  switch (account.state) {
    case 'connected':
      return { tone: 'ok', word: 'Connected' };
    case 'connecting':
      return { tone: 'working', word: 'Connecting…' };
    case 'sign-in-needed':
      return { tone: 'wait', word: account.lastUsedAt === undefined ? 'Connect' : 'Reconnect', reason };
    case 'failed':
      return { tone: 'bad', word: 'Failed', reason };
    case 'disconnected':
      return { tone: 'idle', word: 'Disconnected', reason };
  }
}

export const signInWords: Record<SignInKind, string> = {
  oauth: 'OAuth',
  headers: 'API key or headers',
  basic: 'User name and password',
  none: 'None',
};

export const groupWords: Record<ToolGroup, string> = {
  'read-only': 'Read-only tools',
  write: 'Write tools',
  destructive: 'Destructive tools',
  unknown: 'Unknown',
};

export const groupShortWords: Record<ToolGroup, string> = {
  'read-only': 'read-only',
  write: 'write',
  destructive: 'destructive',
  unknown: 'unknown',
};

export const groupOrder: ToolGroup[] = ['read-only', 'write', 'destructive', 'unknown'];

export const permissionWords: Record<Permission, string> = {
  allow: 'Always allow',
  ask: 'Needs approval',
  block: 'Blocked',
};
