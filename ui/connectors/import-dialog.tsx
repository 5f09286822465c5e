// *Import*: the remote servers of another program's configuration become connectors.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#shared/contract/api.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Checkbox, Field, TextArea } from '../components/field.tsx';
import { plural } from '../components/format.ts';
import { State } from '../components/state.tsx';
import { useProjects } from '../projects/chosen-project.ts';
import { type Import, type ImportedServer, readMcpJson } from './read-mcp-json.ts';

type Outcome = { state: 'waiting' | 'running' | 'added' } | { state: 'failed'; message: string };

function read(text: string): Import | undefined {
  try {
    return readMcpJson(text);
  } catch {
    return undefined;
  }
}

function OutcomeState({ outcome }: { outcome: Outcome }) {
  if (outcome.state === 'added') return <State tone="ok">Added</State>;
  if (outcome.state === 'running') return <State tone="working">Adding…</State>;
  if (outcome.state === 'failed') return <p className="pl-6 text-xs text-bad">{outcome.message}</p>;
  return null;
}

export function ImportDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const { current: project } = useProjects();
  const [text, setText] = useState('');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [outcomes, setOutcomes] = useState<Record<string, Outcome>>({});
  const [running, setRunning] = useState(false);
  const found = text.trim() === '' ? undefined : read(text);
  const chosen = (found?.servers ?? []).filter(
    (server) => !left.has(server.name) && outcomes[server.name]?.state !== 'added',
  );

  const addOne = async (server: ImportedServer) => {
    const say = (outcome: Outcome) => setOutcomes((all) => ({ ...all, [server.name]: outcome }));
    say({ state: 'running' });
    try {
      await call(api.connectors.add, {
        body: {
          name: server.name.slice(0, 80),
          url: server.url,
          ...(project === undefined ? {} : { projectId: project.id }),
          signIn: server.headers.length > 0 ? { kind: 'headers', headers: server.headers } : { kind: 'none' },
        },
      });
      say({ state: 'added' });
    } catch (error) {
      const { message, fix } = asAppError(error);
      say({ state: 'failed', message: [message, fix].filter(Boolean).join(' ') });
    }
  };
  const addAll = async () => {
    setRunning(true);
    for (const server of chosen) await addOne(server);
    await queryClient.invalidateQueries({ queryKey: ['connectors'] });
    setRunning(false);
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title="Import connectors"
      description="Paste the mcp.json of Claude Desktop, Claude Code, VS Code or Cursor. It is read in this page."
      footer={
        <>
          <Button onClick={onClose}>{Object.keys(outcomes).length > 0 ? 'Close' : 'Cancel'}</Button>
          <Button tone="primary" busy={running} disabled={chosen.length === 0} onClick={() => void addAll()}>
            {chosen.length === 0 ? 'Add' : `Add ${plural(chosen.length, 'connector')}`}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <Field
          label="Configuration"
          error={
            text.trim() !== '' && found === undefined ? 'This is not JSON. Copy the whole file.' : undefined
          }
        >
          {(control) => (
            <TextArea
              {...control}
              autoFocus
              rows={8}
              spellCheck={false}
              placeholder={'{ "mcpServers": { "acme": { "url": "https://mcp.acme.example/mcp" } } }'}
              value={text}
              onChange={(event) => setText(event.target.value)}
              className="font-mono text-xs"
            />
          )}
        </Field>
        {found?.servers.length === 0 && (
          <p className="text-sm text-muted">There is no remote server in it.</p>
        )}
        <ul className="space-y-2">
          {found?.servers.map((server) => (
            <li key={server.name}>
              <Checkbox
                label={server.name}
                hint={server.url}
                checked={!left.has(server.name)}
                disabled={running}
                onChange={(event) => {
                  const next = new Set(left);
                  if (event.target.checked) next.delete(server.name);
                  else next.add(server.name);
                  setLeft(next);
                }}
              />
              <OutcomeState outcome={outcomes[server.name] ?? { state: 'waiting' }} />
            </li>
          ))}
        </ul>
        {found?.leftOut.map((line) => (
          <p key={line} className="text-sm text-muted">
            {line}
          </p>
        ))}
      </div>
    </Dialog>
  );
}
