// The messages of the shown branch; the end stays in sight while it grows, unless somebody scrolled away.
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Button } from '../components/button.tsx';
import { branchOf, type ConversationState, siblingsOf } from './conversation-state.ts';
import { type MessageActions, MessageView } from './message-view.tsx';

/** Messages drawn at first; the rest on request, so that a long conversation opens at once. */
const drawnAtFirst = 60;

export function Transcript({ state, actions }: { state: ConversationState; actions: MessageActions }) {
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [drawn, setDrawn] = useState(drawnAtFirst);
  const branch = useMemo(() => branchOf(state), [state]);
  const shown = branch.slice(-drawn);
  // Runs after every drawing: the content may have grown.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && atEnd.current) element.scrollTop = element.scrollHeight;
  });
  return (
    <section
      ref={scroller}
      aria-label="Messages"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      onScroll={({ currentTarget: element }) => {
        atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 48;
      }}
      className="scroll-thin min-h-0 flex-1 overflow-y-auto -outline-offset-2"
    >
      <div className="mx-auto max-w-190 space-y-6 px-4 py-6 md:px-6">
        {branch.length > shown.length && (
          <Button size="small" onClick={() => setDrawn((count) => count + 200)}>
            Show {Math.min(200, branch.length - shown.length)} earlier messages
          </Button>
        )}
        {shown.map((message) => (
          <MessageView
            key={message.id}
            message={message}
            siblings={siblingsOf(state.messages, message)
              .map((each) => each.id)
              .join(' ')}
            actions={actions}
            idle={!state.conversation.running}
          />
        ))}
        {branch.length === 0 && (
          <p className="pt-16 text-center text-muted text-pretty">
            Ask something, attach resources and prompts with the paperclip, or run a tool by hand.
          </p>
        )}
      </div>
    </section>
  );
}
