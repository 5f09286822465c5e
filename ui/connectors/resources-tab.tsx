// *Resources*: what can be read, and templates that make addresses; the open one beside the list.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { FileText } from 'lucide-react';
import { useMemo } from 'react';
import type { Resource, ResourceTemplate } from '#shared/contract/catalogue.ts';
import { catalogueQuery, connectorQuery } from '../api/queries.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { formatBytes } from '../components/format.ts';
import { LoadError } from '../components/page.tsx';
import { SearchInput } from '../components/search-input.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { VirtualList } from '../components/virtual-list.tsx';
import { EntryHeading, EntryLink, ListAndPanel } from './list-and-panel.tsx';
import { ResourcePanel } from './resource-panel.tsx';
import { TemplatePanel } from './template-panel.tsx';

const route = getRouteApi('/frame/connectors/$connectorId/resources');

type Row =
  | { kind: 'heading'; key: string; words: string; count: number }
  | { kind: 'template'; key: string; template: ResourceTemplate }
  | { kind: 'resource'; key: string; resource: Resource };

const matches = (needle: string, ...texts: (string | undefined)[]): boolean =>
  texts.some((text) => text?.toLowerCase().includes(needle));

function rowsOf(templates: ResourceTemplate[], resources: Resource[], search: string): Row[] {
  const needle = search.trim().toLowerCase();
  const someTemplates = templates.filter((each) =>
    matches(needle, each.name, each.title, each.description, each.uriTemplate),
  );
  const someResources = resources.filter((each) =>
    matches(needle, each.name, each.title, each.description, each.uri),
  );
  const rows: Row[] = [];
  if (someTemplates.length > 0)
    rows.push(
      { kind: 'heading', key: 'templates', words: 'Templates', count: someTemplates.length },
      ...someTemplates.map(
        (template): Row => ({ kind: 'template', key: `t ${template.uriTemplate}`, template }),
      ),
    );
  if (someResources.length > 0)
    rows.push(
      { kind: 'heading', key: 'resources', words: 'Resources', count: someResources.length },
      ...someResources.map((resource): Row => ({ kind: 'resource', key: `r ${resource.uri}`, resource })),
    );
  return rows;
}

const keyOf = (row: Row): string => row.key;
const heightOf = (row: Row): number => (row.kind === 'heading' ? 37 : 57);
const to = '/connectors/$connectorId/resources';

function RowView({
  row,
  openUri,
  openTemplate,
}: {
  row: Row;
  openUri?: string | undefined;
  openTemplate?: string | undefined;
}) {
  if (row.kind === 'heading') return <EntryHeading count={row.count}>{row.words}</EntryHeading>;
  if (row.kind === 'template') {
    const { template } = row;
    return (
      <EntryLink
        to={to}
        search={{ template: template.uriTemplate }}
        isOpen={template.uriTemplate === openTemplate}
        title={template.title ?? template.name}
        detail={template.uriTemplate}
        aside={template.mimeType}
      />
    );
  }
  const { resource } = row;
  return (
    <EntryLink
      to={to}
      search={{ uri: resource.uri }}
      isOpen={resource.uri === openUri}
      title={resource.title ?? resource.name}
      detail={resource.uri}
      aside={[resource.mimeType, resource.size !== undefined && formatBytes(resource.size)]
        .filter(Boolean)
        .join(' · ')}
    />
  );
}

export function ResourcesTab() {
  const { connectorId } = route.useParams();
  const { q = '', uri, template } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: connector } = useQuery(connectorQuery(connectorId));
  const { data, error, refetch } = useQuery(catalogueQuery(connectorId));
  const catalogue = data?.catalogue;
  const rows = useMemo(
    () => (catalogue === undefined ? [] : rowsOf(catalogue.resourceTemplates, catalogue.resources, q)),
    [catalogue, q],
  );
  if (error !== null && data === undefined) return <LoadError error={error} retry={() => void refetch()} />;
  if (data === undefined || connector === undefined)
    return <SkeletonRows rows={8} label="Loading resources" />;
  const isEmpty = (catalogue?.resources.length ?? 0) + (catalogue?.resourceTemplates.length ?? 0) === 0;
  if (isEmpty && uri === undefined)
    return (
      <EmptyState icon={<FileText aria-hidden />} title="No resources">
        {catalogue === undefined
          ? `${connector.name} was not listed yet.`
          : (catalogue.notes.resources ?? `${connector.name} offers no resources to this account.`)}
      </EmptyState>
    );
  const close = () => void navigate({ search: (old) => ({ ...old, uri: undefined, template: undefined }) });
  const resource = catalogue?.resources.find((each) => each.uri === uri);
  const opened = catalogue?.resourceTemplates.find((each) => each.uriTemplate === template);
  const list = (
    <>
      <div className="border-b px-4 py-2 md:px-6">
        <SearchInput
          label="Search resources"
          value={q}
          onChange={(next) =>
            void navigate({ search: (old) => ({ ...old, q: next || undefined }), replace: true })
          }
          className="max-w-72"
        />
      </div>
      {rows.length === 0 && (
        <p className="px-6 py-8 text-center text-sm text-muted">No resource matches “{q}”.</p>
      )}
      <VirtualList
        label="Resources and templates"
        rows={rows}
        keyOf={keyOf}
        heightOf={heightOf}
        className="min-h-0 flex-1"
      >
        {(row) => <RowView row={row} openUri={uri} openTemplate={template} />}
      </VirtualList>
    </>
  );
  const panel =
    uri !== undefined ? (
      <ResourcePanel key={uri} connector={connector} uri={uri} resource={resource} onClose={close} />
    ) : opened !== undefined ? (
      <TemplatePanel key={template} connector={connector} template={opened} onClose={close} />
    ) : undefined;
  return <ListAndPanel list={list} panel={panel} />;
}
