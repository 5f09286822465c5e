import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { Cable, FolderOpen, Plus } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Keys } from '../components/keys.tsx';
import { useProjects } from '../projects/chosen-project.ts';
import { useSwitchProject } from '../projects/project-switcher.tsx';
import { useConnectors } from '../projects/use-connectors.ts';
import { chooseTheme } from '../theme/theme-choice.ts';
import { allPlaces } from './navigation.tsx';
import { closePart } from './open-parts.ts';

const groupStyle =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint';

interface EntryProps {
  value: string;
  icon?: ReactNode;
  keys?: string;
  aside?: string;
  onSelect: () => void;
  children: ReactNode;
}

function Entry({ value, icon, keys, aside, onSelect, children }: EntryProps) {
  return (
    <Command.Item
      value={value}
      onSelect={() => {
        closePart();
        onSelect();
      }}
      className="flex h-9 cursor-default select-none items-center gap-2.5 rounded-md px-2 text-base data-[selected=true]:bg-hover max-md:h-11 [&>svg]:size-4 [&>svg]:text-faint"
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {aside !== undefined && <span className="truncate text-xs text-faint">{aside}</span>}
      {keys !== undefined && <Keys keys={keys} />}
    </Command.Item>
  );
}

export function Palette() {
  const navigate = useNavigate();
  const projects = useProjects();
  const { switchTo } = useSwitchProject();
  const { data: connectors = [] } = useConnectors();
  return (
    <Radix.Root open onOpenChange={(open) => !open && closePart()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-veil motion-safe:animate-appear" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-2 top-[max(0.5rem,10dvh)] z-50 mx-auto max-w-140 overflow-hidden rounded-xl border bg-raised shadow-raised outline-none motion-safe:animate-appear"
        >
          <Radix.Title className="sr-only">Search and commands</Radix.Title>
          <Command label="Search and commands" loop>
            <Command.Input
              autoFocus
              placeholder="Go to, add, switch…"
              className="h-12 w-full border-b bg-transparent px-4 text-lg outline-none"
            />
            <Command.List className="scroll-thin max-h-[min(24rem,60dvh)] overflow-y-auto p-1.5">
              <Command.Empty className="px-2 py-6 text-center text-sm text-muted">
                Nothing by that name.
              </Command.Empty>
              <Command.Group heading="Go to" className={groupStyle}>
                {allPlaces.map((place) => (
                  <Entry
                    key={place.to}
                    value={`go to ${place.label}`}
                    icon={<place.icon aria-hidden />}
                    keys={place.keys}
                    onSelect={() => void navigate({ to: place.to })}
                  >
                    {place.label}
                  </Entry>
                ))}
              </Command.Group>
              {connectors.length > 0 && (
                <Command.Group heading="Connectors" className={groupStyle}>
                  {connectors.map((connector) => (
                    <Entry
                      key={connector.id}
                      value={`${connector.name} ${connector.host} ${connector.id}`}
                      icon={<Cable aria-hidden />}
                      aside={connector.host}
                      onSelect={() =>
                        void navigate({
                          to: '/connectors/$connectorId/tools',
                          params: { connectorId: connector.id },
                        })
                      }
                    >
                      {connector.name}
                    </Entry>
                  ))}
                </Command.Group>
              )}
              {projects.areSeveral && (
                <Command.Group heading="Projects" className={groupStyle}>
                  {projects.all.map((project) => (
                    <Entry
                      key={project.id}
                      value={`switch to project ${project.name} ${project.id}`}
                      icon={<FolderOpen aria-hidden />}
                      {...(project.id === projects.current?.id ? { aside: 'current' } : {})}
                      onSelect={() => switchTo(project.id)}
                    >
                      Switch to {project.name}
                    </Entry>
                  ))}
                </Command.Group>
              )}
              <Command.Group heading="Do" className={groupStyle}>
                <Entry
                  value="add custom connector"
                  icon={<Plus aria-hidden />}
                  onSelect={() => void navigate({ to: '/connectors', search: { add: true } })}
                >
                  Add custom connector
                </Entry>
                <Entry value="theme light" onSelect={() => chooseTheme('light')}>
                  Theme: light
                </Entry>
                <Entry value="theme dark" onSelect={() => chooseTheme('dark')}>
                  Theme: dark
                </Entry>
                <Entry value="theme as the system" onSelect={() => chooseTheme('system')}>
                  Theme: as the system
                </Entry>
              </Command.Group>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
