// Takes secrets out of what a report shows. Better one value too many than one too few.
const secretNames =
  'access_token|refresh_token|id_token|client_secret|code|code_verifier|assertion|client_assertion|subject_token|actor_token|registration_access_token|software_statement|password|api_key|apikey|key|token|secret|sig|signature|state';
const inJson = new RegExp(`("(?:${secretNames})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"?`, 'gi');
const inForm = new RegExp(`(^|[?&;\\s])(${secretNames})=[^&\\s"'<>#]*`, 'gi');
const bearer = /\b(Bearer|Basic|DPoP)\s+[\w.~+/=-]{8,}/gi;
const jwt = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g;
const secretHeader = /authorization|cookie|^dpop$|token|secret|api-?key|x-key|password|session-id/i;
const plainHeader = /^(www-authenticate|dpop-nonce)$/i;

const bodyCharactersShown = 2000;

export function redactText(text: string): string {
  return text
    .replace(inJson, '$1"[redacted]"')
    .replace(inForm, '$1$2=[redacted]')
    .replace(jwt, '[redacted]')
    .replace(bearer, '$1 [redacted]');
}

/** A body as a report shows it: redacted first, then cut at 2,000 characters. */
export function redactBody(text: string): string {
  const safe = redactText(text.slice(0, bodyCharactersShown * 4));
  return safe.length > bodyCharactersShown
    ? `${safe.slice(0, bodyCharactersShown)}… (${text.length} characters)`
    : safe;
}

export function redactUrl(url: string): string {
  return redactText(url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@?#]*@/i, '$1[redacted]@'));
}

export function redactHeaders(headers: Headers): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of headers) {
    const secret = secretHeader.test(name) && !plainHeader.test(name);
    shown[name] = secret ? redactSecretHeader(value) : redactText(value).slice(0, 500);
  }
  return shown;
}

/** The scheme is worth seeing, the credential is not. */
function redactSecretHeader(value: string): string {
  const scheme = /^(Bearer|Basic|DPoP) /i.exec(value)?.[1];
  return scheme ? `${scheme} [redacted]` : '[redacted]';
}
