// Why a server is not reached at all: its URL, name, address, port, encryption.
import type { CheckStepName } from '#shared/contract/connection-check.ts';

export interface CauseText {
  /** Where the connection check shows it. */
  step: CheckStepName;
  /** What it means, for the list of codes. */
  means: string;
  /** The one thing to do. */
  fix: string;
}

/** Keeps the codes as their own type. */
export const asCauses = <Code extends string>(causes: Record<Code, CauseText>) => causes;

export const reaching = asCauses({
  url_not_valid: {
    step: 'url',
    means: 'The text is not a URL.',
    fix: 'Paste the whole address of the remote MCP server, such as https://example.com/mcp.',
  },
  url_scheme_not_allowed: {
    step: 'url',
    means: 'The URL starts with something other than https, or http on this machine.',
    fix: 'Use the https address of the server.',
  },
  url_holds_secret: {
    step: 'url',
    means: 'The URL holds a user name, a password or a key, which would be shown and logged.',
    fix: 'Remove it from the URL and enter it as the sign-in of the account.',
  },
  dns_not_found: {
    step: 'dns',
    means: 'No address is known for the host name.',
    fix: 'Check the spelling of the host; inside a company network, check that its DNS is used.',
  },
  dns_no_answer: {
    step: 'dns',
    means: 'The name server did not answer.',
    fix: 'Check the network connection of the machine Causeway runs on.',
  },
  address_not_public: {
    step: 'address',
    means: 'The host leads to a private or local address that the administrator has not listed.',
    fix: 'Ask an administrator to list this host and port under Settings, if the server is really meant.',
  },
  port_not_allowed: {
    step: 'tls',
    means: 'The port is one that web clients never connect to, such as those of mail servers.',
    fix: 'Let the server listen on another port, for example 443 or 8080.',
  },
  connection_refused: {
    step: 'tls',
    means: 'The host is there, but nothing listens on the port.',
    fix: 'Check the port, and that the server is running.',
  },
  connection_timeout: {
    step: 'tls',
    means: 'The server did not answer in time.',
    fix: 'Check that the server is running and reachable from here, then try again.',
  },
  connection_lost: {
    step: 'tls',
    means: 'The connection broke before the answer was complete.',
    fix: 'Try again; if it stays, look at the log of the server or of the proxy before it.',
  },
  tls_certificate_untrusted: {
    step: 'tls',
    means: 'The certificate was not issued by an authority that this machine trusts.',
    fix: 'Add the certificate authority to the connector, or give the server a publicly trusted certificate.',
  },
  tls_certificate_expired: {
    step: 'tls',
    means: 'The certificate of the server has expired or is not valid yet.',
    fix: 'The owner of the server must renew its certificate; also check the clock of this machine.',
  },
  tls_wrong_name: {
    step: 'tls',
    means: 'The certificate belongs to another host name.',
    fix: 'Use the host name for which the certificate was made.',
  },
  tls_not_spoken: {
    step: 'tls',
    means: 'The server does not speak TLS on this port, or speaks no version in common.',
    fix: 'Check the port and that the address starts with https only where the server has TLS.',
  },
});
