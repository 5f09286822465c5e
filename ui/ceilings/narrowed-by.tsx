// On the tools of a connector: what holds them down from above, and the ceilings that its project sets for it alone.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Connector } from '#shared/contract/connectors.ts';
import { Disclosure } from '../components/disclosure.tsx';
import { plural } from '../components/format.ts';
import { effectiveQuery, permissionsQuery } from '../gate/queries.ts';
import { useProjects } from '../projects/chosen-project.ts';
import { CeilingList } from './ceiling-list.tsx';

export function NarrowedBy({ connector }: { connector: Connector }) {
  const { all, areSeveral } = useProjects();
  const { data: permissions } = useQuery(permissionsQuery(connector.id));
  const { data: effective } = useQuery(effectiveQuery(connector.projectId));
  const ceilings = permissions?.ceilings ?? [];
  const own = ceilings.filter((one) => one.layer === 'project');
  const above = ceilings.length - own.length;
  const project = all.find(({ id }) => id === connector.projectId)?.name;
  return (
    <Disclosure
      className="border-b px-4 md:px-6"
      title={areSeveral && project !== undefined ? `What ${project} narrows` : 'Ceilings'}
      aside={ceilings.length === 0 ? 'none' : plural(ceilings.length, 'ceiling')}
    >
      <div className="scroll-thin max-h-[50dvh] max-w-190 space-y-3 overflow-y-auto">
        <p className="text-sm text-muted text-pretty">
          The most that is let through on this connector, whatever a permission below says
          {areSeveral ? '; other projects are not touched' : ''}.
          {above > 0 && (
            <>
              {' '}
              {above === 1 ? 'One more holds' : `${above} more hold`} here from{' '}
              <Link to="/settings/ceilings" className="text-accent underline underline-offset-2">
                Ceilings and limits
              </Link>
              .
            </>
          )}
        </p>
        <CeilingList
          target={{ layer: 'project', projectId: connector.projectId, connectorId: connector.id }}
          ceilings={own}
          connectors={[connector]}
          rows={effective?.rows.filter((row) => row.connectorId === connector.id)}
          canChange
        />
      </div>
    </Disclosure>
  );
}
