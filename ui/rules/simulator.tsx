// *What would happen if…*: every layer's word on a call, the rule that decides, the limits. Nothing is sent.
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { Tool } from '#shared/contract/catalogue.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Badge, State } from '../components/state.tsx';
import { permissionWords } from '../connectors/words.ts';
import { ChangeLink } from '../gate/layer-link.tsx';
import { LimitLine } from '../gate/limit-line.tsx';
import { layerWords, permissionTones } from '../gate/words.ts';
import { ArgumentsEditor } from '../schema-form/arguments-editor.tsx';

export function Simulator({ connectorId, tool }: { connectorId: string; tool: Tool }) {
  const formId = useId();
  const [values, setValues] = useState<Record<string, unknown>>({});
  const ask = useMutation({
    mutationFn: (given: Record<string, unknown>) =>
      call(api.permissions.simulate, {
        params: { connectorId },
        body: { kind: 'tool', name: tool.name, arguments: given },
      }),
  });
  const said = ask.data;
  return (
    <div className="space-y-3">
      <ArgumentsEditor
        id={formId}
        schema={tool.inputSchema}
        value={values}
        onChange={setValues}
        onSubmit={(given) => ask.mutate(given)}
        disabled={ask.isPending}
      />
      <Button size="small" type="submit" form={formId} busy={ask.isPending}>
        What would happen?
      </Button>
      {ask.error !== null && <ErrorNote error={asAppError(ask.error)} />}
      {said !== undefined && (
        <section
          aria-label="What would happen"
          aria-live="polite"
          className="space-y-2 rounded-lg border p-3"
        >
          <State tone={permissionTones[said.decision]}>{said.sentence}</State>
          <p className="text-sm">
            Decided by {layerWords[said.decidedBy.layer]}: {said.decidedBy.sentence}{' '}
            <ChangeLink link={said.decidedBy.link} />
          </p>
          <ol className="divide-y border-t">
            {said.layers.map((verdict) => (
              <li key={verdict.layer} className="flex items-start gap-2 py-1.5 text-sm">
                <Badge tone={permissionTones[verdict.decision]}>{permissionWords[verdict.decision]}</Badge>
                <span className="min-w-0 text-muted">
                  {layerWords[verdict.layer]}: {verdict.sentence}
                </span>
              </li>
            ))}
          </ol>
          {said.limits.map((limit) => (
            <LimitLine key={limit.limitId} state={limit} />
          ))}
        </section>
      )}
    </div>
  );
}
