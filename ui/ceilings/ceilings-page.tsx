// Ceilings and limits: what an administrator, the project and the person themselves let through at most.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { CeilingView } from '#shared/contract/permissions.ts';
import type { Project } from '#shared/contract/projects.ts';
import { peopleQuery, sessionQuery } from '../api/queries.ts';
import { plural } from '../components/format.ts';
import { LoadError, PageColumn, PageHeader } from '../components/page.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { ceilingsQuery, effectiveQuery, limitsQuery } from '../gate/queries.ts';
import { LimitList } from '../limits/limit-list.tsx';
import { useProjects } from '../projects/chosen-project.ts';
import { useConnectors } from '../projects/use-connectors.ts';
import { Section } from '../settings/section.tsx';
import { SettingsTabs } from '../settings/settings-tabs.tsx';
import { CeilingList } from './ceiling-list.tsx';

const route = getRouteApi('/frame/settings/ceilings');

/** Whom the administrators' ceilings hold down; how many they are is for administrators. */
function Everybody({ isAdministrator }: { isAdministrator: boolean }) {
  const { data: people } = useQuery({ ...peopleQuery, enabled: isAdministrator });
  return (
    <>
      For everybody on this installation
      {people !== undefined && ` (${plural(people.length, 'person', 'people')})`}, in every project and by
      every way in. Nobody can widen them.
      {!isAdministrator && ' Ask an administrator to change one.'}
    </>
  );
}

function Ceilings({ project, areSeveral }: { project: Project; areSeveral: boolean }) {
  const { ceiling: shown } = route.useSearch();
  const { data: session } = useQuery(sessionQuery);
  const { data: connectors = [] } = useConnectors();
  const { data: effective } = useQuery(effectiveQuery(project.id));
  const { data: ceilings, error, refetch } = useQuery(ceilingsQuery(project.id));
  if (error !== null && ceilings === undefined)
    return <LoadError error={error} retry={() => void refetch()} />;
  if (ceilings === undefined) return <SkeletonRows rows={4} label="Loading ceilings" />;
  const isAdministrator = session?.person !== undefined && session.person.role !== 'member';
  const list = (layer: CeilingView['layer'], canChange = true) => (
    <CeilingList
      target={{ layer, ...(layer === 'project' ? { projectId: project.id } : {}) }}
      ceilings={ceilings.filter((one) => one.layer === layer)}
      connectors={connectors}
      rows={effective?.rows}
      canChange={canChange}
      shown={shown}
    />
  );
  return (
    <>
      <Section
        id="administrator"
        title="Administrator ceilings"
        description={<Everybody isAdministrator={isAdministrator} />}
      >
        {list('administrator', isAdministrator)}
      </Section>
      <Section
        id="project"
        title={areSeveral ? `Ceilings of ${project.name}` : 'Ceilings of your connectors'}
        description={
          areSeveral
            ? 'For every call in this project, whichever app it comes from. Other projects keep their own.'
            : 'For every call on them, whichever app it comes from.'
        }
      >
        {list('project')}
      </Section>
      {(areSeveral || ceilings.some((one) => one.layer === 'person')) && (
        <Section id="person" title="Your own ceilings" description="For all of your calls, in every project.">
          {list('person')}
        </Section>
      )}
    </>
  );
}

function Limits({ project, areSeveral }: { project: Project; areSeveral: boolean }) {
  const { limit: shown } = route.useSearch();
  const { data: limits, error, refetch } = useQuery(limitsQuery({ projectId: project.id }));
  if (error !== null && limits === undefined) return <LoadError error={error} retry={() => void refetch()} />;
  if (limits === undefined) return <SkeletonRows rows={2} label="Loading limits" />;
  const of = (scope: 'project' | 'person') => limits.filter((limit) => limit.scope === scope);
  const hasProjectLimits = areSeveral || of('project').length > 0;
  return (
    <>
      {hasProjectLimits && (
        <Section
          id="project-limits"
          title={`Usage limits of ${areSeveral ? project.name : 'your connectors'}`}
          description="One counter for all of its connectors and every way in. A call over a limit is not sent."
        >
          <LimitList
            limits={of('project')}
            target={{ projectId: project.id }}
            scopes={['project']}
            shown={shown}
          />
        </Section>
      )}
      <Section
        id="person-limits"
        title="Usage limits of all your calls"
        description="One counter for everything you call, in conversations, from other apps and by hand."
      >
        <LimitList limits={of('person')} target={{}} scopes={['person']} shown={shown} />
      </Section>
    </>
  );
}

/** A link to one of them brings it into sight once it is there. */
function useScrollToShown(id: string | undefined): void {
  useEffect(() => {
    if (id === undefined) return;
    const show = () => {
      const shown = document.querySelector('li[aria-current]');
      shown?.scrollIntoView({ block: 'nearest' });
      return shown !== null;
    };
    if (show()) return;
    const watcher = new MutationObserver(() => {
      if (show()) watcher.disconnect();
    });
    watcher.observe(document.getElementById('content') ?? document.body, { childList: true, subtree: true });
    return () => watcher.disconnect();
  }, [id]);
}

export function CeilingsPage() {
  const { current, areSeveral } = useProjects();
  const { ceiling, limit } = route.useSearch();
  useScrollToShown(ceiling ?? limit);
  return (
    <>
      <PageHeader
        title="Ceilings and limits"
        subtitle="The most that is let through, whatever a permission says"
      >
        <SettingsTabs />
      </PageHeader>
      {current === undefined ? (
        <SkeletonRows rows={4} label="Loading ceilings" />
      ) : (
        <PageColumn>
          <p className="text-sm text-muted text-pretty">
            A ceiling only narrows. Of all that is said about a call the strictest word wins; which one that
            is stands under{' '}
            <Link to="/settings/permissions" className="text-accent underline underline-offset-2">
              Permissions
            </Link>{' '}
            and in every refusal.
          </p>
          <Ceilings project={current} areSeveral={areSeveral} />
          <Limits project={current} areSeveral={areSeveral} />
        </PageColumn>
      )}
    </>
  );
}
