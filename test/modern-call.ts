// A client of 2026-07-28 that cannot ask its person anything, in one request.

/** Calls a tool at a gateway's endpoint with an access token; the whole answer as text. */
export async function modernCall(
  endpoint: string | URL,
  token: string,
  name: string,
  given: Record<string, unknown>,
): Promise<string> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${token}`,
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': name,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: {
        name,
        arguments: given,
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientCapabilities': {},
          'io.modelcontextprotocol/clientInfo': { name: 'another app', version: '1' },
        },
      },
    }),
  });
  return response.text();
}
