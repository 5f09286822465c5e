// Calls Causeway from its own page, with the session's cookie.
import { createContractClient } from '#shared/contract/client.ts';
import { answerNotUnderstood, causewayUnreachable, refusedWithoutReason } from './errors.ts';

export const { call, listen } = createContractClient({
  origin: '',
  fetch: (address, init) => globalThis.fetch(address, init),
  headers: {},
  unreachable: causewayUnreachable,
  notUnderstood: answerNotUnderstood,
  unexplained: refusedWithoutReason,
});
