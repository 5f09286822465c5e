// A resource template: a form for its variables with live completion, the address it makes, and its content.
import { useMemo, useState } from 'react';
import { parseTemplate } from 'url-template';
import type { ResourceTemplate } from '#shared/contract/catalogue.ts';
import type { Connector } from '#shared/contract/connectors.ts';
import { CompletionInput } from '../components/completion-input.tsx';
import { Field } from '../components/field.tsx';
import { completerOf } from './complete-argument.ts';
import { Panel } from './list-and-panel.tsx';
import { ReadResource } from './read-resource.tsx';
import { templateVariables } from './template-variables.ts';

interface TemplatePanelProps {
  connector: Connector;
  template: ResourceTemplate;
  onClose: () => void;
}

function expand(uriTemplate: string, values: Record<string, string>): string {
  try {
    return parseTemplate(uriTemplate).expand(values);
  } catch {
    return '';
  }
}

export function TemplatePanel({ connector, template, onClose }: TemplatePanelProps) {
  const variables = useMemo(() => templateVariables(template.uriTemplate), [template.uriTemplate]);
  const [values, setValues] = useState<Record<string, string>>({});
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const lacks = variables.filter((variable) => variable.required && filled[variable.name] === undefined);
  const uri = lacks.length > 0 ? '' : expand(template.uriTemplate, filled);
  return (
    <Panel title={template.title ?? template.name} subtitle={template.uriTemplate} onClose={onClose}>
      {template.description !== undefined && (
        <p className="whitespace-pre-wrap text-pretty [overflow-wrap:anywhere]">{template.description}</p>
      )}
      <div className="space-y-4">
        {variables.map((variable) => (
          <Field
            key={variable.name}
            label={variable.name}
            mark={variable.required ? undefined : <span className="text-xs text-faint">optional</span>}
          >
            {(control) => (
              <CompletionInput
                {...control}
                value={values[variable.name] ?? ''}
                onChange={(value) => setValues((all) => ({ ...all, [variable.name]: value }))}
                complete={completerOf(
                  connector.id,
                  { type: 'ref/resource', uri: template.uriTemplate },
                  variable.name,
                  filled,
                )}
              />
            )}
          </Field>
        ))}
        <div>
          <p className="text-sm font-medium">Address</p>
          <p className="mt-1 font-mono text-xs text-muted [overflow-wrap:anywhere]">
            {uri === '' ? `Fill in ${lacks.map((variable) => variable.name).join(', ')}.` : uri}
          </p>
        </div>
      </div>
      <ReadResource connector={connector} uri={uri} />
    </Panel>
  );
}
