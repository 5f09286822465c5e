// Filters of the table of effective permissions; all of them stand in the address.
import { permission } from '#shared/contract/catalogue.ts';
import { layer } from '#shared/contract/permissions.ts';
import { Select } from '../components/field.tsx';
import { SearchInput } from '../components/search-input.tsx';
import { groupOrder, groupWords, permissionWords } from '../connectors/words.ts';
import { layerWords } from '../gate/words.ts';
import type { PermissionsSearch } from '../search.ts';
import type { EffectiveRow } from './filter-rows.ts';

interface PermissionFiltersProps {
  rows: EffectiveRow[];
  search: PermissionsSearch;
  onSearch: (change: Partial<PermissionsSearch>, replace?: boolean) => void;
}

interface ChoiceProps<Value extends string> {
  label: string;
  all: string;
  value: Value | undefined;
  options: [Value, string][];
  onChange: (value: Value | undefined) => void;
}

function Choice<Value extends string>({ label, all, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <Select
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange((event.target.value || undefined) as Value | undefined)}
      className="w-auto max-w-44 max-md:flex-1 max-md:basis-28"
    >
      <option value="">{all}</option>
      {options.map(([one, words]) => (
        <option key={one} value={one}>
          {words}
        </option>
      ))}
    </Select>
  );
}

function DecisionCounts({ rows, search, onSearch }: PermissionFiltersProps) {
  return (
    <fieldset className="flex flex-wrap items-center gap-1">
      <legend className="sr-only">Show only one decision</legend>
      {permission.options.map((decision) => (
        <button
          key={decision}
          type="button"
          aria-pressed={search.decision === decision}
          onClick={() => onSearch({ decision: search.decision === decision ? undefined : decision })}
          className="tabular rounded-full px-2 py-0.5 text-xs text-muted hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:text-accent max-md:py-1.5"
        >
          {rows.filter((row) => row.verdict.decision === decision).length.toLocaleString('en')}{' '}
          {permissionWords[decision].toLowerCase()}
        </button>
      ))}
    </fieldset>
  );
}

export function PermissionFilters({ rows, search, onSearch }: PermissionFiltersProps) {
  const connectors = [...new Map(rows.map((row) => [row.connectorId, row.connectorName]))];
  return (
    <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
      <SearchInput
        label="Search tools"
        value={search.q ?? ''}
        onChange={(q) => onSearch({ q: q || undefined }, true)}
        className="min-w-40 max-w-72 flex-1 max-sm:max-w-none max-sm:basis-full"
      />
      <Choice
        label="Connector"
        all="Every connector"
        value={search.connector}
        options={connectors}
        onChange={(connector) => onSearch({ connector })}
      />
      <Choice
        label="Group"
        all="Every group"
        value={search.group}
        options={groupOrder.map((group) => [group, groupWords[group]])}
        onChange={(group) => onSearch({ group })}
      />
      <Choice
        label="Decided by"
        all="Every layer"
        value={search.layer}
        options={layer.options.map((one) => [one, layerWords[one]])}
        onChange={(one) => onSearch({ layer: one })}
      />
      <DecisionCounts rows={rows} search={search} onSearch={onSearch} />
    </div>
  );
}
