// A tool beside the list: what it says of itself, its parameters as a form, and Run.
import { Link } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { useCallback, useId, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { Permission } from '#shared/contract/catalogue.ts';
import type { Connector } from '#shared/contract/connectors.ts';
import { listen } from '../api/call.ts';
import { SignInAgain } from '../authorization/sign-in-again.tsx';
import { Button } from '../components/button.tsx';
import { CodeBlock } from '../components/code-block.tsx';
import { Disclosure } from '../components/disclosure.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { SidePanel } from '../components/side-panel.tsx';
import { Badge } from '../components/state.tsx';
import { ToolResult } from '../results/result-views.tsx';
import { ToolGate } from '../rules/tool-gate.tsx';
import { ArgumentsEditor } from '../schema-form/arguments-editor.tsx';
import { CallView } from '../tool-calls/call-view.tsx';
import { newIdempotencyKey, useCall } from '../tool-calls/use-call.ts';
import { AccountChoice, useAccountChoice } from './account-choice.tsx';
import { claimsOf } from './claims.ts';
import { PermissionChoice } from './permission-choice.tsx';
import type { ToolEntry } from './tool-rows.ts';
import { useOpenResource } from './use-open-resource.ts';
import { groupWords } from './words.ts';

interface ToolPanelProps {
  connector: Connector;
  name: string;
  /** Absent when the catalogue has no such tool (any more). */
  entry: ToolEntry | undefined;
  /** The argument rule that a link leads to. */
  rule: string | undefined;
  onPermission: (permission: Permission) => void;
  onClose: () => void;
}

function Claims({ entry }: { entry: ToolEntry }) {
  const claims = claimsOf(entry.tool);
  return (
    <div>
      <p className="flex flex-wrap items-center gap-1.5">
        {claims.map((claim) => (
          <Badge key={claim.words} tone={claim.tone}>
            {claim.words}
          </Badge>
        ))}
        {claims.length === 0 && <Badge>no claims</Badge>}
      </p>
      <p className="mt-1 text-xs text-faint">
        Claims of the server, which puts the tool under {groupWords[entry.state.group]}. They never widen a
        permission.
      </p>
    </div>
  );
}

function RunTool({ connector, entry }: { connector: Connector; entry: ToolEntry }) {
  const formId = useId();
  const [values, setValues] = useState<Record<string, unknown>>({});
  const [ready, setReady] = useState(false);
  const becomeReady = useCallback(() => setReady(true), []);
  const account = useAccountChoice(connector);
  const run = useCall();
  const openResource = useOpenResource(connector.id);
  const isRunning = run.call.state === 'running';
  const start = (given: Record<string, unknown>) => {
    if (isRunning) return;
    const body = {
      tool: entry.tool.name,
      arguments: given,
      idempotencyKey: newIdempotencyKey(),
      ...(account.id === undefined ? {} : { accountId: account.id }),
    };
    void run.start((signal) =>
      listen(api.calls.runTool, { params: { connectorId: connector.id }, body }, { signal }),
    );
  };
  const submit = () => (document.getElementById(formId) as HTMLFormElement | null)?.requestSubmit();
  return (
    <div className="space-y-4">
      <ArgumentsEditor
        id={formId}
        schema={entry.tool.inputSchema}
        value={values}
        onChange={setValues}
        onSubmit={start}
        disabled={isRunning}
        onReady={becomeReady}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button
          tone="primary"
          keys="mod+enter"
          hint="Run the tool once, now"
          icon={<Play aria-hidden className="size-4" />}
          busy={isRunning}
          disabled={!ready}
          onClick={submit}
        >
          Run
        </Button>
        <AccountChoice connector={connector} choice={account} />
        <p className="min-w-0 text-xs text-faint">Pressing Run is your approval of this one call.</p>
      </div>
      <CallView
        run={run}
        serverName={connector.name}
        actionsFor={(code) => <SignInAgain connector={connector} accountId={account.id} code={code} />}
      >
        {(result) => <ToolResult result={result} openResource={openResource} />}
      </CallView>
    </div>
  );
}

export function ToolPanel({ connector, name, entry, rule, onPermission, onClose }: ToolPanelProps) {
  const title = entry?.tool.title ?? entry?.tool.annotations?.title;
  return (
    <SidePanel
      label={name}
      title={name}
      subtitle={title}
      mono="title"
      closeLabel="Close the tool"
      onClose={onClose}
    >
      {entry === undefined ? (
        <EmptyState title="The server does not offer this tool">
          It may have been renamed or removed, or is not offered to this account.
        </EmptyState>
      ) : (
        <div className="scroll-thin min-h-0 flex-1 space-y-6 overflow-y-auto px-4 py-4">
          <div className="space-y-3">
            <p className="max-w-180 whitespace-pre-wrap text-pretty [overflow-wrap:anywhere]">
              {entry.tool.description ?? 'The server does not describe this tool.'}
            </p>
            <Claims entry={entry} />
            <PermissionChoice
              label={`Permission of ${name} in chat and other apps`}
              value={entry.state.permission}
              onChange={onPermission}
              words="always"
            />
          </div>
          <RunTool connector={connector} entry={entry} />
          <div className="border-t pt-2">
            <ToolGate
              connectorId={connector.id}
              projectId={connector.projectId}
              tool={entry.tool}
              shownRule={rule}
            />
            {entry.tool.outputSchema !== undefined && (
              <Disclosure title="Shape of the result">
                <CodeBlock code={JSON.stringify(entry.tool.outputSchema, null, 2)} label="output schema" />
              </Disclosure>
            )}
            <Disclosure title="Definition" aside={`${entry.state.tokens} tokens`}>
              <CodeBlock code={JSON.stringify(entry.tool, null, 2)} label="definition" />
            </Disclosure>
            <Link
              to="/activity"
              search={{ connector: connector.id, subject: name }}
              className="mt-1 inline-block py-1 text-sm text-accent underline underline-offset-2"
            >
              Calls of this tool in Activity
            </Link>
          </div>
        </div>
      )}
    </SidePanel>
  );
}
