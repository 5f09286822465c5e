// Text in which everything stands out that a person would not see: `⟦U+200B⟧` as a marked sign.
import { Fragment } from 'react';

export function ShownText({ text }: { text: string }) {
  const parts = text.split(/(⟦U\+[0-9A-F]{4,6}⟧)/);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          <mark
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have nothing but their place.
            key={index}
            title={`A character that cannot be seen: ${part.slice(1, -1)}`}
            className="mx-px rounded-sm bg-bad-soft px-0.5 font-mono text-xs text-bad"
          >
            {part.slice(1, -1)}
          </mark>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: see above.
          <Fragment key={index}>{part}</Fragment>
        ),
      )}
    </>
  );
}
