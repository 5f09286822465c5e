// The keys that work on this page.
import { Dialog } from '../components/dialog.tsx';
import { Keys } from '../components/keys.tsx';
import { activeShortcuts } from '../components/shortcuts.ts';

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const shortcuts = activeShortcuts().filter(
    (shortcut, index, all) => all.findIndex((other) => other.keys === shortcut.keys) === index,
  );
  return (
    <Dialog open onClose={onClose} title="Keys" size="small">
      <dl className="divide-y">
        {shortcuts.map((shortcut) => (
          <div key={shortcut.keys} className="flex items-center justify-between gap-4 py-1.5">
            <dt className="text-sm">{shortcut.label}</dt>
            <dd>
              <Keys keys={shortcut.keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
