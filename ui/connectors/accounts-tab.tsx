// To come.
import { PageHeader } from '../components/page.tsx';

export function AccountsTab() {
  return <PageHeader title="AccountsTab" />;
}
