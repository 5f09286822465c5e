// The first look at a connector: what it can do, and what is proposed for each group.
import { useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { CallGroup, Permission } from '#shared/contract/catalogue.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { PermissionChoice } from '../connectors/permission-choice.tsx';
import { useChange } from '../gate/use-change.ts';
import { callGroupWords } from '../gate/words.ts';

interface GroupLine {
  group: CallGroup;
  count: number;
  permission: Permission;
  proposed: Permission;
}

const canWords: Partial<Record<CallGroup, string>> = {
  'read-only': 'read',
  write: 'write',
  destructive: 'delete',
  unknown: 'unknown',
};

export function FirstReview({ connectorId, groups }: { connectorId: string; groups: GroupLine[] }) {
  const [chosen, setChosen] = useState<Partial<Record<CallGroup, Permission>>>({});
  const shown = groups.filter(({ count }) => count > 0);
  const finish = useChange(() =>
    call(api.reviews.finishFirst, {
      params: { connectorId },
      body: {
        groups: shown.map(({ group, proposed }) => ({ group, permission: chosen[group] ?? proposed })),
      },
    }),
  );
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="first-review" className="rounded-lg border">
      <header className="border-b px-4 py-3">
        <h2 id="first-review" className="text-base font-semibold">
          This connector can:{' '}
          {shown.map(({ group, count }) => `${canWords[group] ?? group} ${count}`).join(' · ')}
        </h2>
        <p className="text-sm text-muted text-pretty">
          By the server’s own word. Proposed: reading goes by itself, everything else asks you first.
        </p>
      </header>
      <ul className="divide-y">
        {shown.map(({ group, proposed }) => (
          <li key={group} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2">
            <span className="text-sm">{callGroupWords[group]}</span>
            <PermissionChoice
              label={`Permission of ${callGroupWords[group]}`}
              value={chosen[group] ?? proposed}
              onChange={(permission) => setChosen({ ...chosen, [group]: permission })}
              words="always"
            />
          </li>
        ))}
      </ul>
      <footer className="space-y-2 border-t px-4 py-3">
        {finish.error !== null && <ErrorNote error={asAppError(finish.error)} />}
        <Button tone="primary" busy={finish.isPending} onClick={() => finish.mutate(undefined)}>
          Use these permissions
        </Button>
      </footer>
    </section>
  );
}
