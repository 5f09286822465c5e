// Splits an address so that its host can stand out: a person decides by the host, not by what is written around it.

export interface AddressParts {
  scheme: string;
  before: string;
  /** Host with port, in ASCII as it is looked up (`xn--…` for letters of other scripts). */
  host: string;
  after: string;
}

/** Text that is no address comes back whole, as `after`, with no scheme. */
export function splitAddress(address: string): AddressParts {
  if (!URL.canParse(address)) return { scheme: '', before: '', host: '', after: address };
  const url = new URL(address);
  const user = url.username === '' ? '' : `${url.username}${url.password === '' ? '' : ':…'}@`;
  return {
    scheme: url.protocol,
    before: `${url.protocol}//${user}`,
    host: url.host,
    after: `${url.pathname}${url.search}${url.hash}`,
  };
}
