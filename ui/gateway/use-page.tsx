// Use in other apps: the gateway's addresses for other clients.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sessionQuery } from '../api/queries.ts';
import { CodeBlock } from '../components/code-block.tsx';
import { PageHeader } from '../components/page.tsx';

export function UsePage() {
  const { data: session } = useQuery(sessionQuery);
  const origin = session?.install.publicUrl ?? '';
  return (
    <>
      <PageHeader title="Use in other apps" />
      <div className="max-w-3xl space-y-6 px-4 py-6 text-sm md:px-6">
        <p>
          Any MCP client that can send a header adds Causeway as one remote MCP server, and gets what a
          project offers, under the same permissions, limits and approvals. Every protocol revision from
          2025-03-26 to 2026-07-28 is spoken at the same address.
        </p>
        {session?.projects.map((project) => {
          const url = `${origin}/mcp/${project.slug}`;
          return (
            <section key={project.id} className="space-y-3">
              <h2 className="text-base font-semibold">{project.name}</h2>
              <CodeBlock code={url} label={`address of ${project.name}`} wrap />
              <CodeBlock code={configuration(url)} label={`configuration for ${project.name}`} />
            </section>
          );
        })}
        <p>
          Put an access token with the scope <code>call</code> in the place of ACCESS_TOKEN; it is made in{' '}
          <Link to="/settings" className="underline">
            Settings
          </Link>
          . A call that needs approval waits in{' '}
          <Link to="/approvals" className="underline">
            Approvals
          </Link>{' '}
          where the client cannot ask by itself. Sign-in by OAuth for other apps is not part of this version
          yet.
        </p>
      </div>
    </>
  );
}

/** As most clients read it from their `mcp.json`. */
const configuration = (url: string): string =>
  JSON.stringify(
    { mcpServers: { causeway: { type: 'http', url, headers: { Authorization: 'Bearer ACCESS_TOKEN' } } } },
    undefined,
    2,
  );
