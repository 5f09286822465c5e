// The project that the pages show: chosen in this browser, the default one until then. The server knows no "current" project.
import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Project } from '#shared/contract/projects.ts';
import { sessionQuery } from '../api/queries.ts';

const storageKey = 'causeway.project';
const watchers = new Set<() => void>();
let chosen: string | undefined = readChoice();

function readChoice(): string | undefined {
  try {
    return localStorage.getItem(storageKey) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembers the choice; where storage is switched off it lasts until the page closes. */
export function chooseProject(projectId: string): void {
  if (projectId === chosen) return;
  chosen = projectId;
  try {
    localStorage.setItem(storageKey, projectId);
  } catch {
    // Nothing to do: the choice holds for this page.
  }
  for (const watcher of watchers) watcher();
}

export interface Projects {
  /** The default one first. */
  all: Project[];
  /** Absent until the session is known. */
  current: Project | undefined;
  /** With a single project nobody needs the word. */
  areSeveral: boolean;
}

export function useProjects(): Projects {
  const { data: session } = useQuery(sessionQuery);
  const id = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => chosen,
  );
  const all = session?.projects ?? [];
  const current =
    all.find((project) => project.id === id) ?? all.find((project) => project.isDefault) ?? all[0];
  return { all, current, areSeveral: all.length > 1 };
}
