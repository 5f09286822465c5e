// A question of the server in the middle of a call: a form, or an address to open.
import { ExternalLink, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import { asAppError } from '../api/errors.ts';
import { AddressShown } from '../components/address-shown.tsx';
import { Button } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { splitAddress } from '../components/split-address.ts';
import { SchemaForm } from '../schema-form/schema-form.tsx';
import type { Question } from './call-state.ts';
import type { UseCall } from './use-call.ts';

interface QuestionCardProps {
  question: Question;
  serverName: string;
  answer: UseCall['answer'];
}

export function QuestionCard({ question, serverName, answer }: QuestionCardProps) {
  const formId = useId();
  const [sending, setSending] = useState<string>();
  const [error, setError] = useState<unknown>();
  const [opened, setOpened] = useState(false);
  const [content, setContent] = useState<Record<string, unknown>>({});
  const send = async (action: 'accept' | 'decline' | 'cancel', given?: Record<string, unknown>) => {
    setSending(action);
    setError(undefined);
    try {
      await answer(question.key, given === undefined ? { action } : { action, content: given });
    } catch (reason) {
      setError(reason);
    }
    setSending(undefined);
  };
  const isUrl = question.mode === 'url' && question.url !== undefined;
  const opensSafely = isUrl && /^https?:$/.test(splitAddress(question.url ?? '').scheme);
  return (
    <section
      aria-label={`${serverName} asks`}
      className="space-y-3 rounded-lg border border-wait/40 bg-wait-soft p-3"
    >
      <div>
        <h3 className="text-sm font-semibold text-wait">{serverName} asks</h3>
        <p className="mt-1 whitespace-pre-wrap [overflow-wrap:anywhere]">{question.message}</p>
        {question.warning !== undefined && (
          <p role="alert" className="mt-1 flex gap-1.5 text-sm font-medium text-bad">
            <TriangleAlert aria-hidden className="mt-0.75 size-3.5 shrink-0" />
            <span className="text-pretty">{question.warning}</span>
          </p>
        )}
      </div>
      {isUrl ? (
        <>
          <AddressShown url={question.url ?? ''} />
          <p className="text-xs text-muted">
            The page opens in a new tab. Causeway does not see what you enter there. Come back and say when
            you are done.
          </p>
        </>
      ) : (
        <SchemaForm
          id={formId}
          schema={question.requestedSchema ?? { type: 'object' }}
          value={content}
          onChange={setContent}
          onSubmit={(given) => void send('accept', given)}
        />
      )}
      {error !== undefined && <ErrorNote error={asAppError(error)} />}
      <div className="flex flex-wrap gap-2">
        {isUrl ? (
          <>
            <Button
              tone={opened ? 'plain' : 'primary'}
              disabled={!opensSafely}
              icon={<ExternalLink aria-hidden className="size-4" />}
              onClick={() => {
                window.open(question.url, '_blank', 'noopener,noreferrer');
                setOpened(true);
              }}
            >
              {opened ? 'Open it again' : 'Open the page'}
            </Button>
            {opened && (
              <Button tone="primary" busy={sending === 'accept'} onClick={() => void send('accept')}>
                I am done
              </Button>
            )}
          </>
        ) : (
          <Button tone="primary" type="submit" form={formId} busy={sending === 'accept'}>
            Answer
          </Button>
        )}
        <Button busy={sending === 'decline'} onClick={() => void send('decline')}>
          Decline
        </Button>
        <Button tone="quiet" busy={sending === 'cancel'} onClick={() => void send('cancel')}>
          Cancel the question
        </Button>
      </div>
    </section>
  );
}
