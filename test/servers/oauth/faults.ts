// Broken and hostile servers, each one difference from the honest plan, with the step and cause that must be named.

import type { Cause } from '#server/authorization/causes.ts';
import type { CheckStepName } from '#shared/contract/connection-check.ts';
import type { Addresses, OAuthPlan } from './plan.ts';

export interface Fault {
  name: string;
  plan: Partial<OAuthPlan>;
  expect: { step: CheckStepName; cause: Cause };
  /** Another URL than the server's own. */
  url?: (at: Addresses) => string;
}

const page =
  '<!doctype html><html><head><title>Welcome</title></head><body>Sign in to the network</body></html>';
const html = (status = 200) => ({ status, type: 'text/html', body: page });
const json = (body: unknown, status = 200) => ({ status, body: JSON.stringify(body) });
const metadata = (patch: Record<string, unknown>): Partial<OAuthPlan> => ({ metadata: { patch } });
const resource = (make: (at: Addresses) => Record<string, unknown>): Partial<OAuthPlan> => ({
  resource: (at) => ({ patch: make(at) }),
});
const rpcError = (id: number | null, message: string) => ({
  jsonrpc: '2.0',
  id,
  error: { code: -32000, message },
});

const url: Fault[] = [
  { name: 'not a URL', plan: {}, url: () => 'example', expect: { step: 'url', cause: 'url_not_valid' } },
  {
    name: 'ftp',
    plan: {},
    url: () => 'ftp://example.com/mcp',
    expect: { step: 'url', cause: 'url_scheme_not_allowed' },
  },
  {
    name: 'password in the URL',
    plan: {},
    url: ({ mcp }) => mcp.replace('http://', 'http://anna:secret@'),
    expect: { step: 'url', cause: 'url_holds_secret' },
  },
  {
    name: 'key in the URL',
    plan: {},
    url: (at) => `${at.url}?api_key=abc`,
    expect: { step: 'url', cause: 'url_holds_secret' },
  },
  {
    name: 'unknown host',
    plan: {},
    url: () => 'https://nowhere.invalid/mcp',
    expect: { step: 'dns', cause: 'dns_not_found' },
  },
  {
    name: 'private address',
    plan: {},
    url: () => 'https://10.1.2.3/mcp',
    expect: { step: 'address', cause: 'address_not_public' },
  },
  {
    name: 'port of another service',
    plan: {},
    url: () => 'http://127.0.0.1:25/mcp',
    expect: { step: 'tls', cause: 'port_not_allowed' },
  },
  {
    name: 'nothing listens',
    plan: {},
    url: () => 'http://127.0.0.1:64321/mcp',
    expect: { step: 'tls', cause: 'connection_refused' },
  },
  {
    name: 'https at a plain port',
    plan: {},
    url: (at) => at.url.replace('http:', 'https:'),
    expect: { step: 'tls', cause: 'tls_not_spoken' },
  },
];

