// Reads a resource by hand and shows what came back.
import { BookOpen } from 'lucide-react';
import { api } from '#shared/contract/api.ts';
import type { Connector } from '#shared/contract/connectors.ts';
import { listen } from '../api/call.ts';
import { SignInAgain } from '../authorization/sign-in-again.tsx';
import { Button } from '../components/button.tsx';
import { ReadResult } from '../results/result-views.tsx';
import { CallView } from '../tool-calls/call-view.tsx';
import { useCall } from '../tool-calls/use-call.ts';
import { AccountChoice, useAccountChoice } from './account-choice.tsx';

export function ReadResource({ connector, uri }: { connector: Connector; uri: string }) {
  const run = useCall();
  const account = useAccountChoice(connector);
  const read = () => {
    const body = { uri, ...(account.id === undefined ? {} : { accountId: account.id }) };
    void run.start((signal) =>
      listen(api.calls.readResource, { params: { connectorId: connector.id }, body }, { signal }),
    );
  };
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          tone="primary"
          keys="mod+enter"
          hint="Read the resource"
          icon={<BookOpen aria-hidden className="size-4" />}
          busy={run.call.state === 'running'}
          disabled={uri === ''}
          onClick={read}
        >
          Read
        </Button>
        <AccountChoice connector={connector} choice={account} />
      </div>
      <CallView
        run={run}
        serverName={connector.name}
        actionsFor={(code) => <SignInAgain connector={connector} accountId={account.id} code={code} />}
      >
        {(result) => <ReadResult result={result} />}
      </CallView>
    </div>
  );
}
