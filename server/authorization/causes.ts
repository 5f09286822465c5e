// Every reason for which a connection or a sign-in fails, with its stable code. `docs/error-codes.md` is made from this.
import { asCauses, reaching } from './reaching-causes.ts';

const speaking = asCauses({
  web_page_instead: {
    step: 'protocol',
    means: 'A web page came instead of an MCP answer: a captive portal, a login page or a wrong address.',
    fix: 'Open the URL in a browser from the same network: sign in to the network, or correct the address.',
  },
  wrong_path: {
    step: 'protocol',
    means: 'The host answers, but there is nothing at this path.',
    fix: 'Check the path; most servers answer at /mcp, older ones at /sse.',
  },
  redirected: {
    step: 'protocol',
    means: 'The server sends to another address. A sign-in is never carried along.',
    fix: 'Use the address it sends to, if you trust it.',
  },
  access_forbidden: {
    step: 'protocol',
    means: 'The server refuses access without asking for a sign-in.',
    fix: 'Check that your account, network address or plan is allowed to use this server.',
  },
  server_error: {
    step: 'protocol',
    means: 'The server answered with an error of its own (5xx).',
    fix: 'Try again later; the owner of the server finds the reason in its log.',
  },
  rate_limited: {
    step: 'protocol',
    means: 'The server asks to slow down (429).',
    fix: 'Wait as long as the server says, then try again.',
  },
  answer_not_json: {
    step: 'protocol',
    means: 'The answer was to be JSON and is not.',
    fix: 'The address may belong to something else; otherwise the owner of the server must repair it.',
  },
  event_stream_instead: {
    step: 'protocol',
    means: 'An event stream without an answer came where JSON was due.',
    fix: 'The owner of the server must answer with JSON, or with an event stream that holds the answer.',
  },
  error_in_success: {
    step: 'protocol',
    means: 'The server answered 200 and an error inside that no protocol revision explains.',
    fix: 'The owner of the server must answer errors with their status, above all 401 when a sign-in is missing.',
  },
  not_mcp: {
    step: 'protocol',
    means: 'The server answers JSON, but does not speak the Model Context Protocol.',
    fix: 'Check the address; it seems to belong to another kind of service.',
  },
  answer_too_large: {
    step: 'protocol',
    means: 'The answer is larger than any correct one.',
    fix: 'Check the address; the owner of the server must make its answers smaller.',
  },
  version_not_supported: {
    step: 'protocol',
    means: 'The server speaks no protocol revision that Causeway speaks.',
    fix: 'The server must be updated to a published revision of the protocol.',
  },
});

const discovering = asCauses({
  sign_in_not_oauth: {
    step: 'resource-metadata',
    means:
      'The server asks for a sign-in, but offers no OAuth: no resource metadata, no authorization server.',
    fix: 'Sign in with an API key, headers, or user name and password instead.',
  },
  challenge_not_readable: {
    step: 'resource-metadata',
    means: 'The WWW-Authenticate header is broken, ambiguous or far too long.',
    fix: 'The owner of the server must send one well-formed Bearer challenge.',
  },
  resource_metadata_not_valid: {
    step: 'resource-metadata',
    means: 'The protected resource metadata (RFC 9728) is not a JSON document of the right form.',
    fix: 'The owner of the server must repair the document at the address shown.',
  },
  resource_mismatch: {
    step: 'resource-metadata',
    means: 'The resource metadata belongs to another resource than the URL of the connector.',
    fix: 'Use the URL that the metadata names, or have the owner correct `resource`.',
  },
  no_authorization_server: {
    step: 'resource-metadata',
    means: 'The resource metadata names no usable authorization server.',
    fix: 'The owner of the server must list one in `authorization_servers`.',
  },
  server_metadata_not_found: {
    step: 'authorization-server',
    means: 'The authorization server publishes no metadata (RFC 8414 or OpenID Connect Discovery).',
    fix: 'Enter its endpoints by hand under Advanced, or have the owner publish the metadata.',
  },
  server_metadata_not_valid: {
    step: 'authorization-server',
    means: 'The metadata of the authorization server is not a JSON document of the right form.',
    fix: 'The owner of the authorization server must repair the document at the address shown.',
  },
  issuer_mismatch: {
    step: 'authorization-server',
    means: 'The metadata names another issuer than the one it was asked for. Somebody may impersonate it.',
    fix: 'Do not sign in. The owner must make both strings equal, byte by byte.',
  },
  pkce_not_offered: {
    step: 'authorization-server',
    means: 'The metadata does not say that PKCE is supported; the protocol forbids to go on.',
    fix: 'If you know that the server supports PKCE with S256, say so under Advanced.',
  },
  pkce_plain_only: {
    step: 'authorization-server',
    means: 'The authorization server offers only PKCE `plain`, which does not protect the code.',
    fix: 'The owner of the authorization server must offer S256.',
  },
  endpoint_missing: {
    step: 'authorization-server',
    means: 'The metadata lacks an endpoint that is needed.',
    fix: 'Enter the endpoints by hand under Advanced, or have the owner complete the metadata.',
  },
  endpoint_not_allowed: {
    step: 'authorization-server',
    means: 'An endpoint of the authorization server is not a plain https address.',
    fix: 'Do not sign in. The owner must publish https endpoints.',
  },
});

