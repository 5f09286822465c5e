// The frame around every page: sidebar, page, palette, keys, and what the page says about its own connection.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { Menu as MenuIcon, Search, WifiOff } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { runLiveStream, useLiveState } from '../api/live.ts';
import { sessionQuery } from '../api/queries.ts';
import { BrowserNotices } from '../approvals/browser-notices.tsx';
import { IconButton } from '../components/button.tsx';
import { useShortcut } from '../components/shortcuts.ts';
import { closePart, openKeys, openPalette, openSidebar, useOpenPart } from './open-parts.ts';
import { Sidebar } from './sidebar.tsx';

const Sheet = lazy(async () => ({ default: (await import('../components/dialog.tsx')).Sheet }));
const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const KeysDialog = lazy(async () => ({ default: (await import('./keys-dialog.tsx')).KeysDialog }));

function useLiveStream(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const closing = new AbortController();
    void runLiveStream(queryClient, closing.signal);
    return () => closing.abort();
  }, [queryClient]);
}

/** Says that what stands on the page may be old, and that nothing is lost. */
function ConnectionNotice() {
  const live = useLiveState();
  if (live !== 'lost') return null;
  return (
    <section
      aria-label="Connection"
      aria-live="polite"
      className="flex items-center gap-2 border-b bg-wait-soft px-4 py-1.5 text-sm text-wait md:px-6"
    >
      <WifiOff aria-hidden className="size-4 shrink-0" />
      This page lost its connection to Causeway and tries again by itself. What you see may be old.
    </section>
  );
}

/** Asks a person who came by the one-time link for a way to come back. */
function CredentialNotice() {
  const { data: session } = useQuery(sessionQuery);
  const path = useRouterState({ select: (state) => state.location.pathname });
  if (!session?.needsCredential || path === '/settings') return null;
  return (
    <section
      aria-label="Your sign-in"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b bg-wait-soft px-4 py-1.5 text-sm text-wait md:px-6"
    >
      <span>
        You are signed in by the one-time link. Set a password or a passkey to be able to come back.
      </span>
      <Link to="/settings" hash="sign-in" className="font-medium underline underline-offset-2">
        Set it now
      </Link>
    </section>
  );
}

export function Frame() {
  useLiveStream();
  const part = useOpenPart();
  useShortcut({ keys: 'mod+k', label: 'Search and commands', run: openPalette, whileTyping: true });
  useShortcut({ keys: '?', label: 'Show the keys', run: openKeys });
  return (
    <div className="flex h-full">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-strong px-3 py-2 text-on-strong focus-visible:not-sr-only focus-visible:fixed focus-visible:left-2 focus-visible:top-2"
      >
        Skip to the content
      </a>
      <aside className="w-60 shrink-0 border-r bg-side max-md:hidden">
        <Sidebar onGo={closePart} openPalette={openPalette} />
      </aside>
      {part === 'sidebar' && (
        <Suspense fallback={null}>
          <Sheet open onClose={closePart} title="Menu">
            <Sidebar onGo={closePart} openPalette={openPalette} />
          </Sheet>
        </Suspense>
      )}
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="flex items-center gap-2 border-b bg-side px-2 py-1 md:hidden">
          <IconButton label="Menu" icon={<MenuIcon aria-hidden className="size-5" />} onClick={openSidebar} />
          <Link to="/" className="flex flex-1 items-center gap-2 font-semibold">
            <img src="/icon.svg" alt="" className="size-5" />
            Causeway
          </Link>
          <IconButton
            label="Search and commands"
            icon={<Search aria-hidden className="size-5" />}
            onClick={openPalette}
          />
        </header>
        <BrowserNotices />
        <ConnectionNotice />
        <CredentialNotice />
        <main id="content" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          <Outlet />
        </main>
      </div>
      <Suspense fallback={null}>
        {part === 'palette' && <Palette />}
        {part === 'keys' && <KeysDialog onClose={closePart} />}
      </Suspense>
    </div>
  );
}
