// One conversation: its messages and the composer.
import { lazy, Suspense, useState } from 'react';
import { asAppError } from '../api/errors.ts';
import { ErrorNote } from '../components/error-note.tsx';
import { LoadError, PageHeader } from '../components/page.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { Chips } from './chips.tsx';
import { Composer } from './composer.tsx';
import { ContextMeter } from './context-meter.tsx';
import { ModelSelect } from './model-choice.tsx';
import { Transcript } from './transcript.tsx';
import { useActions } from './use-actions.ts';
import { useConversation } from './use-conversation.ts';
import { titleOf } from './words.ts';

const AttachDialog = lazy(async () => ({ default: (await import('./attach-dialog.tsx')).AttachDialog }));

export function ConversationView({ conversationId }: { conversationId: string }) {
  const held = useConversation(conversationId);
  const actions = useActions(conversationId, held);
  const [attaching, setAttaching] = useState(false);
  const { state } = held;
  if (held.error !== undefined) return <LoadError error={held.error} />;
  if (state === undefined) return <SkeletonRows />;
  const { conversation } = state;
  const waiting = state.attachments.filter((attachment) => attachment.messageId === undefined);
  return (
    <>
      <PageHeader title={titleOf(conversation)} />
      <Transcript state={state} actions={actions.messageActions} />
      <div className="px-4 pb-[max(1rem,env(safe-area-inset-bottom))] md:px-6">
        {actions.error !== undefined && (
          <ErrorNote error={asAppError(actions.error)} className="mx-auto mb-2 max-w-190" />
        )}
        <Composer
          placeholder={conversation.model === undefined ? 'Write a note' : 'Ask something'}
          running={conversation.running}
          canSend
          chips={<Chips attachments={waiting} onError={actions.fail} />}
          tools={
            <>
              <ModelSelect
                value={conversation.model}
                disabled={conversation.running}
                onChange={(model) => void actions.edit({ model })}
              />
              <ContextMeter
                conversationId={conversationId}
                at={`${conversation.updatedAt} ${conversation.headId ?? ''} ${waiting.length}`}
              />
            </>
          }
          onAttach={() => setAttaching(true)}
          onFiles={actions.attachFiles}
          onSend={(text) =>
            actions.send(
              text,
              waiting.map((attachment) => attachment.id),
            )
          }
          onStop={actions.stop}
        />
      </div>
      <Suspense fallback={null}>
        {attaching && (
          <AttachDialog
            conversationId={conversationId}
            onFiles={actions.attachFiles}
            onClose={() => setAttaching(false)}
          />
        )}
      </Suspense>
    </>
  );
}