const registering = asCauses({
  registration_not_offered: {
    step: 'registration',
    means:
      'The authorization server neither registers clients by itself nor takes a client metadata document.',
    fix: 'Register Causeway there by hand with the redirect address shown, and enter the client ID.',
  },
  registration_refused: {
    step: 'registration',
    means: 'The authorization server refused to register Causeway.',
    fix: 'Register Causeway there by hand with the redirect address shown, and enter the client ID.',
  },
  redirect_refused: {
    step: 'registration',
    means: 'The authorization server does not accept the redirect address.',
    fix: 'Have the redirect address shown added to its list; many accept only https with a public host.',
  },
  client_of_other_issuer: {
    step: 'registration',
    means:
      'The client ID that was entered belongs to another authorization server; it is not sent elsewhere.',
    fix: 'Enter a client ID of the authorization server shown, or remove the old one under Advanced.',
  },
  registration_not_valid: {
    step: 'registration',
    means: 'The answer to the registration is not of the right form.',
    fix: 'Register Causeway by hand and enter the client ID, or have the owner repair the registration.',
  },
});

const asking = asCauses({
  authorization_denied: {
    step: 'authorization',
    means: 'The sign-in was refused, by the person or by the rules of the authorization server.',
    fix: 'Connect again and agree, or ask the administrator of the service for access.',
  },
  scope_refused: {
    step: 'authorization',
    means: 'The authorization server refuses a scope that was asked for.',
    fix: 'Set a ceiling of scopes under Advanced that leaves it out.',
  },
  sign_in_refused: {
    step: 'authorization',
    means:
      'The server does not accept the API key, the headers, or the user name and password that were entered.',
    fix: 'Enter them anew; the server says where keys are made.',
  },
  client_not_known: {
    step: 'authorization',
    means: 'The authorization server does not know Causeway any more, or does not let it do this.',
    fix: 'Connect again: Causeway registers anew. With an own client ID, check it.',
  },
  authorization_failed: {
    step: 'authorization',
    means: 'The authorization server came back with an error.',
    fix: 'Try again; if it stays, give the report to the owner of the server.',
  },
  issuer_missing_in_answer: {
    step: 'authorization',
    means: 'The server promised to name itself in its answer (RFC 9207) and did not. It may be forged.',
    fix: 'Start again from the connector; the owner of the authorization server must send `iss`.',
  },
  issuer_wrong_in_answer: {
    step: 'authorization',
    means: 'The answer names another authorization server than the one that was asked. It may be forged.',
    fix: 'Do not sign in. Start again from the connector, and tell the owner of the server.',
  },
  state_not_known: {
    step: 'authorization',
    means: 'The answer belongs to no sign-in that is open: altered, used before, or of another connector.',
    fix: 'Start the sign-in again from the connector.',
  },
  state_expired: {
    step: 'authorization',
    means: 'The sign-in took longer than ten minutes.',
    fix: 'Start the sign-in again from the connector.',
  },
  other_session: {
    step: 'authorization',
    means: 'The sign-in was started in another browser session.',
    fix: 'Start and finish the sign-in in the same browser.',
  },
  code_missing: {
    step: 'authorization',
    means: 'The answer holds neither a code nor an error.',
    fix: 'Try again; if it stays, give the report to the owner of the authorization server.',
  },
});

