// *Prompts*: what the server offers to say, with an argument form and a preview of the messages.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { MessageSquareText } from 'lucide-react';
import type { Prompt } from '#shared/contract/catalogue.ts';
import { catalogueQuery, connectorQuery } from '../api/queries.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { plural } from '../components/format.ts';
import { LoadError } from '../components/page.tsx';
import { SearchInput } from '../components/search-input.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { VirtualList } from '../components/virtual-list.tsx';
import { EntryLink, ListAndPanel } from './list-and-panel.tsx';
import { PromptPanel } from './prompt-panel.tsx';

const route = getRouteApi('/frame/connectors/$connectorId/prompts');
const keyOf = (prompt: Prompt): string => prompt.name;
const heightOf = (): number => 57;

export function PromptsTab() {
  const { connectorId } = route.useParams();
  const { q = '', prompt: openName } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: connector } = useQuery(connectorQuery(connectorId));
  const { data, error, refetch } = useQuery(catalogueQuery(connectorId));
  if (error !== null && data === undefined) return <LoadError error={error} retry={() => void refetch()} />;
  if (data === undefined || connector === undefined) return <SkeletonRows rows={6} label="Loading prompts" />;
  const prompts = data.catalogue?.prompts ?? [];
  if (prompts.length === 0)
    return (
      <EmptyState icon={<MessageSquareText aria-hidden />} title="No prompts">
        {data.catalogue === undefined
          ? `${connector.name} was not listed yet.`
          : (data.catalogue.notes.prompts ?? `${connector.name} offers no prompts to this account.`)}
      </EmptyState>
    );
  const needle = q.trim().toLowerCase();
  const rows = prompts.filter((each) =>
    `${each.name} ${each.title ?? ''} ${each.description ?? ''}`.toLowerCase().includes(needle),
  );
  const open = prompts.find((each) => each.name === openName);
  const list = (
    <>
      <div className="border-b px-4 py-2 md:px-6">
        <SearchInput
          label="Search prompts"
          value={q}
          onChange={(next) =>
            void navigate({ search: (old) => ({ ...old, q: next || undefined }), replace: true })
          }
          className="max-w-72"
        />
      </div>
      {rows.length === 0 && (
        <p className="px-6 py-8 text-center text-sm text-muted">No prompt matches “{q}”.</p>
      )}
      <VirtualList label="Prompts" rows={rows} keyOf={keyOf} heightOf={heightOf} className="min-h-0 flex-1">
        {(each) => (
          <EntryLink
            to="/connectors/$connectorId/prompts"
            search={{ prompt: each.name }}
            isOpen={each.name === openName}
            title={each.title ?? each.name}
            detail={each.description ?? each.name}
            aside={each.arguments?.length ? plural(each.arguments.length, 'argument') : undefined}
          />
        )}
      </VirtualList>
    </>
  );
  const panel = open && (
    <PromptPanel
      key={openName}
      connector={connector}
      prompt={open}
      onClose={() => void navigate({ search: (old) => ({ ...old, prompt: undefined }) })}
    />
  );
  return <ListAndPanel list={list} panel={panel} />;
}
