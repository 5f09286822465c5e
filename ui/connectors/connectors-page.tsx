// To come.
import { PageHeader } from '../components/page.tsx';

export function ConnectorsPage() {
  return <PageHeader title="ConnectorsPage" />;
}
