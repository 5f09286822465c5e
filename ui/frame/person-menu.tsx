// Who is signed in, the theme, and the way out.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CircleUser, Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { sessionQuery } from '../api/queries.ts';
import { signOut } from '../api/sign-in.ts';
import { Menu } from '../components/menu.tsx';
import { chooseTheme, type ThemeChoice, useThemeChoice } from '../theme/theme-choice.ts';
import { openKeys } from './open-parts.ts';

const themes: { choice: ThemeChoice; label: string; icon: React.ReactNode }[] = [
  { choice: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
  { choice: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { choice: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
];

export function PersonMenu() {
  const navigate = useNavigate();
  const { data: session } = useQuery(sessionQuery);
  const chosen = useThemeChoice();
  const person = session?.person;
  const leave = async () => {
    await signOut();
    await navigate({ to: '/sign-in' });
  };
  return (
    <Menu
      align="start"
      className="flex"
      trigger={
        <button
          type="button"
          className="flex h-9 min-w-0 flex-1 items-center gap-2.5 rounded-md px-2 text-left text-muted hover:bg-hover hover:text-ink max-md:h-11"
        >
          <CircleUser aria-hidden className="size-4 shrink-0" />
          <span className="min-w-0 flex-1 truncate">{person?.name || person?.email || 'Signed in'}</span>
          <span className="sr-only">Your menu</span>
        </button>
      }
      items={[
        { kind: 'heading', label: 'Theme' },
        ...themes.map(({ choice, label, icon }) => ({
          label,
          icon,
          checked: choice === chosen,
          onSelect: () => chooseTheme(choice),
        })),
        { kind: 'line' },
        { label: 'Keys', icon: <Keyboard aria-hidden />, keys: '?', onSelect: openKeys },
        { label: 'Sign out', icon: <LogOut aria-hidden />, onSelect: () => void leave() },
      ]}
    />
  );
}
