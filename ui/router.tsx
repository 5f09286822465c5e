// Every page, tab, filter and open tool has an address here. Pages load when they are visited.
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { sessionQuery } from './api/queries.ts';
import { queryClient } from './api/query-client.ts';
import { Frame } from './frame/frame.tsx';
import { NotFound, PagePending, RouteError } from './frame/page-states.tsx';
import {
  accountsSearch,
  activitySearch,
  approvalsSearch,
  ceilingsSearch,
  connectorSearch,
  connectorsSearch,
  limitsSearch,
  permissionsSearch,
  promptsSearch,
  resourcesSearch,
  reviewSearch,
  signInSearch,
  toolsSearch,
} from './search.ts';

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({ notFoundComponent: NotFound });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage'),
});

/** The two pages of an app's sign-in to the gateway. Their queries are the authorization server's, kept as they are. */
const authorizeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/authorize',
  component: lazyRouteComponent(() => import('./gateway/authorize-page.tsx'), 'AuthorizePage'),
});

const consentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/consent',
  component: lazyRouteComponent(() => import('./gateway/consent-page.tsx'), 'ConsentPage'),
});

/** Everything for signed-in people. */
const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session.person === undefined)
      throw redirect({ to: '/sign-in', search: { returnTo: location.href }, replace: true });
  },
  component: Frame,
});

const startRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/connectors', replace: true });
  },
});

const connectorsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/connectors',
  validateSearch: connectorsSearch,
  component: lazyRouteComponent(() => import('./connectors/connectors-page.tsx'), 'ConnectorsPage'),
});

const connectorRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/connectors/$connectorId',
  validateSearch: connectorSearch,
  component: lazyRouteComponent(() => import('./connectors/connector-page.tsx'), 'ConnectorPage'),
});

const connectorStartRoute = createRoute({
  getParentRoute: () => connectorRoute,
  path: '/',
  beforeLoad: ({ params, search }) => {
    const { tool, rule, signIn, problem, connect } = search;
    throw redirect({
      to: '/connectors/$connectorId/tools',
      params,
      search: { tool, rule, signIn, problem, connect },
      replace: true,
    });
  },
});

const toolsRoute = createRoute({
  getParentRoute: () => connectorRoute,
  path: '/tools',
  validateSearch: toolsSearch,
  component: lazyRouteComponent(() => import('./connectors/tools-tab.tsx'), 'ToolsTab'),
});

const resourcesRoute = createRoute({
  getParentRoute: () => connectorRoute,
  path: '/resources',
  validateSearch: resourcesSearch,
  component: lazyRouteComponent(() => import('./connectors/resources-tab.tsx'), 'ResourcesTab'),
});

const promptsRoute = createRoute({
  getParentRoute: () => connectorRoute,
  path: '/prompts',
  validateSearch: promptsSearch,
  component: lazyRouteComponent(() => import('./connectors/prompts-tab.tsx'), 'PromptsTab'),
});

const accountsRoute = createRoute({
  getParentRoute: () => connectorRoute,
  path: '/accounts',
  validateSearch: accountsSearch,
  component: lazyRouteComponent(() => import('./connectors/accounts-tab.tsx'), 'AccountsTab'),
});

const checkRoute = createRoute({
  getParentRoute: () => connectorRoute,
  path: '/check',
  component: lazyRouteComponent(() => import('./connection-check/check-tab.tsx'), 'CheckTab'),
});

const connectorActivityRoute = createRoute({
  getParentRoute: () => connectorRoute,
  path: '/activity',
  validateSearch: activitySearch,
  component: lazyRouteComponent(
    () => import('./connectors/connector-activity-tab.tsx'),
    'ConnectorActivityTab',
  ),
});

const reviewRoute = createRoute({
  getParentRoute: () => connectorRoute,
  path: '/review',
  validateSearch: reviewSearch,
  component: lazyRouteComponent(() => import('./reviews/review-tab.tsx'), 'ReviewTab'),
});

const limitsRoute = createRoute({
  getParentRoute: () => connectorRoute,
  path: '/limits',
  validateSearch: limitsSearch,
  component: lazyRouteComponent(() => import('./limits/limits-tab.tsx'), 'LimitsTab'),
});

const aboutRoute = createRoute({
  getParentRoute: () => connectorRoute,
  path: '/about',
  component: lazyRouteComponent(() => import('./connectors/about-tab.tsx'), 'AboutTab'),
});

const activityRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/activity',
  validateSearch: activitySearch,
  component: lazyRouteComponent(() => import('./activity/activity-page.tsx'), 'ActivityPage'),
});

const conversationsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/conversations',
  component: lazyRouteComponent(() => import('./conversations/conversations-page.tsx'), 'ConversationsPage'),
});

const approvalsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/approvals',
  validateSearch: approvalsSearch,
  component: lazyRouteComponent(() => import('./approvals/approvals-page.tsx'), 'ApprovalsPage'),
});

const approvalRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/approvals/$approvalId',
  component: lazyRouteComponent(() => import('./approvals/approval-page.tsx'), 'ApprovalPage'),
});

const gatewayRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/use',
  component: lazyRouteComponent(() => import('./gateway/use-page.tsx'), 'UsePage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings-page.tsx'), 'SettingsPage'),
});

const permissionsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/settings/permissions',
  validateSearch: permissionsSearch,
  component: lazyRouteComponent(() => import('./permissions/permissions-page.tsx'), 'PermissionsPage'),
});

const ceilingsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/settings/ceilings',
  validateSearch: ceilingsSearch,
  component: lazyRouteComponent(() => import('./ceilings/ceilings-page.tsx'), 'CeilingsPage'),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  authorizeRoute,
  consentRoute,
  frameRoute.addChildren([
    startRoute,
    connectorsRoute,
    connectorRoute.addChildren([
      connectorStartRoute,
      toolsRoute,
      resourcesRoute,
      promptsRoute,
      reviewRoute,
      limitsRoute,
      accountsRoute,
      checkRoute,
      connectorActivityRoute,
      aboutRoute,
    ]),
    activityRoute,
    conversationsRoute,
    approvalsRoute,
    approvalRoute,
    gatewayRoute,
    settingsRoute,
    permissionsRoute,
    ceilingsRoute,
  ]),
]);

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 150,
  defaultPendingComponent: PagePending,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
