import type { UpstreamTarget } from '../mcp/upstream.ts';
import type { CredentialSource } from '../platform/credential.ts';
import { type AccountRecord, type ConnectorRecord, targetKey } from './connector.ts';
import { credentialOf } from './credentials.ts';
import type { ConnectorSurroundings } from './deps.ts';

/** Ready for `upstreams.open`: the account's own key, and its credential for this URL only. */
export function targetOf(
  deps: Pick<ConnectorSurroundings, 'vault' | 'oauth'>,
  connector: ConnectorRecord,
  account: AccountRecord,
): UpstreamTarget {
  return {
    key: targetKey(account),
    url: connector.url,
    transport: connector.transport,
    credential: credentialOf(deps, connector, account),
    ...trusting(connector),
  };
}

/** For a look before anything is saved: a key that no saved account has. */
export function trialTarget(
  trialId: string,
  personId: string,
  connector: Pick<ConnectorRecord, 'url' | 'transport' | 'certificateAuthority'>,
  credential: CredentialSource,
): UpstreamTarget {
  return {
    key: `${personId} ${trialId} trial`,
    url: connector.url,
    transport: connector.transport,
    credential,
    ...trusting(connector),
  };
}

const trusting = ({ certificateAuthority }: Pick<ConnectorRecord, 'certificateAuthority'>) =>
  certificateAuthority === undefined ? {} : { certificateAuthority };
