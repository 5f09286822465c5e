// What a browser does at the example server's authorization server: cookies, redirects, the sign-in page.

export interface BrowserVisit {
  username?: string;
  answer?: 'allow' | 'deny';
  /** Keeps cookies between visits, as one browser would. */
  cookies?: Map<string, string>;
}

/**
 * Opens an authorization URL, signs in, allows (or denies), and returns the address the browser is sent back to,
 * without opening it. Throws with the page's text when the server shows an error instead.
 */
export async function signInAtExample(
  authorizationUrl: string | URL,
  visit: BrowserVisit = {},
): Promise<URL> {
  const cookies = visit.cookies ?? new Map<string, string>();
  const { origin } = new URL(authorizationUrl);
  let next: { url: URL; form?: URLSearchParams } = { url: new URL(authorizationUrl) };
  for (let step = 0; step < 12; step++) {
    if (next.url.origin !== origin) return next.url;
    const response = await fetch(next.url, {
      method: next.form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(next.form ? { body: next.form } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const equals = pair.indexOf('=');
      const value = pair.slice(equals + 1);
      if (value === '') cookies.delete(pair.slice(0, equals));
      else cookies.set(pair.slice(0, equals), value);
    }
    const location = response.headers.get('location');
    const body = await response.text();
    if (location) next = { url: new URL(location, next.url) };
    else if (response.ok && body.includes('name="answer"'))
      next = { url: next.url, form: filled(body, visit) };
    else throw new Error(`The sign-in page answered ${response.status}: ${body.replace(/<[^>]*>/g, ' ')}`);
  }
  throw new Error('The sign-in went round in circles.');
}

function filled(page: string, { username = 'anna', answer = 'allow' }: BrowserVisit): URLSearchParams {
  const form = new URLSearchParams({ answer });
  if (page.includes('name="username"')) {
    form.set('username', username);
    form.set('password', 'any password');
  }
  return form;
}
