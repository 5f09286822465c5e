// Where a person writes: attachments as chips above, the paperclip, the model, the context, send and stop.
import { ArrowUp, Paperclip, Square } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { IconButton } from '../components/button.tsx';

interface ComposerProps {
  placeholder: string;
  running: boolean;
  canSend: boolean;
  chips: ReactNode;
  tools: ReactNode;
  onAttach: () => void;
  onFiles: (files: File[]) => void;
  /** Resolves to false when nothing was sent: the text stays. */
  onSend: (text: string) => Promise<boolean>;
  onStop: () => void;
}

export function Composer(props: ComposerProps) {
  const { placeholder, running, chips, tools, onAttach, onFiles, onSend, onStop } = props;
  const [text, setText] = useState('');
  const [sending, setSending] = useState(false);
  const canSend = props.canSend && !running && !sending && text.trim() !== '';
  const send = async () => {
    if (!canSend) return;
    setSending(true);
    if (await onSend(text)) setText('');
    setSending(false);
  };
  return (
    <form
      aria-label="Write a message"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onFiles([...event.dataTransfer.files]);
      }}
      className="mx-auto max-w-190 rounded-xl border border-edge bg-raised focus-within:outline-2 focus-within:outline-accent"
    >
      {chips}
      <textarea
        aria-label="Message"
        placeholder={placeholder}
        value={text}
        rows={1}
        // biome-ignore lint/a11y/noAutofocus: the page is for writing.
        autoFocus
        onChange={(event) => setText(event.target.value)}
        onPaste={(event) => {
          const files = [...event.clipboardData.files];
          if (files.length === 0) return;
          event.preventDefault();
          onFiles(files);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            void send();
          } else if (text === '' && (event.key === '/' || event.key === '+')) {
            event.preventDefault();
            onAttach();
          }
        }}
        className="scroll-thin block max-h-60 min-h-11 w-full resize-none bg-transparent px-3.5 pt-3 text-base outline-none [field-sizing:content] max-md:text-lg"
      />
      <div className="flex items-center gap-1 p-1.5">
        <IconButton
          label="Attach or run (also / and +)"
          icon={<Paperclip aria-hidden className="size-4" />}
          onClick={onAttach}
        />
        <div className="flex min-w-0 flex-1 items-center gap-1">{tools}</div>
        {running ? (
          <IconButton
            label="Stop"
            tone="plain"
            keys="mod+."
            icon={<Square aria-hidden className="size-3.5" />}
            onClick={onStop}
          />
        ) : (
          <IconButton
            label="Send"
            tone="primary"
            type="submit"
            busy={sending}
            disabled={!canSend}
            icon={<ArrowUp aria-hidden className="size-4" />}
          />
        )}
      </div>
    </form>
  );
}
