import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '#server/platform/log.ts';
import { createOutbound, type Outbound, type OutboundLimits } from '#server/platform/outbound-fetch.ts';
import { AppError } from '#shared/app-error.ts';
import { startRaw, startRecorder } from './canary.ts';

let out: Outbound;
beforeAll(() => {
  out = createOutbound({ allow: ['loopback'], log: silentLog });
});
afterAll(() => out.close());

/** The code of the failure in each lane; the fast lane also with its answer as a stream. */
async function codesOf(url: string, limits: Partial<OutboundLimits>): Promise<string[]> {
  const attempts = [
    async () => (await out.fetch(url, { limits })).arrayBuffer(),
    async () => out.request({ url, method: 'GET', limits }),
    async () => {
      const { stream } = await out.request({ url, method: 'GET', limits, streamWhen: () => true });
      for await (const _ of stream ?? []);
    },
  ];
  return Promise.all(
    attempts.map((attempt) =>
      attempt().then(
        () => 'answered',
        (error: unknown) => (error instanceof AppError ? error.code : String(error)),
      ),
    ),
  );
}
const three = (code: string): string[] => [code, code, code];

describe('X01: a server that does not go on', () => {
  test('X01: it accepts and sends nothing', async () => {
    const server = await startRaw(() => {});
    expect(await codesOf(server.url, { firstByteMilliseconds: 80 })).toEqual(three('first_byte_timeout'));
    await expect.poll(server.closed).toBe(3);
    await server.close();
  });

  test('X01: it sends its headers byte by byte', async () => {
    const server = await startRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx-endless: ');
      const timer = setInterval(() => socket.write('x'), 10);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await codesOf(server.url, { firstByteMilliseconds: 150 })).toEqual(three('first_byte_timeout'));
    await server.close();
  });

  test('X01: its body never ends', async () => {
    const server = await startRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      const timer = setInterval(() => socket.write('1\r\nx\r\n'), 10);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await codesOf(server.url, { totalMilliseconds: 150 })).toEqual(three('total_timeout'));
    await expect.poll(server.closed).toBe(3);
    await server.close();
  });

  test('X01: nobody listens, or the far end breaks off', async () => {
    const server = await startRaw((socket) => socket.destroy());
    expect(await codesOf(server.url, {})).toEqual(three('connection_lost'));
    await server.close();
    expect(await codesOf(server.url, {})).toEqual(three('connection_refused'));
  });

  test('X01: the caller goes away; the connection is closed and the reason kept', async () => {
    const server = await startRaw(() => {});
    const controller = new AbortController();
    const lanes = [
      out.fetch(server.url, { signal: controller.signal }),
      out.request({ url: server.url, signal: controller.signal }),
    ];
    controller.abort(new Error('no longer wanted'));
    for (const lane of lanes) await expect(lane).rejects.toThrow('no longer wanted');
    await server.close();
  });
});

describe('X02: event streams without end', () => {
  const stream = (chunk: string) =>
    startRecorder((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const piece = chunk.repeat(1000);
      const more = (): void => {
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', more);
      more();
    });
  const roomy = { totalMilliseconds: 20_000, responseBytes: 50_000_000 };

  test.each([
    ['a line without end', 'x'.repeat(1000), 'stream_line_too_long'],
    ['events without end', 'data: x\n\n', 'stream_too_many_events'],
    ['events with other line ends', 'data: x\r\n\r\n', 'stream_too_many_events'],
    ['events with bare returns', 'data: x\r\r', 'stream_too_many_events'],
    ['comments without end', ': nothing\n', 'response_too_large'],
  ])('X02: %s', async (_name, chunk, code) => {
    const server = await stream(chunk);
    const limits = code === 'response_too_large' ? { ...roomy, responseBytes: 2_000_000 } : roomy;
    expect(await codesOf(server.url, limits)).toEqual(three(code));
    await server.close();
  });

  test('X02: 9,999 events in small pieces with any line end pass', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const server = await startRecorder((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(`data: x${end}${end}`.repeat(9_999));
      });
      expect(await codesOf(server.url, roomy)).toEqual(three('answered'));
      await server.close();
    }
  });
});

describe('X03 X04: huge answers', () => {
  test('X03: a body without end, a huge error body, a lying length', async () => {
    for (const status of [200, 500]) {
      const server = await startRecorder((_request, response) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        const piece = Buffer.alloc(1 << 20, 'x');
        const more = (): void => {
          while (!response.destroyed && response.write(piece));
        };
        response.on('drain', more);
        more();
      });
      expect(await codesOf(server.url, {})).toEqual(three('response_too_large'));
      await server.close();
    }
    const liar = await startRaw((socket) => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\nshort');
    });
    expect(await codesOf(liar.url, {})).toEqual(three('connection_lost'));
    await liar.close();
  });

  const zeros = Buffer.alloc(100 << 20);
  test.each([
    ['gzip', gzipSync(zeros)],
    ['br', brotliCompressSync(Buffer.alloc(30 << 20))],
    ['zstd', zstdCompressSync(zeros)],
  ])('X04: a %s bomb is cut at its unpacked size', async (encoding, bomb) => {
    const server = await startRecorder((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding });
      response.end(bomb);
    });
    const before = process.memoryUsage().rss;
    expect(await codesOf(server.url, {})).toEqual(three('response_too_large'));
    expect(process.memoryUsage().rss - before).toBeLessThan(150 << 20);
    await server.close();
  });

  test('X04: more than one layer, or an unknown one, is refused', async () => {
    for (const encoding of ['gzip, gzip', 'br, gzip', 'pack200', Array(50).fill('gzip').join(', ')]) {
      const server = await startRecorder((_request, response) => {
        response.writeHead(200, { 'content-encoding': encoding });
        response.end('x');
      });
      expect(await codesOf(server.url, {})).toEqual(three('encoding_not_supported'));
      await server.close();
    }
  });

  test('one layer is unpacked in both lanes', async () => {
    for (const [encoding, body] of [
      ['gzip', gzipSync('hello')],
      ['br', brotliCompressSync('hello')],
      ['zstd', zstdCompressSync('hello')],
    ] as const) {
      const server = await startRecorder((_request, response) => {
        response.writeHead(200, { 'content-encoding': encoding });
        response.end(body);
      });
      const response = await out.fetch(server.url);
      expect([await response.text(), response.headers.get('content-encoding')]).toEqual(['hello', null]);
      const answer = await out.request({ url: server.url, method: 'GET' });
      expect([String(answer.body), answer.headers['content-encoding']]).toEqual(['hello', undefined]);
      const { stream } = await out.request({ url: server.url, method: 'GET', streamWhen: () => true });
      let text = '';
      for await (const chunk of stream ?? []) text += String(chunk);
      expect(text).toBe('hello');
      await server.close();
    }
  });
});
