// Every table, one file per feature under tables/. Ids are text, times epoch milliseconds, JSON is text, booleans 0 or 1.
import type { ActivityTables } from './tables/activity.ts';
import type { AuthorizationTables } from './tables/authorization.ts';
import type { ConnectorTables } from './tables/connectors.ts';
import type { GatewayTables } from './tables/gateway.ts';
import type { PeopleTables } from './tables/people.ts';
import type { PlatformTables } from './tables/platform.ts';
import type { ToolCallTables } from './tables/tool-calls.ts';

export interface Tables
  extends PeopleTables,
    PlatformTables,
    ConnectorTables,
    ToolCallTables,
    ActivityTables,
    AuthorizationTables,
    GatewayTables {}
