// What a person does in a conversation; what went wrong is kept to be shown.
import { useCallback, useMemo, useState } from 'react';
import type { z } from 'zod';
import { api } from '#shared/contract/api.ts';
import type { Conversation } from '#shared/contract/conversation-parts.ts';
import type { ModelChoice } from '#shared/contract/models.ts';
import { call } from '../api/call.ts';
import { newIdempotencyKey } from '../tool-calls/use-call.ts';
import { addNew, endOf } from './conversation-state.ts';
import type { UseConversation } from './use-conversation.ts';

type Started = z.output<typeof api.conversations.send.response>;

export interface Choices {
  title?: string;
  headId?: string;
  model?: ModelChoice | null;
  toolMode?: Conversation['toolMode'];
  connectorsOff?: string[];
}

/** Base64 of a file, without the start of its data address. */
const readBase64 = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,?/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read.'));
    reader.readAsDataURL(file);
  });

export function useActions(conversationId: string, { state, change }: UseConversation) {
  const [error, setError] = useState<unknown>();
  const attempt = useCallback(async (work: () => Promise<void>): Promise<boolean> => {
    setError(undefined);
    try {
      await work();
      return true;
    } catch (reason) {
      setError(reason);
      return false;
    }
  }, []);
  const params = useMemo(() => ({ conversationId }), [conversationId]);
  const messages = state?.messages;

  const edit = useCallback(
    (body: Choices) =>
      attempt(async () => {
        const { conversation } = await call(api.conversations.edit, { params, body });
        change((current) => ({ ...current, conversation }));
      }),
    [attempt, change, params],
  );
  const turn = useCallback(
    (start: () => Promise<Started>) =>
      attempt(async () => {
        const started = await start();
        change((current) =>
          addNew({ ...current, conversation: started.conversation }, [started.message, started.turn]),
        );
      }),
    [attempt, change],
  );
  return {
    error,
    fail: setError,
    edit,
    send: (text: string, attachmentIds: string[]) =>
      turn(() =>
        call(api.conversations.send, {
          params,
          body: { text, attachmentIds, requestId: newIdempotencyKey() },
        }),
      ),
    messageActions: useMemo(
      () => ({
        retry: async (messageId: string) => {
          await turn(() =>
            call(api.conversations.retry, {
              params: { conversationId, messageId },
              body: { requestId: newIdempotencyKey() },
            }),
          );
        },
        edit: async (messageId: string, text: string) => {
          await turn(() =>
            call(api.conversations.editMessage, {
              params: { conversationId, messageId },
              body: { text, requestId: newIdempotencyKey() },
            }),
          );
        },
        show: (messageId: string) => void edit({ headId: endOf(messages ?? [], messageId) }),
      }),
      [turn, edit, conversationId, messages],
    ),
    stop: () => void attempt(async () => void (await call(api.conversations.stop, { params, body: {} }))),
    attachFiles: (files: File[]) =>
      void attempt(async () => {
        for (const file of files)
          await call(api.attachments.attachFile, {
            params,
            body: {
              name: file.name,
              mimeType: file.type || 'application/octet-stream',
              data: await readBase64(file),
            },
          });
      }),
    runTool: (connectorId: string, tool: string, given: Record<string, unknown>) =>
      attempt(async () => {
        const { message } = await call(api.conversations.runTool, {
          params,
          body: { connectorId, tool, arguments: given, requestId: newIdempotencyKey() },
        });
        change((current) => addNew(current, [message]));
      }),
  };
}
