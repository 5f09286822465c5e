// One account, whole: who it is, until when, what it may do, who granted it; reconnect, revoke, remove.
import { useQuery } from '@tanstack/react-query';
import type { SignInDetails } from '#shared/contract/authorization.ts';
import type { Account, Connector } from '#shared/contract/connectors.ts';
import { asAppError } from '../api/errors.ts';
import { signInDetailsQuery } from '../api/queries.ts';
import { Button } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Fact, Facts } from '../components/facts.tsx';
import { formatAgo, formatDate, formatMoment } from '../components/format.ts';
import { SidePanel } from '../components/side-panel.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { Badge, State } from '../components/state.tsx';
import { useNow } from '../components/use-now.ts';
import { accountStateWords, signInWords } from '../connectors/words.ts';
import { RevokeParts } from './revoke-parts.tsx';
import { ScopeList } from './scope-list.tsx';
import { grantWords, signedInUntil, timeLeft } from './signed-in-until.ts';

interface AccountDetailsProps {
  connector: Connector;
  account: Account;
  onClose: () => void;
  onConnect: () => void;
  /** The account is gone; what the authorization server said of it. */
  onRemoved: (line: string) => void;
}

function SignInFacts({ details, account }: { details: SignInDetails; account: Account }) {
  const now = useNow(1_000);
  const left = details.renewsByItself ? timeLeft(details.signedInUntil, now) : undefined;
  return (
    <Facts>
      <Fact name="Sign-in">
        <State tone={details.signedIn ? 'ok' : 'wait'}>{signedInUntil(details, now)}</State>
      </Fact>
      <Fact name="Identity">
        {details.identity ?? account.identity ?? <span className="text-muted">The server does not tell</span>}
      </Fact>
      <Fact name="Kind">{grantWords[details.grant]}</Fact>
      {details.issuer !== undefined && (
        <Fact name="Granted by">
          <span className="font-mono text-sm">{details.issuer}</span>
        </Fact>
      )}
      {details.resource !== undefined && (
        <Fact name="Only for">
          <span className="font-mono text-sm">{details.resource}</span>
        </Fact>
      )}
      {details.grantedAt !== undefined && (
        <Fact name="Granted">
          {formatMoment(details.grantedAt, now)}{' '}
          <span className="text-sm text-faint">{formatAgo(details.grantedAt, now)}</span>
        </Fact>
      )}
      {details.grantedAt !== undefined && (
        <Fact name="Last renewed">
          {details.lastRenewedAt === undefined ? (
            <span className="text-muted">Not yet</span>
          ) : (
            formatMoment(details.lastRenewedAt, now)
          )}
          {left !== undefined && <span className="text-sm text-faint">ends {left}</span>}
        </Fact>
      )}
    </Facts>
  );
}

/** What an OAuth account was granted. */
function OAuthPart({ connector, account, onConnect, onRemoved }: Omit<AccountDetailsProps, 'onClose'>) {
  const { data: details, error } = useQuery(signInDetailsQuery(connector.id, account.id));
  if (error !== null && details === undefined) return <ErrorNote error={asAppError(error)} />;
  if (details === undefined) return <SkeletonRows rows={5} label="Loading the sign-in" />;
  const problem = details.problem ?? (account.state === 'connected' ? undefined : account.problem);
  return (
    <>
      {problem !== undefined && <ErrorNote error={problem} />}
      <SignInFacts details={details} account={account} />
      {details.missingScopes.length > 0 && (
        <section className="space-y-2">
          <h3 className="text-sm font-semibold">Asked for by the server, not granted yet</h3>
          <ScopeList scopes={details.missingScopes} />
        </section>
      )}
      <section className="space-y-2">
        <h3 className="text-sm font-semibold">What Causeway may do with it</h3>
        {details.scopes.length > 0 ? (
          <ScopeList scopes={details.scopes} />
        ) : (
          <p className="text-sm text-muted">
            {details.signedIn ? 'The server named no permissions.' : 'Nothing: nobody is signed in.'}
          </p>
        )}
      </section>
      <section className="space-y-2">
        <Button
          tone={details.signedIn && details.missingScopes.length === 0 ? 'plain' : 'primary'}
          onClick={onConnect}
        >
          {details.missingScopes.length > 0
            ? 'Allow what is missing'
            : details.grantedAt === undefined && account.lastUsedAt === undefined
              ? 'Connect'
              : 'Reconnect'}
        </Button>
        <p className="text-sm text-muted text-pretty">
          Signs in again and keeps everything else: permissions, rules, limits, reviews and activity.
        </p>
      </section>
      <RevokeParts connector={connector} account={account} details={details} onRemoved={onRemoved} />
    </>
  );
}

export function AccountDetails({ connector, account, onClose, onConnect, onRemoved }: AccountDetailsProps) {
  const now = useNow();
  const { tone, word } = accountStateWords(account);
  return (
    <SidePanel
      label={`Account ${account.label}`}
      title={
        <span className="flex items-center gap-2">
          <span className="truncate">{account.label}</span>
          {account.isDefault && <Badge>default</Badge>}
        </span>
      }
      subtitle={`${signInWords[account.kind]} · ${connector.name}`}
      mono="subtitle"
      closeLabel="Close the account"
      onClose={onClose}
    >
      <div className="scroll-thin min-h-0 flex-1 space-y-5 overflow-y-auto px-4 py-4">
        <Facts>
          <Fact name="State">
            <State tone={tone}>{word}</State>
          </Fact>
          {account.kind !== 'oauth' && account.identity !== undefined && (
            <Fact name={account.kind === 'basic' ? 'User name' : 'Headers'}>{account.identity}</Fact>
          )}
          <Fact name="Added">{formatDate(account.createdAt)}</Fact>
          <Fact name="Last used">
            {account.lastUsedAt === undefined ? 'never' : formatAgo(account.lastUsedAt, now)}
          </Fact>
        </Facts>
        {account.kind === 'oauth' ? (
          <OAuthPart connector={connector} account={account} onConnect={onConnect} onRemoved={onRemoved} />
        ) : (
          <p className="text-sm text-muted text-pretty">
            What was entered is stored encrypted and sent to {connector.host} alone. Causeway cannot end it at
            the server: do that where you made it.
          </p>
        )}
      </div>
    </SidePanel>
  );
}
