// The URL itself, before anything is opened.
import { secretParameters } from '#shared/connector-url.ts';
import { isLoopback } from '../authorization/addresses.ts';
import type { Report } from './report.ts';

/** What in a URL is a secret, or undefined. */
export function secretInUrl(url: URL): string | undefined {
  if (url.username || url.password) return 'a user name or password';
  const [name] = secretParameters(url);
  return name && `the parameter “${name}”`;
}

/** True when the check may go on. */
export function checkAddress(text: string, report: Report): boolean {
  if (!URL.canParse(text)) {
    report.fail('url', 'url_not_valid', 'This is not a URL.');
    return false;
  }
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    report.fail(
      'url',
      'url_scheme_not_allowed',
      `The URL starts with ${url.protocol.slice(0, 20)} instead of https:.`,
    );
    return false;
  }
  const secret = secretInUrl(url);
  if (secret) {
    report.fail('url', 'url_holds_secret', `The URL of ${url.host} holds ${secret}.`);
    return false;
  }
  const plain = url.protocol === 'http:' && !isLoopback(url);
  report.pass('url', plain ? `${url.host}, without encryption` : url.host);
  return true;
}
