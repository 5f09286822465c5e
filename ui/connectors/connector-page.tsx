// One connector: header, tabs, and its dialogs. Each tab is a page of its own under it.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import type { Connector } from '#shared/contract/connectors.ts';
import { connectorQuery } from '../api/queries.ts';
import { SignInParts } from '../authorization/sign-in-parts.tsx';
import { LinkTabs, linkTabStyle } from '../components/link-tabs.tsx';
import { LoadError, PageHeader } from '../components/page.tsx';
import { useShortcut } from '../components/shortcuts.ts';
import { Skeleton, SkeletonRows } from '../components/skeleton.tsx';
import { Badge, Count, State } from '../components/state.tsx';
import { chooseProject } from '../projects/chosen-project.ts';
import { ConnectorActions } from './connector-actions.tsx';
import { ConnectorNotice } from './connector-notice.tsx';
import { ServerIcon } from './server-icon.tsx';
import { connectorStateWords } from './words.ts';

const EditDialog = lazy(async () => ({ default: (await import('./edit-dialog.tsx')).EditDialog }));
const SettingsDialog = lazy(async () => ({
  default: (await import('../authorization/settings-dialog.tsx')).SettingsDialog,
}));
const RemoveDialog = lazy(async () => ({ default: (await import('./remove-dialog.tsx')).RemoveDialog }));

const route = getRouteApi('/frame/connectors/$connectorId');

const tabs = [
  {
    to: '/connectors/$connectorId/tools',
    label: 'Tools & permissions',
    count: (c: Connector) => c.counts?.tools,
  },
  {
    to: '/connectors/$connectorId/resources',
    label: 'Resources',
    count: (c: Connector) => c.counts && c.counts.resources + c.counts.resourceTemplates,
  },
  { to: '/connectors/$connectorId/prompts', label: 'Prompts', count: (c: Connector) => c.counts?.prompts },
  {
    to: '/connectors/$connectorId/review',
    label: 'Review',
    count: (c: Connector) => c.heldCount || undefined,
  },
  { to: '/connectors/$connectorId/limits', label: 'Limits', count: () => undefined },
  { to: '/connectors/$connectorId/accounts', label: 'Accounts', count: (c: Connector) => c.accounts.length },
  { to: '/connectors/$connectorId/activity', label: 'Activity', count: () => undefined },
  { to: '/connectors/$connectorId/about', label: 'About this server', count: () => undefined },
] as const;

function Header({ connector }: { connector: Connector }) {
  const navigate = route.useNavigate();
  const { tone, word, reason } = connectorStateWords(connector);
  useShortcut({
    keys: 'e',
    label: 'Edit connector',
    run: () => void navigate({ to: '.', search: (old) => ({ ...old, dialog: 'edit' }) }),
  });
  return (
    <PageHeader
      title={connector.name}
      icon={<ServerIcon name={connector.name} icon={connector.icon} size="large" />}
      subtitle={
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-mono">{connector.host}</span>
          {connector.privateAddress && (
            <span className="max-sm:hidden">
              <Badge tone="wait">private address</Badge>
            </span>
          )}
        </span>
      }
      state={
        <State tone={tone} title={reason}>
          {word}
        </State>
      }
      actions={<ConnectorActions connector={connector} />}
    >
      <LinkTabs label="Parts of the connector">
        {tabs.map((tab) => {
          const count = tab.count(connector);
          return (
            <Link
              key={tab.to}
              to={tab.to}
              params={{ connectorId: connector.id }}
              activeProps={{ 'aria-current': 'page' }}
              activeOptions={{ includeSearch: false }}
              className={linkTabStyle}
            >
              {tab.label}
              {count !== undefined && <Count>{count}</Count>}
            </Link>
          );
        })}
      </LinkTabs>
    </PageHeader>
  );
}

function HeaderSkeleton() {
  return (
    <div className="border-b">
      <div className="flex h-14 items-center gap-3 px-4 md:px-6">
        <Skeleton className="size-9 rounded-lg" />
        <div className="space-y-2">
          <Skeleton className="h-3.5 w-36" />
          <Skeleton className="h-2.5 w-28" />
        </div>
      </div>
      <div className="flex h-9 items-center gap-5 px-6">
        {['w-28', 'w-16', 'w-14', 'w-16'].map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing but their place.
          <Skeleton key={index} className={`h-2.5 ${width}`} />
        ))}
      </div>
    </div>
  );
}

export function ConnectorPage() {
  const { connectorId } = route.useParams();
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: connector, error, refetch } = useQuery(connectorQuery(connectorId));
  const projectId = connector?.projectId;
  // A link to a connector of another project leads into that project.
  useEffect(() => {
    if (projectId !== undefined) chooseProject(projectId);
  }, [projectId]);
  if (error !== null && connector === undefined)
    return (
      <>
        <PageHeader title="Connector" />
        <LoadError error={error} retry={() => void refetch()} />
      </>
    );
  if (connector === undefined)
    return (
      <>
        <HeaderSkeleton />
        <SkeletonRows label="Loading the connector" />
      </>
    );
  const close = () => void navigate({ to: '.', search: (old) => ({ ...old, dialog: undefined }) });
  return (
    <>
      <Header connector={connector} />
      <SignInParts connector={connector} />
      <ConnectorNotice connector={connector} />
      <Outlet />
      <Suspense fallback={null}>
        {dialog === 'edit' && <EditDialog connector={connector} onClose={close} />}
        {dialog === 'sign-in' && <SettingsDialog connector={connector} onClose={close} />}
        {dialog === 'remove' && <RemoveDialog connector={connector} onClose={close} />}
      </Suspense>
    </>
  );
}
