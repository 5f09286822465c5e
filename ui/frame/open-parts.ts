// Which part of the frame lies over the page: the palette, the list of keys, the sidebar on narrow screens, or none.
import { useSyncExternalStore } from 'react';

type Part = 'none' | 'palette' | 'keys' | 'sidebar';

let open: Part = 'none';
const watchers = new Set<() => void>();

function set(next: Part): void {
  open = next;
  for (const watcher of watchers) watcher();
}

export const openPalette = (): void => set('palette');
export const openKeys = (): void => set('keys');
export const openSidebar = (): void => set('sidebar');
export const closePart = (): void => set('none');

export function useOpenPart(): Part {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => open,
  );
}
