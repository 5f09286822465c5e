// To come.
import { PageHeader } from '../components/page.tsx';

export function SignInPage() {
  return <PageHeader title="SignInPage" />;
}
