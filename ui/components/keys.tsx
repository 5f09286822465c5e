// Keys as they are printed on the keyboard of this machine.
import { clsx } from 'clsx';

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
const names: Record<string, string> = {
  mod: isApple ? '⌘' : 'Ctrl',
  shift: isApple ? '⇧' : 'Shift',
  alt: isApple ? '⌥' : 'Alt',
  enter: '⏎',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
};

/** `mod+k` is one chord, `g c` are two keys in a row. */
export function Keys({ keys, inverted = false }: { keys: string; inverted?: boolean }) {
  const chords = keys
    .split(' ')
    .map((chord) => chord.split('+').map((key) => names[key] ?? key.toUpperCase()));
  return (
    <span className="inline-flex shrink-0 items-center gap-1">
      {chords.map((chord) => (
        <kbd
          key={chord.join('+')}
          className={clsx(
            'inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border px-1 font-sans text-xs leading-none',
            inverted ? 'border-on-strong/35 text-on-strong' : 'border-line bg-sunken text-muted',
          )}
        >
          {chord.join(isApple ? '' : '+')}
        </kbd>
      ))}
    </span>
  );
}
