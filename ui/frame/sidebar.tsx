// The sidebar: project, new conversation, the places, and who is signed in.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Command, Plus } from 'lucide-react';
import { Button } from '../components/button.tsx';
import { Keys } from '../components/keys.tsx';
import { useShortcut } from '../components/shortcuts.ts';
import { Count } from '../components/state.tsx';
import { Tooltip } from '../components/tooltip.tsx';
import { approvalsQuery } from '../gate/queries.ts';
import { ProjectSwitcher } from '../projects/project-switcher.tsx';
import { useConnectors } from '../projects/use-connectors.ts';
import { conversationsPlace, type Place, places } from './navigation.tsx';
import { PersonMenu } from './person-menu.tsx';

function PlaceLink({ place, count, onGo }: { place: Place; count?: number | undefined; onGo: () => void }) {
  const navigate = useNavigate();
  useShortcut({
    keys: place.keys,
    label: `Go to ${place.label}`,
    run: () => void navigate({ to: place.to }),
  });
  const Icon = place.icon;
  return (
    <Tooltip text={`Go to ${place.label}`} keys={place.keys} side="right">
      <Link
        to={place.to}
        onClick={onGo}
        activeProps={{ 'aria-current': 'page' }}
        className="flex h-8 items-center gap-2.5 rounded-md px-2 text-base text-muted transition-colors hover:bg-hover hover:text-ink aria-[current=page]:bg-hover aria-[current=page]:font-medium aria-[current=page]:text-ink max-md:h-11 max-md:text-lg"
      >
        <Icon aria-hidden className="size-4 shrink-0" />
        <span className="min-w-0 flex-1 truncate">{place.label}</span>
        {count !== undefined && count > 0 && (
          <Count {...(place.to === '/approvals' ? { tone: 'wait' as const } : {})}>{count}</Count>
        )}
      </Link>
    </Tooltip>
  );
}

interface SidebarProps {
  /** Called when a link is followed: the sheet closes. */
  onGo: () => void;
  openPalette: () => void;
}

export function Sidebar({ onGo, openPalette }: SidebarProps) {
  const navigate = useNavigate();
  const { data: connectors } = useConnectors();
  const counts: Partial<Record<Place['to'], number | undefined>> = {
    '/connectors': connectors?.length,
    '/approvals': useQuery(approvalsQuery(true)).data?.length,
  };
  return (
    <div className="flex h-full flex-col gap-2 p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
      <div className="flex items-center gap-1">
        <ProjectSwitcher />
      </div>
      <div className="flex gap-1.5 px-0.5">
        <Button
          keys="c"
          hint="New conversation"
          icon={<Plus aria-hidden className="size-4" />}
          className="flex-1"
          onClick={() => {
            onGo();
            void navigate({ to: '/conversations' });
          }}
        >
          New
        </Button>
        <Button hint="Search and commands" className="gap-1 px-2" onClick={openPalette}>
          <Command aria-hidden className="size-4 md:hidden" />
          <span className="sr-only">Search and commands </span>
          <span className="max-md:hidden">
            <Keys keys="mod+k" />
          </span>
        </Button>
      </div>
      <nav aria-label="Main" className="scroll-thin flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto">
        <PlaceLink place={conversationsPlace} onGo={onGo} />
        <div className="flex-1" />
        <hr className="my-1" />
        {places.map((place) => (
          <PlaceLink key={place.to} place={place} count={counts[place.to]} onGo={onGo} />
        ))}
      </nav>
      <hr />
      <PersonMenu />
    </div>
  );
}
