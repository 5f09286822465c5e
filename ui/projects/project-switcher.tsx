// The top of the sidebar: which project the pages show. While there is only one it is simply Causeway.
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { ChevronsUpDown, Pencil, Plus, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Menu, type MenuItem } from '../components/menu.tsx';
import { chooseProject, useProjects } from './chosen-project.ts';
import type { ProjectDialog } from './project-dialogs.tsx';

const ProjectDialogs = lazy(async () => ({
  default: (await import('./project-dialogs.tsx')).ProjectDialogs,
}));

/** A page about one thing of the old project gives way to the list it came from; every other page stays. */
export function useSwitchProject(): { leave: () => void; switchTo: (projectId: string) => void } {
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const leave = () => {
    if (path.startsWith('/connectors/')) void navigate({ to: '/connectors' });
    if (path === '/activity') void navigate({ to: '/activity', search: {} });
  };
  return {
    leave,
    switchTo(projectId) {
      chooseProject(projectId);
      leave();
    },
  };
}

export function ProjectSwitcher() {
  const { all, current, areSeveral } = useProjects();
  const { leave, switchTo } = useSwitchProject();
  const [dialog, setDialog] = useState<ProjectDialog>();
  const name = areSeveral ? (current?.name ?? 'Causeway') : 'Causeway';
  const items: MenuItem[] = [
    ...(areSeveral
      ? [
          { kind: 'heading' as const, label: 'Projects' },
          ...all.map((project) => ({
            label: project.name,
            checked: project.id === current?.id,
            onSelect: () => switchTo(project.id),
          })),
          { kind: 'line' as const },
        ]
      : []),
    {
      label: 'New project…',
      detail: 'Connectors and permissions for another purpose',
      icon: <Plus aria-hidden />,
      onSelect: () => setDialog({ kind: 'new' }),
    },
  ];
  if (areSeveral && current !== undefined)
    items.push({
      label: `Rename ${current.name}…`,
      icon: <Pencil aria-hidden />,
      onSelect: () => setDialog({ kind: 'rename', project: current }),
    });
  if (areSeveral && current?.isDefault === false)
    items.push({
      label: `Remove ${current.name}…`,
      icon: <Trash2 aria-hidden />,
      danger: true,
      onSelect: () => setDialog({ kind: 'remove', project: current }),
    });
  return (
    <>
      <Menu
        align="start"
        className="flex min-w-0 flex-1"
        trigger={
          <button
            type="button"
            className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left hover:bg-hover max-md:h-11"
          >
            <img src="/icon.svg" alt="" className="size-5 shrink-0" />
            <span className="min-w-0 flex-1 truncate font-semibold">{name}</span>
            <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
            <span className="sr-only">Switch project</span>
          </button>
        }
        items={items}
      />
      {dialog !== undefined && (
        <Suspense fallback={null}>
          <ProjectDialogs dialog={dialog} onClose={() => setDialog(undefined)} onSwitched={leave} />
        </Suspense>
      )}
    </>
  );
}
