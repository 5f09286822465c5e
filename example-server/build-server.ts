// One MCP server of the harbour office, made anew for a request (2026-07-28) or a session (older revisions).
import { McpServer } from '@modelcontextprotocol/server';
import type { SkillCatalog } from '@modelcontextprotocol/server/ext/skills';
import { icons } from './media/icons.ts';
import type { Office } from './office.ts';
import { registerPrompts } from './prompts.ts';
import { registerResources } from './resources.ts';
import { registerAskingTools } from './tools/asking.ts';
import { registerDredgeTool } from './tools/dredge.ts';
import { registerMapApp } from './tools/map-app.ts';
import { registerMediaTools } from './tools/media.ts';
import { registerReadingTools } from './tools/reading.ts';
import { registerSeasonTools } from './tools/season.ts';
import { registerWritingTools } from './tools/writing.ts';

export const serverInfo = {
  name: 'harbour-office',
  title: 'Harbour office',
  version: '1.0.0',
  icons: icons.anchor,
};

const instructions = `The harbour office knows ships by IMO number, berths by letter and number (A1), and days as YYYY-MM-DD.
Look before you book: list_ships, list_berths and tide_table change nothing. cancel_booking cannot be undone.
It is an example: no ship, berth or payment here is real.`;

/** Builds the server for one era; `modern` adds what only 2026-07-28 knows (tasks). */
export function buildServer(era: 'modern' | 'legacy', office: Office, skills: SkillCatalog): McpServer {
  const server = new McpServer(serverInfo, {
    instructions,
    capabilities: {
      logging: {},
      tools: { listChanged: true },
      prompts: { listChanged: true },
      resources: { listChanged: true, subscribe: true },
      extensions: {
        'io.modelcontextprotocol/ui': {},
        ...(era === 'modern' ? { 'io.modelcontextprotocol/tasks': {} } : {}),
      },
    },
    requestState: { verify: office.stateCodec.verify },
  });
  registerReadingTools(server, office);
  registerWritingTools(server, office);
  registerAskingTools(server, office);
  registerMediaTools(server, office);
  registerDredgeTool(server, office);
  registerMapApp(server, office);
  registerSeasonTools(server, office);
  registerResources(server, office);
  registerPrompts(server, office);
  skills.attach(server);
  return server;
}
