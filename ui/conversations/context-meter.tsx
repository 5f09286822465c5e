// How full the context window is, by estimate.
import { useQuery } from '@tanstack/react-query';
import { Tooltip } from '../components/tooltip.tsx';
import { contextQuery } from './queries.ts';

const words = (tokens: number): string => tokens.toLocaleString('en');

export function ContextMeter({ conversationId, at }: { conversationId: string; at: string }) {
  const { data } = useQuery(contextQuery(conversationId, at));
  if (data?.contextTokens === undefined) return null;
  const used = data.messages + data.attachments + data.tools;
  const share = Math.min(1, used / data.contextTokens);
  const said = `About ${words(used)} of ${words(data.contextTokens)} tokens: messages ${words(data.messages)}, attachments ${words(data.attachments)}, ${data.toolCount} tools ${words(data.tools)}${data.toolMode === 'on-demand' ? ', found on demand' : ''}`;
  return (
    <Tooltip text={said} side="top">
      <span
        role="img"
        aria-label={said}
        className="tabular inline-flex items-center gap-1.5 px-1 text-xs text-faint"
      >
        <span className="h-1 w-12 overflow-hidden rounded-full bg-hover">
          <span className="block h-full origin-left bg-idle" style={{ transform: `scaleX(${share})` }} />
        </span>
        {Math.round(share * 100)} %
      </span>
    </Tooltip>
  );
}
