// Approvals: calls that wait for a person, as a queue of cards, worked off by keyboard.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Inbox } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { EmptyState } from '../components/empty-state.tsx';
import { formatMoment } from '../components/format.ts';
import { Keys } from '../components/keys.tsx';
import { LinkTabs, linkTabStyle } from '../components/link-tabs.tsx';
import { LoadError, PageHeader } from '../components/page.tsx';
import { useShortcut } from '../components/shortcuts.ts';
import { SkeletonRows } from '../components/skeleton.tsx';
import { Count, State } from '../components/state.tsx';
import { Table } from '../components/table.tsx';
import { useNow } from '../components/use-now.ts';
import { approvalsQuery } from '../gate/queries.ts';
import { ApprovalCard } from './approval-card.tsx';
import { NoticesSwitch } from './browser-notices.tsx';
import { approvalStateWords, fromWords } from './words.ts';

const route = getRouteApi('/frame/approvals');

function Queue() {
  const { data, error, refetch } = useQuery(approvalsQuery(true));
  const { at } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useRef<HTMLOListElement>(null);
  // Who came first is asked first.
  const waiting = [...(data ?? [])].reverse();
  const index = Math.max(
    0,
    waiting.findIndex((approval) => approval.id === at),
  );
  const current = waiting[index]?.id;
  const move = (step: number) => {
    const next = waiting[Math.min(waiting.length - 1, Math.max(0, index + step))];
    if (next !== undefined) void navigate({ search: (old) => ({ ...old, at: next.id }), replace: true });
  };
  useShortcut({ keys: 'j', label: 'Next approval', run: () => move(1) });
  useShortcut({ keys: 'k', label: 'Previous approval', run: () => move(-1) });
  useEffect(() => {
    if (at === undefined) return;
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  if (error !== null && data === undefined) return <LoadError error={error} retry={() => void refetch()} />;
  if (data === undefined) return <SkeletonRows label="Loading approvals" />;
  if (waiting.length === 0)
    return (
      <EmptyState icon={<Inbox aria-hidden />} title="Nothing waits for you">
        Calls that need a person wait here, from conversations and from other apps.
      </EmptyState>
    );
  return (
    <div className="scroll-thin min-h-0 flex-1 overflow-y-auto">
      <div className="max-w-190 px-4 py-4 md:px-6">
        <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-faint max-md:hidden">
          <span className="inline-flex items-center gap-1">
            <Keys keys="j" /> <Keys keys="k" /> move
          </span>
          <span className="inline-flex items-center gap-1">
            <Keys keys="enter" /> allow once
          </span>
          <span className="inline-flex items-center gap-1">
            <Keys keys="a" /> always allow
          </span>
          <span className="inline-flex items-center gap-1">
            <Keys keys="d" /> deny
          </span>
        </p>
        <ol ref={list} aria-label="Waiting approvals" className="space-y-4">
          {waiting.map((approval) => (
            <li key={approval.id}>
              <ApprovalCard approval={approval} isCurrent={approval.id === current} />
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

function Answered() {
  const now = useNow();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(approvalsQuery(false));
  if (error !== null && data === undefined) return <LoadError error={error} retry={() => void refetch()} />;
  if (data === undefined) return <SkeletonRows label="Loading approvals" />;
  if (data.length === 0) return <EmptyState icon={<Inbox aria-hidden />} title="Nothing was asked yet" />;
  return (
    <Table
      label="Approvals"
      className="min-h-0 flex-1"
      rows={data}
      keyOf={(approval) => approval.id}
      onOpen={(approval) =>
        void navigate({ to: '/approvals/$approvalId', params: { approvalId: approval.id } })
      }
      columns={[
        {
          key: 'when',
          header: 'When',
          width: '8rem',
          from: 'sm',
          cell: (one) => (
            <span className="tabular text-xs text-muted">{formatMoment(one.createdAt, now)}</span>
          ),
        },
        {
          key: 'what',
          header: 'What',
          width: 'minmax(0,1.6fr)',
          cell: (one) => (
            <Link
              to="/approvals/$approvalId"
              params={{ approvalId: one.id }}
              className="block truncate font-mono text-xs"
            >
              {one.subject}
            </Link>
          ),
        },
        {
          key: 'connector',
          header: 'Connector',
          width: 'minmax(0,1fr)',
          from: 'md',
          cell: (one) => <span className="block truncate text-muted">{one.connectorName}</span>,
        },
        {
          key: 'from',
          header: 'From',
          width: 'minmax(0,1fr)',
          from: 'lg',
          cell: (one) => <span className="block truncate text-muted">{fromWords(one)}</span>,
        },
        {
          key: 'state',
          header: 'Answer',
          width: 'minmax(0,1.2fr)',
          cell: (one) => (
            <State tone={approvalStateWords[one.state].tone}>{approvalStateWords[one.state].word}</State>
          ),
        },
      ]}
    />
  );
}

export function ApprovalsPage() {
  const { show } = route.useSearch();
  const { data: waiting } = useQuery(approvalsQuery(true));
  return (
    <>
      <PageHeader title="Approvals" actions={<NoticesSwitch />}>
        <LinkTabs label="Which approvals">
          <Link
            to="/approvals"
            search={{}}
            aria-current={show === undefined ? 'page' : undefined}
            className={linkTabStyle}
          >
            Waiting{' '}
            {waiting !== undefined && waiting.length > 0 && <Count tone="wait">{waiting.length}</Count>}
          </Link>
          <Link
            to="/approvals"
            search={{ show: 'all' }}
            aria-current={show === 'all' ? 'page' : undefined}
            className={linkTabStyle}
          >
            All
          </Link>
        </LinkTabs>
      </PageHeader>
      {show === 'all' ? <Answered /> : <Queue />}
    </>
  );
}
