// A search box that answers to its key and empties with Escape.
import { clsx } from 'clsx';
import { Search } from 'lucide-react';
import { useRef } from 'react';
import { controlStyle } from './field.tsx';
import { useShortcut } from './shortcuts.ts';

interface SearchInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  keys?: string;
  className?: string;
}

export function SearchInput({ label, value, onChange, keys = '/', className }: SearchInputProps) {
  const input = useRef<HTMLInputElement>(null);
  useShortcut({ keys, label, run: () => input.current?.focus() });
  return (
    <div className={clsx('relative', className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute left-2.5 top-1/2 size-4 -translate-y-1/2 text-faint"
      />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (value === '') event.currentTarget.blur();
          else onChange('');
        }}
        className={clsx(controlStyle, 'h-8 pl-8 max-md:h-10 [&::-webkit-search-cancel-button]:hidden')}
      />
    </div>
  );
}
