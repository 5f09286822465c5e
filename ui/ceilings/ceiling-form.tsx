// Sets a ceiling: the widest that is let through, for all that fits every part given.
import { type FormEvent, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import { type CallGroup, callGroup } from '#shared/contract/catalogue.ts';
import type { CeilingView } from '#shared/contract/permissions.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Field, Select, TextInput } from '../components/field.tsx';
import { permissionWords } from '../connectors/words.ts';
import { useChange } from '../gate/use-change.ts';
import { callGroupWords } from '../gate/words.ts';
import type { ConnectorPlace } from './ceiling-words.ts';

export interface CeilingTarget {
  layer: CeilingView['layer'];
  projectId?: string | undefined;
  /** On the page of a connector: only this one. */
  connectorId?: string | undefined;
}

interface CeilingFormProps {
  target: CeilingTarget;
  connectors: ConnectorPlace[];
  onDone: () => void;
}

const optional = <span className="text-xs text-faint">optional</span>;

export function CeilingForm({ target, connectors, onDone }: CeilingFormProps) {
  const { layer, projectId } = target;
  const [permission, setPermission] = useState<'ask' | 'block'>('ask');
  const [connectorId, setConnector] = useState(target.connectorId ?? '');
  const [host, setHost] = useState('');
  const [group, setGroup] = useState<CallGroup | ''>('');
  const [tool, setTool] = useState('');
  const [note, setNote] = useState('');
  const save = useChange(() => {
    const body = {
      permission,
      ...(connectorId === '' ? {} : { connectorId }),
      ...(host.trim() === '' ? {} : { host: host.trim() }),
      ...(group === '' ? {} : { group }),
      ...(tool.trim() === '' ? {} : { tool: tool.trim() }),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    };
    if (layer === 'administrator') return call(api.permissions.addAdministratorCeiling, { body });
    return call(api.permissions.addCeiling, {
      body: { ...body, layer, ...(projectId === undefined ? {} : { projectId }) },
    });
  }, onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(undefined);
  };
  return (
    <form onSubmit={submit} aria-label="Ceiling" className="space-y-3 rounded-lg border p-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="At most">
          {(control) => (
            <Select
              {...control}
              value={permission}
              onChange={(event) => setPermission(event.target.value as 'ask' | 'block')}
            >
              <option value="ask">{permissionWords.ask}</option>
              <option value="block">{permissionWords.block}</option>
            </Select>
          )}
        </Field>
        <Field label="For">
          {(control) => (
            <Select
              {...control}
              value={group}
              onChange={(event) => setGroup(event.target.value as CallGroup | '')}
            >
              <option value="">Every call</option>
              {callGroup.options.map((one) => (
                <option key={one} value={one}>
                  {callGroupWords[one]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {layer === 'administrator' && (
          <Field
            label="Only on host"
            mark={optional}
            hint="Of the connector’s URL, with a port if it has one."
          >
            {(control) => (
              <TextInput
                {...control}
                maxLength={300}
                placeholder="mcp.example.com"
                value={host}
                onChange={(event) => setHost(event.target.value)}
              />
            )}
          </Field>
        )}
        {layer !== 'administrator' && target.connectorId === undefined && (
          <Field label="Only on connector" mark={optional}>
            {(control) => (
              <Select {...control} value={connectorId} onChange={(event) => setConnector(event.target.value)}>
                <option value="">Every connector</option>
                {connectors.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <Field label="Only the tool" mark={optional} hint="Its exact name.">
          {(control) => (
            <TextInput
              {...control}
              maxLength={200}
              spellCheck={false}
              className="font-mono"
              value={tool}
              onChange={(event) => setTool(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Field label="Why" mark={optional} hint="Shown with every refusal.">
        {(control) => (
          <TextInput
            {...control}
            maxLength={300}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
      {save.error !== null && <ErrorNote error={asAppError(save.error)} />}
      <div className="flex gap-2">
        <Button type="submit" tone="primary" size="small" busy={save.isPending}>
          Save ceiling
        </Button>
        <Button size="small" tone="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
