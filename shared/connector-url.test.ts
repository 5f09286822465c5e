import { expect, test } from 'vitest';
import { readConnectorUrl } from './connector-url.ts';

test.each([
  ['', 'url_invalid'],
  ['not a url', 'url_invalid'],
  ['https://', 'url_invalid'],
  ['https://ex ample.com', 'url_invalid'],
  ['https:\\\\example.com\\mcp', 'url_invalid'],
  ['ftp://example.com/mcp', 'url_scheme'],
  ['file:///etc/passwd', 'url_scheme'],
  ['data:text/plain,x', 'url_scheme'],
  ['javascript:alert(1)', 'url_scheme'],
  ['https://user:pw@example.com/mcp', 'url_has_credentials'],
  ['https://user@example.com/mcp', 'url_has_credentials'],
  ['https://example.com/mcp#x', 'url_has_fragment'],
  ['https://example.com/mcp#', 'url_has_fragment'],
])('%s is refused as %s with a fix', (text, code) => {
  const read = readConnectorUrl(text);
  expect(read).toMatchObject({ kind: 'bad', code });
  if (read.kind === 'bad') expect(read.fix).not.toBe('');
});

test.each([
  ['https://mcp.example.com/mcp', 'https://mcp.example.com/mcp'],
  ['  HTTPS://MCP.Example.com:443 ', 'https://mcp.example.com/'],
  ['mcp.example.com/mcp', 'https://mcp.example.com/mcp'],
  ['localhost:3000/mcp', 'http://localhost:3000/mcp'],
  ['127.0.0.1:3000', 'http://127.0.0.1:3000/'],
  ['https://bücher.example/mcp', 'https://xn--bcher-kva.example/mcp'],
])('%s is kept as %s', (text, url) => {
  expect(readConnectorUrl(text)).toMatchObject({ kind: 'ok', url, warnings: [] });
});

test('an unencrypted public address is said', () => {
  expect(readConnectorUrl('http://example.com/mcp')).toMatchObject({
    warnings: [{ code: 'url_not_encrypted' }],
  });
  expect(readConnectorUrl('http://127.0.0.1:9/mcp')).toMatchObject({ warnings: [] });
  expect(readConnectorUrl('https://example.com/mcp?region=eu')).toMatchObject({ warnings: [] });
});

test.each(['apiKey', 'api_key', 'x-api-key', 'access_token', 'token', 'KEY', 'client_secret', 'auth', 'sig'])(
  'O15: a key in the query is refused, and not repeated: %s',
  (name) => {
    const read = readConnectorUrl(`https://example.com/mcp?a=b&${name}=CANARY`);
    expect(read).toMatchObject({ kind: 'bad', code: 'url_holds_secret' });
    expect(JSON.stringify(read)).not.toContain('CANARY');
  },
);
