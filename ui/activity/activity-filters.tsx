// Filters of the record; all of them stand in the address.
import { X } from 'lucide-react';
import { activityKind, activityOutcome, door } from '#shared/contract/activity.ts';
import type { Connector } from '#shared/contract/connectors.ts';
import { Button } from '../components/button.tsx';
import { SearchInput } from '../components/search-input.tsx';
import type { ActivitySearch } from '../search.ts';
import { Filter, MoreFilters } from './more-filters.tsx';
import { doorWords, kindWords, outcomeWords } from './words.ts';

interface ActivityFiltersProps {
  search: ActivitySearch;
  connectors: Connector[];
  /** On the page of one connector its name goes without saying. */
  ofConnector: boolean;
  /** Name of the chosen project, where there are several. */
  project: string | undefined;
  onSearch: (change: Partial<ActivitySearch>, replace?: boolean) => void;
  isFiltered: boolean;
}

export function ActivityFilters({
  search,
  connectors,
  ofConnector,
  project,
  onSearch,
  isFiltered,
}: ActivityFiltersProps) {
  const accounts =
    connectors
      .find(({ id }) => id === search.connector)
      ?.accounts.map(({ id, label, identity }) => ({ value: id, label: identity ?? label })) ?? [];
  return (
    <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
      <SearchInput
        label="Search activity"
        value={search.q ?? ''}
        onChange={(q) => onSearch({ q: q || undefined }, true)}
        className="min-w-40 max-w-72 flex-1 max-sm:max-w-none max-sm:basis-full"
      />
      {project !== undefined && (
        <Filter
          label="Project"
          all={project}
          value={search.project}
          options={[{ value: 'all', label: 'Every project' }]}
          onChange={(value) =>
            onSearch({ project: value as ActivitySearch['project'], connector: undefined })
          }
        />
      )}
      <Filter
        label="Kind"
        all="Every kind"
        value={search.kind}
        options={activityKind.options.map((value) => ({ value, label: kindWords[value] }))}
        onChange={(kind) => onSearch({ kind: kind as ActivitySearch['kind'] })}
      />
      {!ofConnector && connectors.length > 0 && (
        <Filter
          label="Connector"
          all="Every connector"
          value={search.connector}
          options={connectors.map((connector) => ({ value: connector.id, label: connector.name }))}
          onChange={(connector) => onSearch({ connector, account: undefined })}
        />
      )}
      <Filter
        label="Outcome"
        all="Every outcome"
        value={search.outcome}
        options={activityOutcome.options.map((value) => ({ value, label: outcomeWords[value].word }))}
        onChange={(outcome) => onSearch({ outcome: outcome as ActivitySearch['outcome'] })}
      />
      <Filter
        label="By"
        all="By any way"
        value={search.door}
        options={door.options.map((value) => ({ value, label: doorWords[value] }))}
        onChange={(way) => onSearch({ door: way as ActivitySearch['door'] })}
      />
      <MoreFilters search={search} accounts={accounts} onSearch={onSearch} />
      {isFiltered && (
        <Button
          size="small"
          tone="quiet"
          icon={<X aria-hidden className="size-4" />}
          onClick={() =>
            onSearch({
              q: undefined,
              kind: undefined,
              connector: undefined,
              outcome: undefined,
              door: undefined,
              project: undefined,
              account: undefined,
              subject: undefined,
              from: undefined,
              to: undefined,
              everybody: undefined,
            })
          }
        >
          Clear
        </Button>
      )}
    </div>
  );
}
