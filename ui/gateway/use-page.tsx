// Use in other apps: each project's address, how clients add it, what they see, and which are connected.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sessionQuery } from '../api/queries.ts';
import { CodeBlock } from '../components/code-block.tsx';
import { PageColumn, PageHeader } from '../components/page.tsx';
import { AddToClient } from './add-to-client.tsx';
import { ConnectedClients } from './connected-clients.tsx';
import { ExposureChoice } from './exposure-choice.tsx';

export function UsePage() {
  const { data: session } = useQuery(sessionQuery);
  const origin = session?.install.publicUrl ?? '';
  return (
    <>
      <PageHeader title="Use in other apps" />
      <PageColumn>
        <p className="text-base text-muted text-pretty">
          Any MCP client adds Causeway as one remote MCP server and gets what a project offers, under the same
          permissions, limits and approvals. Every protocol revision from 2025-03-26 to 2026-07-28 is spoken
          at the same address. A call that needs approval waits in{' '}
          <Link to="/approvals" className="text-accent underline underline-offset-2">
            Approvals
          </Link>{' '}
          where the client cannot ask by itself; access tokens are made in{' '}
          <Link to="/settings" className="text-accent underline underline-offset-2">
            Settings
          </Link>
          .
        </p>
        {session?.projects.map((project) => {
          const url = `${origin}/mcp/${project.slug}`;
          return (
            <section key={project.id} aria-labelledby={project.id} className="space-y-4">
              <div>
                <h2 id={project.id} className="text-base font-semibold">
                  {project.name}
                </h2>
                <CodeBlock code={url} label={`address of ${project.name}`} wrap />
              </div>
              <AddToClient url={url} />
              <ExposureChoice projectId={project.id} />
            </section>
          );
        })}
        <ConnectedClients />
      </PageColumn>
    </>
  );
}