const protocol: Fault[] = [
  { name: 'captive portal', plan: { mcp: html() }, expect: { step: 'protocol', cause: 'web_page_instead' } },
  {
    name: 'captive portal that redirects',
    plan: { mcp: { status: 302, headers: { location: 'http://portal.example/login' } } },
    expect: { step: 'protocol', cause: 'redirected' },
  },
  {
    name: 'wrong path',
    plan: {},
    url: (at) => `${at.mcp}/mpc`,
    expect: { step: 'protocol', cause: 'wrong_path' },
  },
  {
    name: 'wrong path with a page',
    plan: { mcp: html(404) },
    expect: { step: 'protocol', cause: 'wrong_path' },
  },
  {
    name: '200 with an error',
    plan: { mcp: json(rpcError(null, 'Unauthorized')) },
    expect: { step: 'protocol', cause: 'error_in_success' },
  },
  {
    name: '200 with another error',
    plan: { mcp: json({ error: 'unauthorized' }) },
    expect: { step: 'protocol', cause: 'error_in_success' },
  },
  {
    name: 'SSE where JSON is due',
    plan: { mcp: { type: 'text/event-stream', body: ': hello\n\n' } },
    expect: { step: 'protocol', cause: 'event_stream_instead' },
  },
  {
    name: 'plain text',
    plan: { mcp: { type: 'text/plain', body: 'It works' } },
    expect: { step: 'protocol', cause: 'answer_not_json' },
  },
  {
    name: 'another service',
    plan: { mcp: json({ hello: 'world' }) },
    expect: { step: 'protocol', cause: 'not_mcp' },
  },
  {
    name: 'server error',
    plan: { mcp: { status: 500, type: 'text/plain', body: 'boom' } },
    expect: { step: 'protocol', cause: 'server_error' },
  },
  {
    name: 'too many requests',
    plan: { mcp: { status: 429, headers: { 'retry-after': '7' } } },
    expect: { step: 'protocol', cause: 'rate_limited' },
  },
  {
    name: 'forbidden',
    plan: { mcp: { status: 403 } },
    expect: { step: 'protocol', cause: 'access_forbidden' },
  },
  {
    name: 'closed socket',
    plan: { mcp: { socket: 'reset' } },
    expect: { step: 'tls', cause: 'connection_lost' },
  },
  {
    name: 'unknown revision',
    plan: {
      mcp: json({ jsonrpc: '2.0', id: 1, result: { protocolVersion: '1999-01-01', capabilities: {} } }),
    },
    expect: { step: 'protocol', cause: 'version_not_supported' },
  },
  {
    name: '5 MB answer',
    plan: { mcp: { body: `"${'x'.repeat(5_000_000)}"` } },
    expect: { step: 'protocol', cause: 'answer_too_large' },
  },
];

const discovery: Fault[] = [
  {
    name: 'Basic only',
    plan: { challenge: 'Basic realm="x"', resource: { status: 404 } },
    expect: { step: 'authorization-server', cause: 'sign_in_not_oauth' },
  },
  {
    name: 'challenge of 64 KB',
    plan: { challenge: `Bearer ${'x'.repeat(9000)}="y"` },
    expect: { step: 'resource-metadata', cause: 'challenge_not_readable' },
  },
  {
    name: 'two resource metadata documents',
    plan: {
      challenge:
        'Bearer resource_metadata="https://a.example/x", Bearer resource_metadata="https://b.example/x"',
    },
    expect: { step: 'resource-metadata', cause: 'challenge_not_readable' },
  },
  {
    name: 'resource metadata as a page',
    plan: { resource: html() },
    expect: { step: 'resource-metadata', cause: 'resource_metadata_not_valid' },
  },
  {
    name: 'resource of another origin',
    plan: resource(() => ({ resource: 'https://other.example/mcp' })),
    expect: { step: 'resource-metadata', cause: 'resource_mismatch' },
  },
  {
    name: 'resource of a sibling path',
    plan: resource((at) => ({ resource: `${at.url}2` })),
    expect: { step: 'resource-metadata', cause: 'resource_mismatch' },
  },
  {
    name: 'no authorization server listed',
    plan: resource(() => ({ authorization_servers: [] })),
    expect: { step: 'resource-metadata', cause: 'no_authorization_server' },
  },
  {
    name: 'authorization server over http',
    plan: resource(() => ({ authorization_servers: ['http://login.example.com'] })),
    expect: { step: 'resource-metadata', cause: 'no_authorization_server' },
  },
  {
    name: 'authorization server that is not there',
    plan: resource(() => ({ authorization_servers: ['http://127.0.0.1:64321'] })),
    expect: { step: 'authorization-server', cause: 'connection_refused' },
  },
  {
    name: 'authorization server at a private address',
    plan: resource(() => ({ authorization_servers: ['https://10.0.0.1'] })),
    expect: { step: 'authorization-server', cause: 'address_not_public' },
  },
  {
    name: 'no server metadata',
    plan: { metadata: { status: 404 } },
    expect: { step: 'authorization-server', cause: 'server_metadata_not_found' },
  },
  {
    name: 'server metadata as a page',
    plan: { metadata: html() },
    expect: { step: 'authorization-server', cause: 'server_metadata_not_valid' },
  },
  {
    name: 'server metadata out of order',
    plan: { metadata: { status: 503 } },
    expect: { step: 'authorization-server', cause: 'server_error' },
  },
  {
    name: 'issuer mismatch',
    plan: metadata({ issuer: 'https://honest.example' }),
    expect: { step: 'authorization-server', cause: 'issuer_mismatch' },
  },
  {
    name: 'no PKCE metadata',
    plan: metadata({ code_challenge_methods_supported: undefined }),
    expect: { step: 'authorization-server', cause: 'pkce_not_offered' },
  },
  {
    name: 'PKCE plain only',
    plan: metadata({ code_challenge_methods_supported: ['plain'] }),
    expect: { step: 'authorization-server', cause: 'pkce_plain_only' },
  },
  {
    name: 'javascript authorization endpoint',
    plan: metadata({ authorization_endpoint: 'javascript:alert(1)' }),
    expect: { step: 'authorization-server', cause: 'endpoint_not_allowed' },
  },
  {
    name: 'unencrypted token endpoint',
    plan: metadata({ token_endpoint: 'http://login.example.com/token' }),
    expect: { step: 'authorization-server', cause: 'endpoint_not_allowed' },
  },
  {
    name: 'no token endpoint',
    plan: metadata({ token_endpoint: undefined }),
    expect: { step: 'authorization-server', cause: 'endpoint_missing' },
  },
];

