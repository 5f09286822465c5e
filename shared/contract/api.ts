// Every endpoint there is, in one list: bound by the server, walked by the tests.
import { activityEndpoints } from './activity.ts';
import { authorizationEndpoints } from './authorization.ts';
import { callEndpoints } from './calls.ts';
import { connectionCheckEndpoints } from './connection-check.ts';
import { connectorEndpoints } from './connectors.ts';
import type { AnyEndpoint } from './endpoint.ts';
import { eventEndpoints } from './events.ts';
import { exampleEndpoints } from './example.ts';
import { peopleEndpoints } from './people.ts';
import { projectEndpoints } from './projects.ts';

export const api = {
  people: peopleEndpoints,
  projects: projectEndpoints,
  connectors: connectorEndpoints,
  authorization: authorizationEndpoints,
  connectionCheck: connectionCheckEndpoints,
  calls: callEndpoints,
  activity: activityEndpoints,
  events: eventEndpoints,
  example: exampleEndpoints,
};

export const allEndpoints: AnyEndpoint[] = Object.values(api).flatMap(
  (group) => Object.values(group) as AnyEndpoint[],
);
