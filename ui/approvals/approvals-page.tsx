// Approvals: calls that wait for a person.
import { Inbox } from 'lucide-react';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeader } from '../components/page.tsx';

export function ApprovalsPage() {
  return (
    <>
      <PageHeader title="Approvals" />
      <EmptyState icon={<Inbox aria-hidden />} title="Nothing waits for you">
        Calls from other apps that need a person wait here.
      </EmptyState>
    </>
  );
}
