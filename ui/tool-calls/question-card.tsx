// A question of the server in the middle of a call: a form, or an address to open.
import { ExternalLink } from 'lucide-react';
import { useId, useState } from 'react';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { SchemaForm } from '../schema-form/schema-form.tsx';
import type { Question } from './call-state.ts';
import { splitAddress } from './split-address.ts';
import type { UseCall } from './use-call.ts';

interface QuestionCardProps {
  question: Question;
  serverName: string;
  answer: UseCall['answer'];
}

function Address({ url }: { url: string }) {
  const parts = splitAddress(url);
  return (
    <div className="flex items-start gap-1 rounded-md border bg-canvas py-1.5 pl-3 pr-1">
      <p className="min-w-0 flex-1 py-1 font-mono text-xs [overflow-wrap:anywhere]">
        <span className="text-muted">{parts.before}</span>
        <strong className="font-bold text-ink">{parts.host}</strong>
        <span className="text-muted">{parts.after}</span>
      </p>
      <CopyButton text={url} label="Copy the address" />
    </div>
  );
}

export function QuestionCard({ question, serverName, answer }: QuestionCardProps) {
  const formId = useId();
  const [sending, setSending] = useState<string>();
  const [error, setError] = useState<unknown>();
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
      </div>
      {isUrl ? (
        <>
          <Address url={question.url ?? ''} />
          <p className="text-xs text-muted">
            The page opens in a new tab. Causeway does not see what you enter there.
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
          <Button
            tone="primary"
            disabled={!opensSafely}
            busy={sending === 'accept'}
            icon={<ExternalLink aria-hidden className="size-4" />}
            onClick={() => {
              window.open(question.url, '_blank', 'noopener,noreferrer');
              void send('accept');
            }}
          >
            Open the page
          </Button>
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