const exchanging = asCauses({
  token_not_json: {
    step: 'token',
    means: 'The token endpoint answered with something other than JSON.',
    fix: 'The address of the token endpoint may be wrong; give the report to the owner of the server.',
  },
  token_error_in_success: {
    step: 'token',
    means: 'The token endpoint answered 200 with an error inside.',
    fix: 'Give the report to the owner of the authorization server; the error inside says more.',
  },
  token_not_valid: {
    step: 'token',
    means: 'The token answer lacks a usable access token.',
    fix: 'Give the report to the owner of the authorization server.',
  },
  token_type_unknown: {
    step: 'token',
    means: 'The token is of a type that Causeway cannot use.',
    fix: 'The authorization server must issue Bearer or DPoP tokens.',
  },
  token_too_large: {
    step: 'token',
    means: 'The token is larger than any header may be.',
    fix: 'The authorization server must issue smaller tokens.',
  },
  code_refused: {
    step: 'token',
    means: 'The authorization server refused the code: expired, used, or sent with another redirect address.',
    fix: 'Connect again without waiting.',
  },
  client_refused: {
    step: 'token',
    means: 'The token endpoint does not accept the client ID or secret.',
    fix: 'Check the client ID and secret; a client that Causeway registered is registered anew at the next sign-in.',
  },
  resource_refused: {
    step: 'token',
    means: 'The authorization server does not accept the `resource` parameter (RFC 8707).',
    fix: 'Set Resource to Omit under Advanced.',
  },
  token_refused: {
    step: 'token',
    means: 'The token endpoint refused the request.',
    fix: 'Give the report to the owner of the authorization server; its error says more.',
  },
  token_server_error: {
    step: 'token',
    means: 'The token endpoint is out of order or asks to slow down.',
    fix: 'Try again in a moment; nothing was lost.',
  },
  sign_in_ended: {
    step: 'token',
    means:
      'The authorization server ended the sign-in: the refresh token expired, was revoked or was used twice.',
    fix: 'Reconnect. Permissions, limits and history stay.',
  },
  credential_missing: {
    step: 'token',
    means: 'The chosen grant needs a secret, key or assertion that was not entered.',
    fix: 'Enter it under Advanced.',
  },
});

const using = asCauses({
  token_rejected: {
    step: 'catalogue',
    means: 'The server rejects a token that was just issued for it.',
    fix: 'The server and its authorization server disagree, often about `resource` or audience; tell the owner.',
  },
  scope_missing: {
    step: 'catalogue',
    means: 'The sign-in does not cover the operation; the server names the scopes that are missing.',
    fix: 'Connect again: only the added scopes are asked for.',
  },
  scope_loop: {
    step: 'catalogue',
    means: 'The server asks again for scopes that were asked for already.',
    fix: 'The owner of the server must issue or accept the scopes that it demands.',
  },
  catalogue_failed: {
    step: 'catalogue',
    means: 'The server could not be asked for what it offers.',
    fix: 'Give the report to the owner of the server.',
  },
  catalogue_not_valid: {
    step: 'catalogue',
    means: 'A list of the server is not of the right form.',
    fix: 'The owner of the server must correct the list.',
  },
  catalogue_empty: {
    step: 'catalogue',
    means: 'The server is connected and offers nothing: no tools, no resources, no prompts.',
    fix: 'Check that the account may use something there, and that the scopes suffice.',
  },
});

const early = { ...reaching, ...speaking, ...discovering, ...registering };
export const causes = { ...early, ...asking, ...exchanging, ...using };
export type Cause = keyof typeof causes;
