// What the harbour office lets people read: text, JSON, a picture, and a page for each ship.
import { type McpServer, ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server';
import { icons } from './media/icons.ts';
import { drawBerth } from './media/picture.ts';
import type { Office } from './office.ts';

/** Registers everything below `harbour://`. Notices and bookings can be subscribed to. */
export function registerResources(server: McpServer, { harbour }: Office): void {
  server.registerResource(
    'notices',
    'harbour://notices',
    {
      title: 'Notices to mariners',
      description: 'What the harbour master wants everybody to know. Changes when a notice is posted.',
      mimeType: 'text/plain',
      icons: icons.letter,
      annotations: {
        audience: ['user', 'assistant'],
        priority: 0.9,
        lastModified: harbour.notices.at(-1)?.at,
      },
    },
    (uri) => ({
      contents: [
        {
          uri: uri.href,
          mimeType: 'text/plain',
          text: harbour.notices.map(({ id, at, text }) => `${id} (${at.slice(0, 10)}) ${text}`).join('\n'),
        },
      ],
    }),
  );
  server.registerResource(
    'bookings',
    'harbour://bookings',
    { title: 'Bookings', description: 'All berth bookings as JSON.', mimeType: 'application/json' },
    (uri) => ({
      contents: [
        {
          uri: uri.href,
          mimeType: 'application/json',
          text: JSON.stringify([...harbour.bookings.values()], null, 2),
        },
      ],
    }),
  );
  const photo = drawBerth('A1');
  server.registerResource(
    'north-quay',
    'harbour://pictures/north-quay.png',
    { title: 'The north quay', mimeType: 'image/png', size: photo.length, annotations: { priority: 0.2 } },
    (uri) => ({
      contents: [{ uri: uri.href, mimeType: 'image/png', blob: photo.toString('base64') }],
    }),
  );
  registerTemplates(server, harbour);
}

function registerTemplates(server: McpServer, harbour: Office['harbour']): void {
  server.registerResource(
    'ship',
    new ResourceTemplate('harbour://ships/{imo}', {
      list: undefined,
      complete: { imo: (value) => [...harbour.ships.keys()].filter((imo) => imo.startsWith(value)) },
    }),
    {
      title: 'Page of a ship',
      description: 'What the office knows of one ship.',
      mimeType: 'text/markdown',
      icons: icons.ship,
    },
    (uri, { imo }) => {
      const ship = harbour.ships.get(String(imo));
      if (!ship) throw new ResourceNotFoundError(uri.href);
      return {
        contents: [
          {
            uri: uri.href,
            mimeType: 'text/markdown',
            text: `# ${ship.name}\n\n| | |\n|---|---|\n| IMO | ${ship.imo} |\n| Type | ${ship.type} |\n| Flag | ${ship.flag} |\n| Length | ${ship.lengthMetres} m |\n| Draught | ${ship.draughtMetres} m |\n`,
          },
        ],
      };
    },
  );
  server.registerResource(
    'berth-picture',
    new ResourceTemplate('harbour://quays/{quay}/{berth}.png', {
      list: undefined,
      complete: {
        quay: (value) =>
          [...new Set(harbour.berths.map(({ quay }) => slug(quay)))].filter((quay) => quay.startsWith(value)),
        berth: (value, context) =>
          harbour.berths
            .filter(({ quay }) => !context?.arguments?.quay || slug(quay) === context.arguments.quay)
            .map(({ id }) => id)
            .filter((id) => id.toLowerCase().startsWith(value.toLowerCase())),
      },
    }),
    { title: 'Picture of a berth', description: 'Seen by the quay camera.', mimeType: 'image/png' },
    (uri, { quay, berth }) => {
      const found = harbour.berths.find((one) => one.id === String(berth) && slug(one.quay) === String(quay));
      if (!found) throw new ResourceNotFoundError(uri.href);
      return {
        contents: [{ uri: uri.href, mimeType: 'image/png', blob: drawBerth(found.id).toString('base64') }],
      };
    },
  );
}

const slug = (name: string): string => name.toLowerCase().replaceAll(' ', '-');
