// Keyboard shortcuts: one listener for the page, chords (`mod+k`) and sequences (`g c`), silent while somebody types.
import { useEffect, useRef } from 'react';

export interface Shortcut {
  /** `mod+k`, `g c`, `?`, `/`. */
  keys: string;
  /** What it does, for the list of keys. */
  label: string;
  run: () => void;
  /** Also while typing; only for chords with `mod`. */
  whileTyping?: boolean;
}

const active = new Set<{ current: Shortcut }>();
let pressed: string[] = [];
let pressedAt = 0;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !/^(radio|checkbox|button)$/.test((target as HTMLInputElement).type ?? '');

function chordOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase();
  const parts = [
    event.metaKey || event.ctrlKey ? 'mod' : '',
    event.altKey ? 'alt' : '',
    event.shiftKey && key.length > 1 ? 'shift' : '',
    key,
  ];
  return parts.filter(Boolean).join('+');
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const chord = chordOf(event);
  const typing = isTyping(event.target);
  if (event.timeStamp - pressedAt > 1_000) pressed = [];
  pressed = [...pressed.slice(-1), chord];
  pressedAt = event.timeStamp;
  // A dialog owns the keyboard while it is open, but for what is registered inside of it later than the rest.
  const candidates = [...active].reverse();
  for (const keys of [pressed.join(' '), chord]) {
    const found = candidates.find(
      ({ current }) => current.keys === keys && (!typing || current.whileTyping === true),
    );
    if (found === undefined) continue;
    if (document.querySelector('[role="dialog"]') !== null && found.current.whileTyping !== true) return;
    event.preventDefault();
    pressed = [];
    found.current.run();
    return;
  }
}

/** Registers a shortcut while the component is mounted; `undefined` registers none. */
export function useShortcut(shortcut: Shortcut | undefined): void {
  const latest = useRef(shortcut);
  latest.current = shortcut;
  const keys = shortcut?.keys;
  useEffect(() => {
    if (keys === undefined || latest.current === undefined) return;
    const entry = latest as { current: Shortcut };
    if (active.size === 0) document.addEventListener('keydown', onKeyDown);
    active.add(entry);
    return () => {
      active.delete(entry);
      if (active.size === 0) document.removeEventListener('keydown', onKeyDown);
    };
  }, [keys]);
}

/** The shortcuts that work on the page right now, for the list of keys. */
export const activeShortcuts = (): Shortcut[] => [...active].map((entry) => entry.current);
