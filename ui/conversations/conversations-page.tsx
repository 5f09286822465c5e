// Conversations: the place of the chat.
import { MessagesSquare } from 'lucide-react';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeader } from '../components/page.tsx';

export function ConversationsPage() {
  return (
    <>
      <PageHeader title="Conversations" />
      <EmptyState
        icon={<MessagesSquare aria-hidden />}
        title="Conversations are not part of this version yet"
      >
        Tools, resources and prompts run by hand from the page of their connector.
      </EmptyState>
    </>
  );
}
