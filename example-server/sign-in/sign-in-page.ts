// The one page of the authorization server: who are you, and may this client act for you?
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { scopes } from '../office.ts';

/** Scopes in words; what is not here is shown by its name. */
const meanings: Record<string, string> = {
  [scopes.read]: 'Read ships, berths, tides, bookings and notices',
  [scopes.write]: 'Change things: book and cancel berths, rename ships, post notices',
  offline_access: 'Stay signed in until you take it back',
  openid: 'Know who you are',
};

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** GET shows the page, POST takes the answer and sends the browser on. */
export async function handleSignInPage(
  provider: Provider,
  resource: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const interaction = await provider.interactionDetails(request, response);
    if (request.method !== 'POST') return show(response, 200, await pageFor(provider, interaction));
    const form = await readForm(request);
    const username = interaction.session?.accountId ?? form.get('username')?.trim() ?? '';
    if (form.get('answer') !== 'allow') {
      await provider.interactionFinished(request, response, {
        error: 'access_denied',
        error_description: 'The person did not allow it',
      });
      return;
    }
    if (!/^[\w.-]{1,40}$/.test(username))
      return show(
        response,
        400,
        '<h1>That name cannot be used</h1><p>Use letters and digits, then try again.</p>',
      );
    const grantId = await grantTo(provider, interaction, username, resource);
    await provider.interactionFinished(
      request,
      response,
      { login: { accountId: username }, consent: { grantId } },
      { mergeWithLastSubmission: true },
    );
  } catch {
    show(
      response,
      400,
      '<h1>This sign-in is over</h1><p>It was finished, or this browser did not start it. Begin again from your client.</p>',
    );
  }
}

/** Adds what was asked now to what was allowed before. */
async function grantTo(
  provider: Provider,
  { params, grantId }: Interaction,
  accountId: string,
  resource: string,
): Promise<string> {
  const known = grantId ? await provider.Grant.find(grantId) : undefined;
  const grant = known ?? new provider.Grant({ accountId, clientId: String(params.client_id) });
  const asked = scopesOf(params);
  const own = asked.filter((scope) => scope.startsWith('harbour:'));
  // The library wants the resource's scopes named twice, because clients may register with them.
  if (asked.length > 0) grant.addOIDCScope(asked.join(' '));
  if (own.length > 0) grant.addResourceScope(resource, own.join(' '));
  return grant.save();
}

const scopesOf = (params: Record<string, unknown>): string[] =>
  String(params.scope ?? '')
    .split(' ')
    .filter(Boolean);

async function pageFor(provider: Provider, { params, session }: Interaction): Promise<string> {
  const client = await provider.Client.find(String(params.client_id));
  const name = escapeHtml(client?.clientName ?? String(params.client_id));
  const destination = escapeHtml(new URL(String(params.redirect_uri)).host);
  const wishes = scopesOf(params).map((scope) => `<li>${escapeHtml(meanings[scope] ?? scope)}</li>`);
  const person = session?.accountId
    ? `<p>You are signed in as <b>${escapeHtml(session.accountId)}</b>.</p>`
    : `<p class="note">This is an example: user <b>anna</b> with <b>any password</b> signs in, and so does any other name.</p>
<label>User name <input name="username" value="anna" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="off"></label>`;
  return `<h1>Harbour office</h1>
<p><b>${name}</b> wants to act for you. Your browser goes back to <b>${destination}</b>.</p>
<form method="post">${person}
<p>It would be allowed to:</p><ul>${wishes.join('') || '<li>Nothing in particular</li>'}</ul>
<button name="answer" value="allow">Sign in and allow</button> <button name="answer" value="deny" formnovalidate>Do not allow</button></form>`;
}

function show(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
  });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Harbour office: sign in</title><style>:root{color-scheme:light dark}body{font:16px system-ui;max-width:30rem;margin:3rem auto;padding:0 1rem}label{display:block;margin:.75rem 0}input{font:inherit;width:100%;box-sizing:border-box;padding:.4rem}button{font:inherit;padding:.5rem 1rem;margin-right:.5rem}.note{border-left:3px solid #1c5680;padding-left:.75rem}</style><body>${body}</body></html>`,
  );
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 10_000) throw new Error('The form is too long.');
  }
  return new URLSearchParams(text);
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
