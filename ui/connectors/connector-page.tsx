// To come.
import { PageHeader } from '../components/page.tsx';

export function ConnectorPage() {
  return <PageHeader title="ConnectorPage" />;
}
