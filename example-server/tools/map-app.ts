// The harbour map: a tool whose result a client may show as an MCP App (extension io.modelcontextprotocol/ui).
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  RESOURCE_MIME_TYPE,
  registerAppResource,
  registerAppTool,
} from '@modelcontextprotocol/ext-apps/server';
import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { type Office, readOnly, structured } from '../office.ts';

const mapUri = 'ui://harbour-office/map.html';
const berthState = z.object({
  id: z.string(),
  quay: z.string(),
  state: z.enum(['free', 'booked']),
  booking: z.string().optional(),
});

export function registerMapApp(server: McpServer, { harbour }: Office): void {
  const berthsNow = () =>
    harbour.berths.map(({ id, quay }) => {
      const booking = [...harbour.bookings.values()].find(
        (one) => one.state === 'booked' && one.berth === id,
      );
      return booking
        ? { id, quay, state: 'booked' as const, booking: booking.id }
        : { id, quay, state: 'free' as const };
    });
  registerAppTool(
    server,
    'harbour_map',
    {
      title: 'Harbour map',
      description: 'Shows which berths are free, as a map where the client can show one.',
      outputSchema: z.object({ berths: z.array(berthState) }),
      annotations: readOnly,
      _meta: { ui: { resourceUri: mapUri } },
    },
    () => structured({ berths: berthsNow() }),
  );
  registerAppTool(
    server,
    'berth_status',
    {
      title: 'State of a berth',
      description: 'For the map only: the state of one berth.',
      inputSchema: z.object({ berth: z.string() }),
      outputSchema: z.object({ berths: z.array(berthState) }),
      annotations: readOnly,
      _meta: { ui: { resourceUri: mapUri, visibility: ['app'] } },
    },
    ({ berth }) => structured({ berths: berthsNow().filter(({ id }) => id === berth) }),
  );
  registerAppResource(server, 'Harbour map', mapUri, { description: 'The map as a page' }, () => ({
    contents: [{ uri: mapUri, mimeType: RESOURCE_MIME_TYPE, text: mapPage() }],
  }));
}

let page: string | undefined;

/** The page with the App library inside: it loads nothing from anywhere. */
function mapPage(): string {
  page ??= readFileSync(new URL('./map-app.html', import.meta.url), 'utf8').replace(
    '/* the App library */',
    () => appLibrary(),
  );
  return page;
}

/** The library as a script: its exports become the global `apps`. */
function appLibrary(): string {
  const path = fileURLToPath(import.meta.resolve('@modelcontextprotocol/ext-apps/app-with-deps'));
  return readFileSync(path, 'utf8')
    .replace(/export\s*\{([^}]*)\};?\s*$/, (_, names: string) => {
      const pairs = names.split(',').map((name) => {
        const [inside = '', outside] = name.trim().split(/\s+as\s+/);
        return `${JSON.stringify(outside ?? inside)}:${inside}`;
      });
      return `globalThis.apps={${pairs.join(',')}};`;
    })
    .replaceAll('</script', '<\\/script');
}
