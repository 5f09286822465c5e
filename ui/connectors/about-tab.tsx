// *About this server*: what it says of itself, and how it answers.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ExternalLink, Info } from 'lucide-react';
import { catalogueQuery, connectorQuery } from '../api/queries.ts';
import { CopyButton } from '../components/copy-button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Fact, Facts } from '../components/facts.tsx';
import { formatAgo, formatDate, formatDuration } from '../components/format.ts';
import { JsonTree } from '../components/json-tree.tsx';
import { LoadError, PageColumn } from '../components/page.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { useNow } from '../components/use-now.ts';

const route = getRouteApi('/frame/connectors/$connectorId');
const transportWords = { 'streamable-http': 'Streamable HTTP', 'http+sse': 'HTTP+SSE' };
const eraWords = { modern: '2026-07-28 and later (stateless)', legacy: 'before 2026-07-28 (with sessions)' };

export function AboutTab() {
  const { connectorId } = route.useParams();
  const now = useNow();
  const { data: connector } = useQuery(connectorQuery(connectorId));
  const { data, error, refetch } = useQuery(catalogueQuery(connectorId));
  if (error !== null && data === undefined) return <LoadError error={error} retry={() => void refetch()} />;
  if (data === undefined || connector === undefined) return <SkeletonRows rows={6} label="Loading" />;
  const server = data.catalogue?.server;
  const { health } = connector;
  return (
    <PageColumn>
      {server === undefined ? (
        <EmptyState icon={<Info aria-hidden />} title="Nothing is known of this server yet">
          It tells about itself when it is listed for the first time.
        </EmptyState>
      ) : (
        <section className="space-y-3">
          <h2 className="text-base font-semibold">The server about itself</h2>
          <Facts>
            <Fact name="Name">{server.title ?? server.name}</Fact>
            <Fact name="Version">{server.version}</Fact>
            <Fact name="Protocol">
              MCP {server.protocolVersion} over {transportWords[server.transport]}
            </Fact>
            <Fact name="Protocol era">{eraWords[server.era]}</Fact>
            {server.websiteUrl !== undefined && /^https?:/.test(server.websiteUrl) && (
              <Fact name="Web page">
                <a
                  href={server.websiteUrl}
                  target="_blank"
                  rel="noopener noreferrer"
                  className="text-accent underline underline-offset-2"
                >
                  {server.websiteUrl} <ExternalLink aria-hidden className="inline size-3" />
                </a>
              </Fact>
            )}
          </Facts>
          <h3 className="pt-2 text-sm font-semibold">Instructions</h3>
          {server.instructions === undefined ? (
            <p className="text-sm text-muted">The server gives none.</p>
          ) : (
            <p className="whitespace-pre-wrap rounded-lg border bg-sunken p-3 text-sm [overflow-wrap:anywhere]">
              {server.instructions}
            </p>
          )}
          <h3 className="pt-2 text-sm font-semibold">Capabilities</h3>
          <div className="rounded-lg border p-3">
            <JsonTree value={server.capabilities} name="capabilities" openLevels={3} />
          </div>
        </section>
      )}
      <section className="space-y-3">
        <h2 className="text-base font-semibold">This connector</h2>
        <Facts>
          <Fact name="Remote MCP server URL">
            <span className="font-mono text-sm">{connector.url}</span>
            <CopyButton text={connector.url} label="Copy the address" />
          </Fact>
          <Fact name="Short name">
            <span className="font-mono text-sm">{connector.slug}</span>
          </Fact>
          <Fact name="Last listed">
            {health.lastListedAt === undefined ? 'never' : formatAgo(health.lastListedAt, now)}
          </Fact>
          <Fact name="Answers in">
            {health.p50 === undefined
              ? 'no calls yet'
              : `${formatDuration(health.p50)} mostly, ${formatDuration(health.p95 ?? health.p50)} at the slow end`}
          </Fact>
          <Fact name="Added">{formatDate(connector.createdAt)}</Fact>
        </Facts>
      </section>
    </PageColumn>
  );
}
