// One resource: what is known of it, and its content on request.
import type { Resource } from '#shared/contract/catalogue.ts';
import type { Connector } from '#shared/contract/connectors.ts';
import { Disclosure } from '../components/disclosure.tsx';
import { JsonTree } from '../components/json-tree.tsx';
import { Panel } from './list-and-panel.tsx';
import { ReadResource } from './read-resource.tsx';

interface ResourcePanelProps {
  connector: Connector;
  uri: string;
  /** Absent when it is not in the list: a result or a template led here. */
  resource: Resource | undefined;
  onClose: () => void;
}

export function ResourcePanel({ connector, uri, resource, onClose }: ResourcePanelProps) {
  return (
    <Panel title={resource?.title ?? resource?.name ?? uri} subtitle={uri} onClose={onClose}>
      {resource?.description !== undefined && (
        <p className="whitespace-pre-wrap text-pretty [overflow-wrap:anywhere]">{resource.description}</p>
      )}
      {resource === undefined && (
        <p className="text-sm text-muted">
          The server does not list this resource; it may still be readable.
        </p>
      )}
      <ReadResource connector={connector} uri={uri} />
      {resource !== undefined && (
        <Disclosure title="Definition" className="border-t pt-2">
          <JsonTree value={resource} name="resource" />
        </Disclosure>
      )}
    </Panel>
  );
}
