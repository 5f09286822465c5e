// The parts of the settings; each has an address.
import { Link } from '@tanstack/react-router';
import { LinkTabs, linkTabStyle } from '../components/link-tabs.tsx';

const tabs = [
  { to: '/settings', label: 'General' },
  { to: '/settings/permissions', label: 'Permissions' },
  { to: '/settings/ceilings', label: 'Ceilings and limits' },
] as const;

export function SettingsTabs() {
  return (
    <LinkTabs label="Parts of the settings">
      {tabs.map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          activeProps={{ 'aria-current': 'page' }}
          activeOptions={{ exact: true, includeSearch: false }}
          className={linkTabStyle}
        >
          {label}
        </Link>
      ))}
    </LinkTabs>
  );
}
