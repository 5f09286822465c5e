// *Export*: what the table shows, all of it, as a file.
import { Download } from 'lucide-react';
import { activityEndpoints } from '#shared/contract/activity.ts';
import { addressOf } from '#shared/contract/address.ts';
import type { ActivityFilter } from '../api/queries.ts';
import { Button } from '../components/button.tsx';
import { Menu } from '../components/menu.tsx';

export function ExportMenu({ filter }: { filter: ActivityFilter }) {
  const save = (format: 'csv' | 'jsonl') => {
    const link = document.createElement('a');
    link.href = addressOf(activityEndpoints.export, { query: { ...filter, format } });
    link.download = `causeway-activity.${format}`;
    link.click();
  };
  return (
    <Menu
      trigger={
        <Button size="small" icon={<Download aria-hidden className="size-4" />}>
          Export
        </Button>
      }
      items={[
        { kind: 'heading', label: 'With the filters as they are' },
        { label: 'CSV', detail: 'for spreadsheets', onSelect: () => save('csv') },
        { label: 'JSON Lines', detail: 'for programs', onSelect: () => save('jsonl') },
      ]}
    />
  );
}
