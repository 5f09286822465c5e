// The whole story of one entry: who, by which way, who decided and why, what was sent, what came of it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ActivityEntry } from '#shared/contract/activity.ts';
import { activityEntryQuery, connectorsQuery } from '../api/queries.ts';
import { ErrorNote } from '../components/error-note.tsx';
import { formatBytes, formatDuration } from '../components/format.ts';
import { JsonTree } from '../components/json-tree.tsx';
import { LoadError } from '../components/page.tsx';
import { SidePanel } from '../components/side-panel.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { State } from '../components/state.tsx';
import { ChangeLink } from '../gate/layer-link.tsx';
import { refusalLayerWords } from '../gate/words.ts';
import { useProjects } from '../projects/chosen-project.ts';
import { deciderLink } from './entry-links.ts';
import { decisionWords, doorWords, kindWords, outcomeWords } from './words.ts';

const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3 py-1.5">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="text-sm [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

function Story({ entry }: { entry: ActivityEntry }) {
  const { word, tone } = outcomeWords[entry.outcome];
  const { decidedBy, refusal } = entry;
  const { all, areSeveral } = useProjects();
  const project = all.find(({ id }) => id === entry.projectId);
  const { data: connectors } = useQuery(connectorsQuery(project?.id));
  const account = connectors
    ?.find(({ id }) => id === entry.connectorId)
    ?.accounts.find(({ id }) => id === entry.accountId);
  return (
    <>
      <dl className="divide-y">
        <Line name="Outcome">
          <State tone={tone}>{word}</State>
          {entry.outcome === 'unknown' && (
            <p className="mt-1 text-muted">It is not known whether it ran. It was not tried again.</p>
          )}
        </Line>
        <Line name="When">{moment.format(entry.at)}</Line>
        {entry.milliseconds !== undefined && <Line name="Took">{formatDuration(entry.milliseconds)}</Line>}
        <Line name="Who">{entry.personName ?? entry.personId}</Line>
        <Line name="By">
          {doorWords[entry.door]}
          {entry.client !== undefined && `: ${entry.client}`}
        </Line>
        {entry.connectorId !== undefined && (
          <Line name="Connector">
            <Link
              to="/connectors/$connectorId/tools"
              params={{ connectorId: entry.connectorId }}
              search={entry.kind === 'tool-call' ? { tool: entry.subject } : {}}
              className="text-accent underline underline-offset-2"
            >
              {entry.connectorName ?? entry.connectorId}
            </Link>
          </Line>
        )}
        {entry.decision !== undefined && (
          <Line name="Decision">
            {decisionWords[entry.decision]}
            {entry.decision === 'ask' &&
              entry.door === 'by-hand' &&
              entry.refusal === undefined &&
              '; given by pressing Run'}
          </Line>
        )}
        {decidedBy !== undefined && (
          <Line name="Decided by">
            {refusalLayerWords(decidedBy.layer)}: {decidedBy.sentence}{' '}
            <ChangeLink link={deciderLink(entry)}>
              {decidedBy.layer === 'rule' ? 'See the rule' : 'Change it'}
            </ChangeLink>
          </Line>
        )}
        {entry.approvalId !== undefined && (
          <Line name="Approval">
            <Link
              to="/approvals/$approvalId"
              params={{ approvalId: entry.approvalId }}
              className="text-accent underline underline-offset-2"
            >
              The question and its answer
            </Link>
          </Line>
        )}
        {account !== undefined && <Line name="Account">{account.identity ?? account.label}</Line>}
        {areSeveral && project !== undefined && <Line name="Project">{project.name}</Line>}
        {entry.summary !== undefined && <Line name="What changed">{entry.summary}</Line>}
        {entry.resultBytes !== undefined && <Line name="Came back">{formatBytes(entry.resultBytes)}</Line>}
      </dl>
      {refusal !== undefined && (
        <ErrorNote
          error={{ message: refusal.sentence, code: refusal.code }}
          actions={
            refusal.link !== undefined && (
              <Link to={refusal.link} className="text-sm text-accent underline underline-offset-2">
                Change it
              </Link>
            )
          }
        />
      )}
      {entry.problem !== undefined && <ErrorNote error={entry.problem} />}
      {entry.arguments !== undefined && (
        <section>
          <h3 className="mb-1 text-sm font-semibold">Arguments</h3>
          <div className="rounded-lg border p-3">
            <JsonTree value={entry.arguments} name="arguments" />
          </div>
          {entry.argumentsDigest !== undefined && (
            <p className="mt-1 truncate font-mono text-xs text-faint" title={entry.argumentsDigest}>
              sha-256 {entry.argumentsDigest}
            </p>
          )}
        </section>
      )}
    </>
  );
}

export function ActivityStory({ entryId, onClose }: { entryId: string; onClose: () => void }) {
  const { data: entry, error, refetch } = useQuery(activityEntryQuery(entryId));
  return (
    <SidePanel
      label="Entry"
      title={entry?.subject ?? '…'}
      subtitle={entry === undefined ? ' ' : kindWords[entry.kind]}
      mono="title"
      closeLabel="Close the entry"
      onClose={onClose}
      className="lg:max-w-110"
    >
      {error !== null && entry === undefined && <LoadError error={error} retry={() => void refetch()} />}
      <div className="scroll-thin min-h-0 flex-1 space-y-5 overflow-y-auto px-4 py-3">
        {entry === undefined && error === null && <Skeleton className="h-40 w-full" />}
        {entry !== undefined && <Story entry={entry} />}
      </div>
    </SidePanel>
  );
}
