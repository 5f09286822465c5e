// A text input that offers values while somebody types: a combobox whose list comes from elsewhere.
import { clsx } from 'clsx';
import { type ComponentProps, useEffect, useId, useRef, useState } from 'react';
import { TextInput } from './field.tsx';

interface CompletionInputProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  value: string;
  onChange: (value: string) => void;
  /** Asked a moment after the last key; its failure only means that nothing is offered. Absent: a plain input. */
  complete?:
    | ((value: string, signal: AbortSignal) => Promise<{ values: string[]; more: number }>)
    | undefined;
}

const pauseMilliseconds = 150;

function useOffers(value: string, active: boolean, complete: CompletionInputProps['complete']) {
  const [offers, setOffers] = useState<{ values: string[]; more: number }>({ values: [], more: 0 });
  const latest = useRef(complete);
  latest.current = complete;
  useEffect(() => {
    if (!active || latest.current === undefined) return;
    const closing = new AbortController();
    const timer = setTimeout(() => {
      latest
        .current?.(value, closing.signal)
        .then((found) => !closing.signal.aborted && setOffers(found))
        .catch(() => setOffers({ values: [], more: 0 }));
    }, pauseMilliseconds);
    return () => {
      clearTimeout(timer);
      closing.abort();
    };
  }, [value, active]);
  return offers;
}

export function CompletionInput({ value, onChange, complete, ...rest }: CompletionInputProps) {
  const listId = useId();
  const [focused, setFocused] = useState(false);
  const [dismissed, setDismissed] = useState(false);
  const [at, setAt] = useState(-1);
  const offers = useOffers(value, focused, complete);
  const values = offers.values.filter((offer) => offer !== value);
  const open = focused && !dismissed && values.length > 0;
  const choose = (offer: string) => {
    onChange(offer);
    setAt(-1);
    setDismissed(true);
  };
  if (complete === undefined)
    return <TextInput {...rest} value={value} onChange={(event) => onChange(event.target.value)} />;
  return (
    <div className="relative">
      <TextInput
        {...rest}
        role="combobox"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={open && at >= 0 ? `${listId}-${at}` : undefined}
        value={value}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onChange={(event) => {
          setDismissed(false);
          setAt(-1);
          onChange(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            setDismissed(false);
            const step = event.key === 'ArrowDown' ? 1 : -1;
            setAt((current) => Math.min(values.length - 1, Math.max(-1, current + step)));
          } else if (event.key === 'Enter' && open && at >= 0) {
            event.preventDefault();
            choose(values[at] ?? value);
          } else if (event.key === 'Escape' && open) {
            event.preventDefault();
            event.stopPropagation();
            setDismissed(true);
          }
        }}
      />
      {open && (
        <div
          role="listbox"
          id={listId}
          aria-label="Offered values"
          className="scroll-thin absolute inset-x-0 top-full z-20 mt-1 max-h-56 overflow-y-auto rounded-lg border bg-raised p-1 shadow-raised"
        >
          {values.map((offer, index) => (
            <div
              role="option"
              tabIndex={-1}
              key={offer}
              id={`${listId}-${index}`}
              aria-selected={index === at}
              onMouseDown={(event) => {
                event.preventDefault();
                choose(offer);
              }}
              className={clsx(
                'truncate rounded-md px-2 py-1.5 text-sm',
                index === at ? 'bg-hover' : 'hover:bg-hover',
              )}
            >
              {offer}
            </div>
          ))}
          {offers.more > 0 && (
            <p className="px-2 py-1 text-xs text-faint">{offers.more} more; type to narrow them down.</p>
          )}
        </div>
      )}
    </div>
  );
}
