// The page that `pay_harbour_fee` asks a person to open. Nothing is charged.
import type { Harbour } from './harbour.ts';

const frame = (body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Harbour fee</title><style>body{font:16px system-ui;max-width:32rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem}</style><body>${body}</body></html>`;

const page = (body: string, status = 200): Response =>
  new Response(frame(body), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
      'cache-control': 'no-store',
    },
  });

/** GET shows the fee, POST pays it. */
export function paymentPage(harbour: Harbour, method: string, id: string): Response {
  const payment = method === 'POST' ? harbour.payments.pay(id) : harbour.payments.get(id);
  if (!payment) return page('<h1>No such payment</h1><p>Start it again from your assistant.</p>', 404);
  if (payment.state === 'paid')
    return page('<h1>Paid</h1><p>You can close this page. No money moved: this is an example.</p>');
  return page(
    `<h1>Harbour fee</h1><p>${payment.amountEuro} euro for ship ${payment.imo}. No money moves: this is an example.</p><form method="post"><button>Pay ${payment.amountEuro} euro</button></form>`,
  );
}
