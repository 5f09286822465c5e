// A filter of the record, and those that are asked for less often.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery } from '../api/queries.ts';
import { Button } from '../components/button.tsx';
import { Checkbox, Select, TextInput } from '../components/field.tsx';
import type { ActivitySearch } from '../search.ts';

interface FilterProps {
  label: string;
  all: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}

export function Filter({ label, all, value, options, onChange }: FilterProps) {
  return (
    <Select
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
      className="w-auto max-w-44 max-md:flex-1 max-md:basis-28"
    >
      <option value="">{all}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </Select>
  );
}

interface MoreFiltersProps {
  search: ActivitySearch;
  /** Accounts of the chosen connector. */
  accounts: { value: string; label: string }[];
  onSearch: (change: Partial<ActivitySearch>, replace?: boolean) => void;
}

/** Shown when they are asked for, or when something of them is set. */
export function MoreFilters({ search, accounts, onSearch }: MoreFiltersProps) {
  const { data: session } = useQuery(sessionQuery);
  const { account, subject, from, to, everybody } = search;
  const isSet = [account, subject, from, to, everybody].some((value) => value !== undefined);
  const [isOpen, setOpen] = useState(isSet);
  if (!isOpen && !isSet)
    return (
      <Button size="small" tone="quiet" aria-expanded={false} onClick={() => setOpen(true)}>
        More filters
      </Button>
    );
  return (
    <>
      {(accounts.length > 1 || account !== undefined) && (
        <Filter
          label="Account"
          all="Every account"
          value={account}
          options={accounts}
          onChange={(value) => onSearch({ account: value })}
        />
      )}
      <TextInput
        aria-label="Exactly this tool, resource or prompt"
        placeholder="Exact name"
        value={subject ?? ''}
        onChange={(event) => onSearch({ subject: event.target.value || undefined }, true)}
        className="w-40 max-md:flex-1"
      />
      {(['from', 'to'] as const).map((side) => (
        <span key={side} className="flex items-center gap-1.5 text-xs text-muted">
          <span aria-hidden>{side === 'from' ? 'From' : 'to'}</span>
          <TextInput
            type="date"
            aria-label={side === 'from' ? 'From day' : 'To day'}
            value={search[side] ?? ''}
            {...(side === 'from' ? { max: to } : { min: from })}
            onChange={(event) => onSearch({ [side]: event.target.value || undefined })}
            className="w-auto"
          />
        </span>
      ))}
      {session?.person !== undefined && session.person.role !== 'member' && (
        <Checkbox
          label="Everybody’s"
          checked={everybody === true}
          onChange={(event) => onSearch({ everybody: event.target.checked || undefined })}
        />
      )}
    </>
  );
}
