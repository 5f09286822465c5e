// To come.
import { PageHeader } from '../components/page.tsx';

export function AboutTab() {
  return <PageHeader title="AboutTab" />;
}
