// Use in other apps: the gateway's address for other clients.
import { Share2 } from 'lucide-react';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeader } from '../components/page.tsx';

export function UsePage() {
  return (
    <>
      <PageHeader title="Use in other apps" />
      <EmptyState icon={<Share2 aria-hidden />} title="Other apps cannot connect to Causeway yet">
        This version has no gateway. Scripts can use the web API with an access token, made in Settings.
      </EmptyState>
    </>
  );
}