const registration: Fault[] = [
  {
    name: 'no registration',
    plan: metadata({ registration_endpoint: undefined }),
    expect: { step: 'registration', cause: 'registration_not_offered' },
  },
  {
    name: 'registration refused',
    plan: { register: json({ error: 'invalid_client_metadata', error_description: 'no' }, 400) },
    expect: { step: 'registration', cause: 'registration_refused' },
  },
  {
    name: 'registration wants a token',
    plan: { register: { status: 401 } },
    expect: { step: 'registration', cause: 'registration_refused' },
  },
  {
    name: 'redirect refused at registration',
    plan: { register: json({ error: 'invalid_redirect_uri' }, 400) },
    expect: { step: 'registration', cause: 'redirect_refused' },
  },
  {
    name: 'registration as a page',
    plan: { register: html() },
    expect: { step: 'registration', cause: 'registration_not_valid' },
  },
  {
    name: 'registration without an ID',
    plan: { register: json({ client_name: 'x' }, 201) },
    expect: { step: 'registration', cause: 'registration_not_valid' },
  },
];

const authorization: Fault[] = [
  {
    name: 'redirect refused at authorization',
    plan: { authorize: { page: html(400) } },
    expect: { step: 'authorization', cause: 'redirect_refused' },
  },
  {
    name: 'missing iss',
    plan: { authorize: { iss: null } },
    expect: { step: 'authorization', cause: 'issuer_missing_in_answer' },
  },
  {
    name: 'wrong iss',
    plan: { authorize: { iss: 'https://evil.example' } },
    expect: { step: 'authorization', cause: 'issuer_wrong_in_answer' },
  },
  {
    name: 'iss with a slash too many',
    plan: { authorize: { iss: (at) => `${at.issuer}/` } },
    expect: { step: 'authorization', cause: 'issuer_wrong_in_answer' },
  },
  {
    name: 'wrong iss on an error',
    plan: {
      authorize: {
        iss: 'https://evil.example',
        error: { error: 'access_denied', error_description: 'call 555' },
      },
    },
    expect: { step: 'authorization', cause: 'issuer_wrong_in_answer' },
  },
  {
    name: 'access denied',
    plan: { authorize: { error: { error: 'access_denied' } } },
    expect: { step: 'authorization', cause: 'authorization_denied' },
  },
  {
    name: 'scope refused',
    plan: { authorize: { error: { error: 'invalid_scope' } } },
    expect: { step: 'authorization', cause: 'scope_refused' },
  },
  {
    name: 'client forgotten',
    plan: { authorize: { error: { error: 'unauthorized_client' } } },
    expect: { step: 'authorization', cause: 'client_not_known' },
  },
  {
    name: 'other error',
    plan: { authorize: { error: { error: 'server_error' } } },
    expect: { step: 'authorization', cause: 'authorization_failed' },
  },
  {
    name: 'state altered',
    plan: { authorize: { state: 'other' } },
    expect: { step: 'authorization', cause: 'state_not_known' },
  },
  {
    name: 'no code',
    plan: { authorize: { dropCode: true } },
    expect: { step: 'authorization', cause: 'code_missing' },
  },
];

