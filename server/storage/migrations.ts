// Numbered, transactional; never edited once released.
import type { Migration } from 'kysely/migration';
import { peopleAndProjects } from './migrations/0001-people-and-projects.ts';
import { connectors } from './migrations/0002-connectors.ts';
import { toolCalls } from './migrations/0003-tool-calls.ts';
import { signIn } from './migrations/0005-sign-in.ts';
import { platform } from './migrations/0006-platform.ts';
import { activityChain } from './migrations/0007-activity-chain.ts';
import { activityRetention } from './migrations/0008-activity-retention.ts';

import { authorization } from './migrations/0010-authorization.ts';
import { gate } from './migrations/0020-gate.ts';
import { limitsAndApprovals } from './migrations/0021-limits-and-approvals.ts';

import { gatewayExposure } from './migrations/0041-gateway-exposure.ts';
import { gatewayClients } from './migrations/0042-gateway-clients.ts';
import { catalogueCounts } from './migrations/0050-catalogue-counts.ts';
import { certificateAuthority } from './migrations/0052-certificate-authority.ts';

/** The same on SQLite and PostgreSQL but for the record, which on SQLite has a file of its own. */
export const migrations = (dialect: 'sqlite' | 'postgres'): Record<string, Migration> => ({
  '0001-people-and-projects': peopleAndProjects,
  '0002-connectors': connectors,
  '0003-tool-calls': toolCalls,
  '0005-sign-in': signIn,
  '0006-platform': platform,
  '0007-activity-chain': activityChain(dialect),
  '0008-activity-retention': activityRetention,
  '0010-authorization': authorization,
  '0020-gate': gate,
  '0021-limits-and-approvals': limitsAndApprovals,
  '0041-gateway-exposure': gatewayExposure,
  '0042-gateway-clients': gatewayClients,
  '0050-catalogue-counts': catalogueCounts,
  '0052-certificate-authority': certificateAuthority,
});
