import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '#server/platform/log.ts';
import { createOutbound, type Outbound } from '#server/platform/outbound-fetch.ts';
import { type Canary, type RecordingServer, startCanary, startRecorder } from './canary.ts';

let out: Outbound;
let server: RecordingServer;
let other: RecordingServer;
let inside: Canary;
beforeAll(async () => {
  inside = await startCanary('127.0.0.3');
  other = await startRecorder((_q, response) => response.end('other'), '127.0.0.2');
  server = await startRecorder((request, response) => {
    const [, status, where] = request.url?.split('/') ?? [];
    if (where === 'done') response.end('done');
    else {
      const location =
        where === 'inside' ? `http://127.0.0.3:${inside.port}/` : where === 'other' ? other.url : '/x/done';
      response.writeHead(Number(status), { location }).end();
    }
  });
  out = createOutbound({ allow: [server.host, other.host], log: silentLog });
});
afterAll(() => Promise.all([out.close(), server.close(), other.close(), inside.close()]));

const secrets = {
  method: 'POST',
  headers: { authorization: 'Bearer top-secret', cookie: 'a=b', 'x-api-key': 'k' },
  body: 'code=secret',
};

describe.each([301, 302, 303, 307, 308])('a redirect with %i', (status) => {
  test.each(['inside', 'other'])('S04 S05: to %s is refused; nothing arrives there', async (where) => {
    for (const sameOriginRedirects of [undefined, 5]) {
      await expect(
        out.fetch(`${server.url}${status}/${where}`, { ...secrets, sameOriginRedirects }),
      ).rejects.toMatchObject({
        code: 'redirect_refused',
        message: expect.not.stringContaining('127.0.0.3'),
      });
    }
    const manual = await out.fetch(`${server.url}${status}/${where}`, { ...secrets, redirect: 'manual' });
    expect(manual.status).toBe(status);
    const fast = await out.request({ url: `${server.url}${status}/${where}`, method: 'POST' });
    expect(fast.status).toBe(status);
    expect(inside.contacts()).toBe(0);
    expect(other.requests).toEqual([]);
  });

  test('S05: within the origin it is followed only when asked for', async () => {
    await expect(out.fetch(`${server.url}${status}/same`)).rejects.toMatchObject({
      code: 'redirect_refused',
    });
    const answer = await out.fetch(`${server.url}${status}/same`, { ...secrets, sameOriginRedirects: 1 });
    expect(await answer.text()).toBe('done');
    const last = server.requests.at(-1);
    expect([last?.method, last?.body]).toEqual(status < 307 ? ['GET', ''] : ['POST', 'code=secret']);
  });
});