const token: Fault[] = [
  { name: 'token HTML', plan: { token: html() }, expect: { step: 'token', cause: 'token_not_json' } },
  { name: 'token page 404', plan: { token: html(404) }, expect: { step: 'token', cause: 'token_not_json' } },
  {
    name: 'token 200 with an error',
    plan: { token: json({ error: 'invalid_grant' }) },
    expect: { step: 'token', cause: 'token_error_in_success' },
  },
  {
    name: 'code refused',
    plan: { token: json({ error: 'invalid_grant' }, 400) },
    expect: { step: 'token', cause: 'code_refused' },
  },
  {
    name: 'client refused',
    plan: { token: json({ error: 'invalid_client' }, 401) },
    expect: { step: 'token', cause: 'client_refused' },
  },
  {
    name: 'resource refused',
    plan: { token: json({ error: 'invalid_target' }, 400) },
    expect: { step: 'token', cause: 'resource_refused' },
  },
  {
    name: 'resource refused as Entra ID does',
    plan: {
      token: json(
        { error: 'invalid_request', error_description: 'AADSTS9010010: The resource parameter' },
        400,
      ),
    },
    expect: { step: 'token', cause: 'resource_refused' },
  },
  {
    name: 'token endpoint out of order',
    plan: { token: { status: 503 } },
    expect: { step: 'token', cause: 'token_server_error' },
  },
  {
    name: 'empty token answer',
    plan: { token: json({}) },
    expect: { step: 'token', cause: 'token_not_valid' },
  },
  {
    name: 'line break in the token',
    plan: { tokenPatch: { access_token: 'a\r\nX-Evil: 1' } },
    expect: { step: 'token', cause: 'token_not_valid' },
  },
  {
    name: '100 KB token',
    plan: { tokenPatch: { access_token: 'a'.repeat(100_000) } },
    expect: { step: 'token', cause: 'token_too_large' },
  },
  {
    name: 'odd token type',
    plan: { tokenPatch: { token_type: 'mac' } },
    expect: { step: 'token', cause: 'token_type_unknown' },
  },
];

const catalogue: Fault[] = [
  { name: '401 loop', plan: { rejectsTokens: true }, expect: { step: 'catalogue', cause: 'token_rejected' } },
  {
    name: 'scope missing for the list',
    plan: { demands: 'admin' },
    expect: { step: 'catalogue', cause: 'scope_missing' },
  },
  { name: 'zero tools', plan: { tools: [] }, expect: { step: 'catalogue', cause: 'catalogue_empty' } },
  {
    name: 'list as a page',
    plan: { list: html() },
    expect: { step: 'catalogue', cause: 'catalogue_not_valid' },
  },
  {
    name: 'list out of order',
    plan: { list: { status: 500 } },
    expect: { step: 'catalogue', cause: 'catalogue_failed' },
  },
];

export const faults: Fault[] = [
  ...url,
  ...protocol,
  ...discovery,
  ...registration,
  ...authorization,
  ...token,
  ...catalogue,
];
