// How each client adds a remote MCP server by its URL: what to paste or type, and a link where the client has one.

export interface ClientRecipe {
  value: string;
  label: string;
  /** What to do, in a sentence. */
  how: string;
  code?: string;
  link?: { label: string; href: string };
}

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** `url` is a project's endpoint; sign-in is by OAuth, except where a token is named. */
export function clientRecipes(url: string): ClientRecipe[] {
  const cursorConfig = btoa(JSON.stringify({ url }));
  const vsCodeConfig = encodeURIComponent(JSON.stringify({ name: 'causeway', type: 'http', url }));
  return [
    {
      value: 'claude',
      label: 'Claude',
      how: 'In Claude: Settings, Connectors, Add custom connector. Paste this as the remote MCP server URL. Claude itself must reach it, so it needs a public https: address.',
      code: url,
      link: { label: "Open Claude's connectors", href: 'https://claude.ai/settings/connectors' },
    },
    {
      value: 'claude-code',
      label: 'Claude Code',
      how: 'Run this, then /mcp in Claude Code to sign in.',
      code: `claude mcp add --transport http causeway ${url}`,
    },
    {
      value: 'chatgpt',
      label: 'ChatGPT',
      how: 'In ChatGPT, with developer mode: Settings, Connectors, Create. Paste this as the MCP server URL and choose OAuth. It needs a public https: address.',
      code: url,
    },
    {
      value: 'vscode',
      label: 'VS Code',
      how: 'Add it by the link, or put this into .vscode/mcp.json.',
      code: json({ servers: { causeway: { type: 'http', url } } }),
      link: { label: 'Add to VS Code', href: `vscode:mcp/install?${vsCodeConfig}` },
    },
    {
      value: 'cursor',
      label: 'Cursor',
      how: 'Add it by the link, or put this into ~/.cursor/mcp.json.',
      code: json({ mcpServers: { causeway: { url } } }),
      link: {
        label: 'Add to Cursor',
        href: `cursor://anysphere.cursor-deeplink/mcp/install?name=causeway&config=${encodeURIComponent(cursorConfig)}`,
      },
    },
    {
      value: 'codex',
      label: 'Codex',
      how: 'Run this, then sign in with codex mcp login causeway.',
      code: `codex mcp add causeway --url ${url}`,
    },
    {
      value: 'mcp-remote',
      label: 'mcp-remote',
      how: 'For clients that only start local commands.',
      code: json({ mcpServers: { causeway: { command: 'npx', args: ['-y', 'mcp-remote', url] } } }),
    },
    {
      value: 'token',
      label: 'Access token',
      how: 'For clients that only know headers. Put a personal access token with the scope call in the place of ACCESS_TOKEN; it is made in Settings.',
      code: json({
        mcpServers: { causeway: { type: 'http', url, headers: { Authorization: 'Bearer ACCESS_TOKEN' } } },
      }),
    },
  ];
}
