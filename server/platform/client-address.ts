// From which address a request came, for limits on attempts. Kept beside the request, where no header can forge it.
const addresses = new WeakMap<Request, string>();

export const noteClientAddress = (request: Request, address: string): void => {
  addresses.set(request, address);
};

/** The address as limits count it: an IPv4 address, or the /64 network of an IPv6 one. */
export const clientAddressOf = (request: Request): string => addresses.get(request) ?? 'unknown';

/**
 * `peer` is the other end of the socket. A proxy on this machine (`behindProxy`) adds the client's address as the
 * last entry of `X-Forwarded-For`; what stands before it came from the client and is not believed.
 */
export function countedAddress(
  peer: string | undefined,
  forwardedFor: string | null,
  behindProxy: boolean,
): string {
  const own = plain(peer ?? '');
  const last = forwardedFor?.split(',').at(-1)?.trim();
  const local = own === '::1' || own.startsWith('127.');
  return network(behindProxy && local && last ? plain(last) : own);
}

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');

/** One subscriber has a whole /64, so a limit per IPv6 address would be none. */
function network(address: string): string {
  if (!address.includes(':')) return address || 'unknown';
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : new Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return `${[...left, ...zeros, ...right]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
