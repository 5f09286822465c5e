import { expect, test } from 'vitest';
import { headersOf } from './sign-in.ts';

const headers = (...pairs: [string, string][]) => ({
  kind: 'headers' as const,
  headers: pairs.map(([name, value]) => ({ name, value })),
});

const bad: [string, ReturnType<typeof headers>][] = [
  ['a line break in a value', headers(['X-Key', 'a\r\nHost: evil'])],
  ['a NUL in a value', headers(['X-Key', 'a\0b'])],
  ['a line break in a name', headers(['X-Key\r\nHost', 'a'])],
  ['an empty name', headers(['', 'a'])],
  ['an empty value', headers(['X-Key', '  '])],
  ['letters no header carries', headers(['X-Key', 'schlüssel€'])],
  ['two spellings of one name', headers(['X-Key', 'a'], ['x-key', 'b'])],
  ...[
    'Host',
    'content-length',
    'Transfer-Encoding',
    'Connection',
    'Cookie',
    'Proxy-Authorization',
    'Mcp-Session-Id',
    'MCP-Protocol-Version',
    'Accept',
    'Origin',
    'X-Forwarded-For',
    'Last-Event-ID',
  ].map((name): [string, ReturnType<typeof headers>] => [name, headers([name, 'a'])]),
];

test.each(bad)('S09: %s is refused at once', (_, signIn) => {
  expect(() => headersOf(signIn)).toThrow(expect.objectContaining({ code: 'header_not_allowed' }));
});

test('S10: placeholders are sent as they are', () => {
  for (const value of ['${' + 'PATH}', '{{user.email}}', '%HOME%', 'op://vault/key']) {
    expect(headersOf(headers(['Authorization', value]))).toEqual([{ name: 'Authorization', value }]);
  }
});

test('a user name and password become one Basic header in UTF-8 (RFC 7617)', () => {
  expect(headersOf({ kind: 'basic', username: 'test', password: '123£' })).toEqual([
    { name: 'Authorization', value: 'Basic dGVzdDoxMjPCow==' },
  ]);
  for (const username of ['a:b', '', 'a\nb']) {
    expect(() => headersOf({ kind: 'basic', username, password: 'x' })).toThrow();
  }
});
