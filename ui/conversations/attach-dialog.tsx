// The paperclip: resources and prompts of the connectors, searched and grouped; several can be attached at once.
import { useQueries } from '@tanstack/react-query';
import { Check, FileText, MessageSquareText } from 'lucide-react';
import { useMemo, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { Prompt } from '#shared/contract/catalogue.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { catalogueQuery } from '../api/queries.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { formatBytes } from '../components/format.ts';
import { SearchInput } from '../components/search-input.tsx';
import { VirtualList } from '../components/virtual-list.tsx';
import { useConnectors } from '../projects/use-connectors.ts';
import { PromptForm } from './prompt-form.tsx';

type AttachSource =
  | { kind: 'resource'; connectorId: string; uri: string }
  | { kind: 'prompt'; connectorId: string; prompt: string; arguments: Record<string, string> };

type Row =
  | { key: string; kind: 'heading'; name: string }
  | { key: string; kind: 'resource'; name: string; detail: string; source: AttachSource }
  | { key: string; kind: 'prompt'; name: string; detail: string; connectorId: string; prompt: Prompt };

const keyOf = (row: Row): string => row.key;
const heightOf = (row: Row): number => (row.kind === 'heading' ? 32 : 52);

function useRows(search: string): { rows: Row[]; loading: boolean } {
  const { data: connectors = [] } = useConnectors();
  const catalogues = useQueries({ queries: connectors.map((connector) => catalogueQuery(connector.id)) });
  const loaded = catalogues.map((query) => query.data);
  const wanted = search.trim().toLowerCase();
  const fits = (...texts: (string | undefined)[]): boolean =>
    wanted === '' || texts.some((text) => text?.toLowerCase().includes(wanted));
  const rows = connectors.flatMap((connector, index): Row[] => {
    const catalogue = loaded[index]?.catalogue;
    if (catalogue === undefined) return [];
    const found: Row[] = [
      ...catalogue.resources
        .filter((resource) => fits(resource.name, resource.title, resource.uri, connector.name))
        .map(
          (resource): Row => ({
            key: `${connector.id} resource ${resource.uri}`,
            kind: 'resource',
            name: resource.title ?? resource.name,
            detail: [
              resource.uri,
              resource.mimeType,
              resource.size === undefined ? undefined : formatBytes(resource.size),
            ]
              .filter(Boolean)
              .join(' · '),
            source: { kind: 'resource', connectorId: connector.id, uri: resource.uri },
          }),
        ),
      ...catalogue.prompts
        .filter((prompt) => fits(prompt.name, prompt.title, prompt.description, connector.name))
        .map(
          (prompt): Row => ({
            key: `${connector.id} prompt ${prompt.name}`,
            kind: 'prompt',
            name: prompt.title ?? prompt.name,
            detail: prompt.description ?? 'Prompt',
            connectorId: connector.id,
            prompt,
          }),
        ),
    ];
    return found.length === 0 ? [] : [{ key: connector.id, kind: 'heading', name: connector.name }, ...found];
  });
  return { rows, loading: catalogues.some((query) => query.isPending) };
}

interface AttachDialogProps {
  conversationId: string;
  onFiles: (files: File[]) => void;
  onClose: () => void;
}

export function AttachDialog({ conversationId, onFiles, onClose }: AttachDialogProps) {
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<Extract<Row, { kind: 'prompt' }>>();
  const [attached, setAttached] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState<string>();
  const [error, setError] = useState<unknown>();
  const { rows, loading } = useRows(search);
  const done = useMemo(() => new Set(attached), [attached]);
  const attach = async (key: string, source: AttachSource) => {
    setBusy(key);
    setError(undefined);
    try {
      await call(api.attachments.attach, { params: { conversationId }, body: { source } });
      setAttached((before) => [...before, key]);
      setOpen(undefined);
    } catch (reason) {
      setError(reason);
    }
    setBusy(undefined);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={open === undefined ? 'Attach' : open.name}
      size="large"
      footer={
        <>
          <label className="mr-auto text-sm text-accent underline underline-offset-2">
            Files…
            <input
              type="file"
              multiple
              className="sr-only"
              onChange={({ target }) => {
                onFiles([...(target.files ?? [])]);
                onClose();
              }}
            />
          </label>
          {open !== undefined && <Button onClick={() => setOpen(undefined)}>Back</Button>}
          <Button tone="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      {error !== undefined && <ErrorNote error={asAppError(error)} className="mb-3" />}
      {open === undefined ? (
        <>
          <SearchInput label="Search resources and prompts" value={search} onChange={setSearch} />
          {rows.length === 0 && (
            <p className="py-6 text-center text-sm text-muted">
              {loading ? 'Loading…' : 'No connector offers a resource or prompt by that name.'}
            </p>
          )}
          <VirtualList
            label="Resources and prompts"
            rows={rows}
            keyOf={keyOf}
            heightOf={heightOf}
            className="mt-2 h-80"
          >
            {(row) =>
              row.kind === 'heading' ? (
                <h3 className="px-2 pt-3 text-xs font-medium text-faint">{row.name}</h3>
              ) : (
                <button
                  type="button"
                  disabled={busy !== undefined}
                  aria-busy={busy === row.key || undefined}
                  onClick={() => (row.kind === 'prompt' ? setOpen(row) : void attach(row.key, row.source))}
                  className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left enabled:hover:bg-hover"
                >
                  {row.kind === 'prompt' ? (
                    <MessageSquareText aria-hidden className="size-4 shrink-0 text-faint" />
                  ) : (
                    <FileText aria-hidden className="size-4 shrink-0 text-faint" />
                  )}
                  <span className="min-w-0 flex-1">
                    <span className="block truncate">{row.name}</span>
                    <span className="block truncate text-xs text-faint">{row.detail}</span>
                  </span>
                  {done.has(row.key) && (
                    <span className="flex items-center gap-1 text-xs text-ok">
                      <Check aria-hidden className="size-3.5" /> Attached
                    </span>
                  )}
                </button>
              )
            }
          </VirtualList>
        </>
      ) : (
        <PromptForm
          connectorId={open.connectorId}
          prompt={open.prompt}
          busy={busy !== undefined}
          onAttach={(given) =>
            void attach(open.key, {
              kind: 'prompt',
              connectorId: open.connectorId,
              prompt: open.prompt.name,
              arguments: given,
            })
          }
        />
      )}
    </Dialog>
  );
}
