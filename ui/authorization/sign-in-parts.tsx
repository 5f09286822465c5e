// What the connector page shows of a sign-in: the step before leaving, and how it went.
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { Connector } from '#shared/contract/connectors.ts';
import { accountToConnect, useConnect } from './connect-button.tsx';
import { LostSignIn } from './lost-sign-in.tsx';
import { SignInOutcome } from './sign-in-outcome.tsx';

const BeforeLeavingDialog = lazy(async () => ({
  default: (await import('./before-leaving-dialog.tsx')).BeforeLeavingDialog,
}));

const route = getRouteApi('/frame/connectors/$connectorId');

export function SignInParts({ connector }: { connector: Connector }) {
  const { connect, signIn, problem } = route.useSearch();
  const goConnect = useConnect();
  const leaving = connector.accounts.find((account) => account.id === connect);
  const again = accountToConnect(connector);
  return (
    <>
      {signIn !== undefined && (
        <SignInOutcome
          connector={connector}
          attemptId={signIn}
          onConnect={goConnect}
          onDismiss={() => goConnect(undefined)}
        />
      )}
      {signIn === undefined && problem !== undefined && (
        <LostSignIn
          connector={connector}
          problem={problem}
          onConnect={again === undefined ? undefined : () => goConnect(again.id)}
          onDismiss={() => goConnect(undefined)}
        />
      )}
      {leaving !== undefined && (
        <Suspense fallback={null}>
          <BeforeLeavingDialog connector={connector} account={leaving} onClose={() => goConnect(undefined)} />
        </Suspense>
      )}
    </>
  );
}
