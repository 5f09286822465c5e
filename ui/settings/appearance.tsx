// Light, dark, or as the system is set.
import { Monitor, Moon, Sun } from 'lucide-react';
import { Segmented } from '../components/segmented.tsx';
import { chooseTheme, type ThemeChoice, useThemeChoice } from '../theme/theme-choice.ts';
import { Section } from './section.tsx';

export function Appearance() {
  const choice = useThemeChoice();
  return (
    <Section id="appearance" title="Appearance">
      <Segmented<ThemeChoice>
        label="Theme"
        value={choice}
        onChange={chooseTheme}
        segments={[
          { value: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
          { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
          { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
        ]}
      />
    </Section>
  );
}
