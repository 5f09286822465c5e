// Markdown of a server, made harmless: no HTML, no picture or page is loaded, links say where they go.
import { ExternalLink, ImageOff } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { ScrollRegion } from '../components/scroll-region.tsx';

const LeaveDialog = lazy(async () => ({ default: (await import('./leave-dialog.tsx')).LeaveDialog }));

/** No address stands in the page: nothing can be fetched ahead, and a click shows where it leads first. */
function OutsideLink({
  href,
  icon,
  children,
}: {
  href: string | undefined;
  icon?: ReactNode;
  children: ReactNode;
}) {
  const [asking, setAsking] = useState(false);
  if (href === undefined || !/^(https?|mailto):/i.test(href) || !URL.canParse(href))
    return <span>{children}</span>;
  const address = new URL(href).href;
  return (
    <>
      <button
        type="button"
        title={address}
        onClick={() => setAsking(true)}
        className="inline text-left text-accent underline underline-offset-2 [overflow-wrap:anywhere]"
      >
        {icon}
        {children}
        <ExternalLink aria-hidden className="ml-0.5 inline size-3 align-baseline" />
      </button>
      {asking && (
        <Suspense fallback={null}>
          <LeaveDialog href={address} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  );
}

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : address);

const components: Components = {
  a: ({ href, children }) => <OutsideLink href={href}>{children}</OutsideLink>,
  img: ({ src, alt }) => (
    <OutsideLink
      href={typeof src === 'string' ? src : undefined}
      icon={<ImageOff aria-hidden className="mr-1 inline size-3.5 align-text-bottom" />}
    >
      {alt || 'picture'} ({hostOf(typeof src === 'string' ? src : '')}, not loaded)
    </OutsideLink>
  ),
  // Headings of a server's text are no headings of this page.
  h1: ({ children }) => <p className="text-lg font-semibold">{children}</p>,
  h2: ({ children }) => <p className="text-base font-semibold">{children}</p>,
  h3: ({ children }) => <p className="text-base font-semibold">{children}</p>,
  h4: ({ children }) => <p className="text-base font-medium">{children}</p>,
  h5: ({ children }) => <p className="text-sm font-medium">{children}</p>,
  h6: ({ children }) => <p className="text-sm font-medium">{children}</p>,
  p: ({ children }) => <p className="[overflow-wrap:anywhere]">{children}</p>,
  ul: ({ children }) => <ul className="list-disc space-y-1 pl-5">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="list-decimal space-y-1 pl-5">
      {children}
    </ol>
  ),
  blockquote: ({ children }) => <blockquote className="border-l-2 pl-3 text-muted">{children}</blockquote>,
  hr: () => <hr />,
  pre: ({ children }) => (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      className="scroll-thin overflow-x-auto rounded-md border bg-sunken px-3 py-2 font-mono text-xs"
    >
      {children}
    </pre>
  ),
  code: ({ children }) => (
    <code className="rounded-sm bg-sunken px-0.5 font-mono text-[0.92em]">{children}</code>
  ),
  table: ({ children }) => (
    <ScrollRegion label="Table">
      <table className="border-collapse text-sm">{children}</table>
    </ScrollRegion>
  ),
  th: ({ children }) => <th className="border bg-sunken px-2 py-1 text-left font-medium">{children}</th>,
  td: ({ children }) => <td className="border px-2 py-1 align-top">{children}</td>,
  input: ({ checked }) => (
    <input type="checkbox" checked={checked === true} readOnly disabled className="mr-1" />
  ),
};

export function Markdown({ text }: { text: string }) {
  return (
    <div className="space-y-3">
      <ReactMarkdown remarkPlugins={[remarkGfm]} skipHtml components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
