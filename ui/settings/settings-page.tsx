// To come.
import { PageHeader } from '../components/page.tsx';

export function SettingsPage() {
  return <PageHeader title="SettingsPage" />;
}
