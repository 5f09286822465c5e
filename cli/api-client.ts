// Calls Causeway by the same contract as the web app, with a personal access token.
import { createContractClient } from '#shared/contract/client.ts';
import { causewayUnreachable, notCauseway } from './errors.ts';

export type ApiClient = ReturnType<typeof createApiClient>;

export interface ApiClientOptions {
  /** Origin of Causeway. */
  url: string;
  token: string;
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
}

/** Every answer is checked against the contract; every failure is an AppError. */
export const createApiClient = ({ url, token, fetch, signal }: ApiClientOptions) => ({
  url,
  ...createContractClient({
    origin: new URL(url).origin,
    fetch,
    headers: token === '' ? {} : { authorization: `Bearer ${token}` },
    signal,
    unreachable: (cause) => causewayUnreachable(url, cause),
    notUnderstood: (endpointId, what) => notCauseway(url, `${endpointId} answered ${what}`),
    unexplained: (endpointId, status) =>
      notCauseway(url, `${endpointId} answered HTTP ${status} without an explanation`),
  }),
});
