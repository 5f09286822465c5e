// Settings: how a person signs in, access tokens, the look, and what this installation is set to.
import { PageColumn, PageHeader } from '../components/page.tsx';
import { AccessTokens } from './access-tokens.tsx';
import { Appearance } from './appearance.tsx';
import { InstallFacts } from './install-facts.tsx';
import { Passkeys } from './passkeys.tsx';
import { PasswordForm } from './password-form.tsx';
import { SettingsTabs } from './settings-tabs.tsx';

export function SettingsPage() {
  return (
    <>
      <PageHeader title="Settings">
        <SettingsTabs />
      </PageHeader>
      <PageColumn>
        <PasswordForm />
        <Passkeys />
        <AccessTokens />
        <Appearance />
        <InstallFacts />
      </PageColumn>
    </>
  );
}
