// To come.
import { PageHeader } from '../components/page.tsx';

export function ActivityPage() {
  return <PageHeader title="ActivityPage" />;
}
