// To come.
import { PageHeader } from '../components/page.tsx';

export function PromptsTab() {
  return <PageHeader title="PromptsTab" />;
}
