// Every endpoint there is, in one list: bound by the server, walked by the tests.
import { activityEndpoints } from './activity.ts';
import { approvalEndpoints } from './approvals.ts';
import { attachmentEndpoints } from './attachments.ts';
import { authorizationEndpoints } from './authorization.ts';
import { callEndpoints } from './calls.ts';
import { connectionCheckEndpoints } from './connection-check.ts';
import { connectorEndpoints } from './connectors.ts';
import { conversationEndpoints } from './conversations.ts';
import type { AnyEndpoint } from './endpoint.ts';
import { eventEndpoints } from './events.ts';
import { exampleEndpoints } from './example.ts';
import { exposureEndpoints } from './exposure.ts';
import { gatewayClientEndpoints } from './gateway-clients.ts';
import { keptResultEndpoints } from './kept-results.ts';
import { limitEndpoints } from './limits.ts';
import { modelEndpoints } from './models.ts';
import { peopleEndpoints } from './people.ts';
import { permissionEndpoints } from './permissions.ts';
import { projectEndpoints } from './projects.ts';
import { reviewEndpoints } from './reviews.ts';

export const api = {
  people: peopleEndpoints,
  projects: projectEndpoints,
  connectors: connectorEndpoints,
  authorization: authorizationEndpoints,
  connectionCheck: connectionCheckEndpoints,
  calls: callEndpoints,
  keptResults: keptResultEndpoints,
  permissions: permissionEndpoints,
  limits: limitEndpoints,
  approvals: approvalEndpoints,
  reviews: reviewEndpoints,
  activity: activityEndpoints,
  exposure: exposureEndpoints,
  gatewayClients: gatewayClientEndpoints,
  events: eventEndpoints,
  example: exampleEndpoints,
  models: modelEndpoints,
  conversations: conversationEndpoints,
  attachments: attachmentEndpoints,
};

export const allEndpoints: AnyEndpoint[] = Object.values(api).flatMap(
  (group) => Object.values(group) as AnyEndpoint[],
);
