// To come.
import { PageHeader } from '../components/page.tsx';

export function ConnectorActivityTab() {
  return <PageHeader title="ConnectorActivityTab" />;
}
