// The regatta season: opening it adds tools while clients are connected, closing it removes them.
import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { needsWriteScope, type Office, readOnly, structured, text, toolError, writing } from '../office.ts';

const regattas = ['Spring Cup', 'Midsummer Race', 'Lighthouse Run'];

export function registerSeasonTools(server: McpServer, office: Office): void {
  const { harbour } = office;
  server.registerTool(
    'open_season',
    {
      title: 'Open the regatta season',
      description: 'Opens the season: the tools list_regattas, enter_regatta and close_season appear.',
      annotations: { ...writing, idempotentHint: true },
      scopeChallenge: needsWriteScope,
    },
    () => ({
      content: [text(harbour.setSeason('open') ? 'The season is open.' : 'The season was open already.')],
    }),
  );
  if (harbour.season() === 'open') addSeasonTools(server, office);
}

/** Brings the tools of a living session to the season's state; the SDK tells the client. */
export function followSeason(server: McpServer, office: Office): () => void {
  let remove = office.harbour.season() === 'open' ? addedAtStart(server) : undefined;
  return office.harbour.onChange((change) => {
    if (change.kind !== 'tools') return;
    if (office.harbour.season() === 'open') remove ??= addSeasonTools(server, office);
    else {
      remove?.();
      remove = undefined;
    }
  });
}

const added = new WeakMap<McpServer, () => void>();
const addedAtStart = (server: McpServer): (() => void) | undefined => added.get(server);

function addSeasonTools(server: McpServer, { harbour }: Office): () => void {
  const tools = [
    server.registerTool(
      'list_regattas',
      {
        title: 'List regattas',
        description: 'The regattas of the season.',
        outputSchema: z.object({ regattas: z.array(z.string()) }),
        annotations: readOnly,
      },
      () => structured({ regattas }),
    ),
    server.registerTool(
      'enter_regatta',
      {
        title: 'Enter a regatta',
        description: 'Enters a sailing ship for a regatta.',
        inputSchema: z.object({ imo: z.string(), regatta: z.enum(regattas) }),
        annotations: writing,
        scopeChallenge: needsWriteScope,
      },
      ({ imo, regatta }) => {
        const ship = harbour.ships.get(imo);
        if (ship?.type !== 'sailing') return toolError('Only a sailing ship can enter a regatta.');
        return { content: [text(`${ship.name} is entered for the ${regatta}.`)] };
      },
    ),
    server.registerTool(
      'close_season',
      {
        title: 'Close the regatta season',
        description: 'Closes the season: its tools disappear.',
        annotations: { ...writing, idempotentHint: true },
        scopeChallenge: needsWriteScope,
      },
      () => {
        harbour.setSeason('closed');
        return { content: [text('The season is closed.')] };
      },
    ),
  ];
  const remove = (): void => {
    for (const tool of tools) tool.remove();
  };
  added.set(server, remove);
  return remove;
}
