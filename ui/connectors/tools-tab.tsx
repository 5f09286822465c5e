// To come.
import { PageHeader } from '../components/page.tsx';

export function ToolsTab() {
  return <PageHeader title="ToolsTab" />;
}
