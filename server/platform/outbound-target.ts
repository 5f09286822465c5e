// Reads the address of an outbound request and refuses what may never be sent anywhere.
import type { AddressGuard } from './outbound-address.ts';
import { outboundErrors } from './outbound-errors.ts';

/** Throws `url_invalid`, `scheme_not_supported`, `url_has_credentials`, `plain_http_refused` or `address_blocked`. */
export function checkTarget(guard: AddressGuard, input: string | URL, plainHttp: boolean): URL {
  const url = typeof input === 'string' ? parse(input) : input;
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw outboundErrors.scheme(url.host, url.protocol.replace(/:$/, ''));
  }
  if (url.username !== '' || url.password !== '') throw outboundErrors.userinfo(url.host);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  // Before the scheme, so that a blocked address is called what it is.
  if (guard.judgeHost(url.hostname, port) === 'blocked') throw outboundErrors.blocked(url.host);
  if (url.protocol === 'http:' && !plainHttp && !guard.isLocalOrListed(url.hostname, port)) {
    throw outboundErrors.plainHttp(url.host);
  }
  return url;
}

function parse(text: string): URL {
  const url = URL.parse(text);
  if (!url) throw outboundErrors.notAUrl(text);
  return url;
}
