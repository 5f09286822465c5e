// To come.
import { PageHeader } from '../components/page.tsx';

export function ResourcesTab() {
  return <PageHeader title="ResourcesTab" />;
}
