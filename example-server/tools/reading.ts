// Tools that only look.
import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { icons } from '../media/icons.ts';
import { type Office, pause, readOnly, structured, tell, text, toolError } from '../office.ts';
import { tidesOf } from '../seed.ts';

const imo = z
  .string()
  .regex(/^\d{7}$/)
  .describe('IMO ship number: seven digits');
const day = z.iso.date().describe('Calendar day, YYYY-MM-DD');
const shipType = z.enum(['cargo', 'ferry', 'tanker', 'fishing', 'sailing']);
const ship = z.object({
  imo: z.string(),
  name: z.string(),
  type: shipType,
  flag: z.string(),
  lengthMetres: z.number(),
  draughtMetres: z.number(),
});

export function registerReadingTools(server: McpServer, office: Office): void {
  registerShipTools(server, office);
  registerBerthTools(server, office);
  registerSeaTools(server);
  registerSlowTools(server, office);
}

function registerShipTools(server: McpServer, { harbour }: Office): void {
  server.registerTool(
    'list_ships',
    {
      title: 'List ships',
      description: 'Lists the ships known to the harbour office, all or of one type.',
      inputSchema: z.object({ type: shipType.optional().describe('Only ships of this type') }),
      outputSchema: z.object({ ships: z.array(ship) }),
      annotations: readOnly,
      icons: icons.ship,
    },
    async ({ type }, context) => {
      const ships = [...harbour.ships.values()].filter((one) => !type || one.type === type);
      await context.mcpReq.log('info', { tool: 'list_ships', found: ships.length }, 'harbour-office');
      return structured({ ships });
    },
  );
  server.registerTool(
    'get_ship',
    {
      title: 'Get a ship',
      description: 'One ship by its IMO number, with a link to its page.',
      inputSchema: z.object({ imo }),
      outputSchema: ship,
      annotations: readOnly,
      icons: icons.ship,
    },
    ({ imo }) => {
      const found = harbour.ships.get(imo);
      if (!found)
        return toolError(`No ship with IMO number ${imo} is known here. list_ships names them all.`);
      return {
        content: [
          text(JSON.stringify(found)),
          {
            type: 'resource_link' as const,
            uri: `harbour://ships/${imo}`,
            name: found.name,
            mimeType: 'text/markdown',
          },
        ],
        structuredContent: { ...found },
      };
    },
  );
}

function registerBerthTools(server: McpServer, { harbour }: Office): void {
  server.registerTool(
    'list_berths',
    {
      title: 'List berths',
      description: 'Lists the berths with length and depth in metres.',
      outputSchema: z.object({
        berths: z.array(
          z.object({ id: z.string(), quay: z.string(), lengthMetres: z.number(), depthMetres: z.number() }),
        ),
      }),
      annotations: readOnly,
      icons: icons.berth,
    },
    () => structured({ berths: harbour.berths }),
  );
  server.registerTool(
    'list_bookings',
    {
      title: 'List bookings',
      description: 'Lists berth bookings, cancelled ones too.',
      inputSchema: z.object({ state: z.enum(['booked', 'cancelled']).optional() }),
      outputSchema: z.object({
        bookings: z.array(
          z.object({
            id: z.string(),
            imo: z.string(),
            berth: z.string(),
            from: z.string(),
            nights: z.number(),
            state: z.enum(['booked', 'cancelled']),
          }),
        ),
      }),
      annotations: readOnly,
    },
    ({ state }) =>
      structured({ bookings: [...harbour.bookings.values()].filter((one) => !state || one.state === state) }),
  );
}

function registerSeaTools(server: McpServer): void {
  server.registerTool(
    'tide_table',
    {
      title: 'Tide table',
      description: 'High and low water for one to seven days, as a table. Times in UTC, heights in metres.',
      inputSchema: z.object({ date: day, days: z.int().min(1).max(7).default(1) }),
      outputSchema: z.object({
        days: z.array(
          z.object({
            date: z.string(),
            tides: z.array(
              z.object({ at: z.string(), kind: z.enum(['high', 'low']), heightMetres: z.number() }),
            ),
          }),
        ),
      }),
      annotations: { ...readOnly, idempotentHint: true },
      icons: icons.tide,
    },
    ({ date, days }) =>
      structured({
        days: Array.from({ length: days }, (_, offset) => {
          const at = new Date(Date.parse(`${date}T00:00:00Z`) + offset * 86_400_000)
            .toISOString()
            .slice(0, 10);
          return { date: at, tides: tidesOf(at) };
        }),
      }),
  );
  server.registerTool(
    'sea_forecast',
    {
      title: 'Sea forecast',
      description: 'Wind and sea for a sea area. The area also travels as the HTTP header Mcp-Param-Area.',
      inputSchema: z.object({
        area: z.string().max(60).describe('Sea area').meta({ 'x-mcp-header': 'Area' }),
      }),
      outputSchema: z.object({ area: z.string(), windBeaufort: z.number(), sea: z.string() }),
      annotations: readOnly,
    },
    ({ area }) => {
      const windBeaufort = [...area].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 9;
      return structured({ area, windBeaufort, sea: windBeaufort > 5 ? 'rough' : 'slight' });
    },
  );
}

function registerSlowTools(server: McpServer, { harbour }: Office): void {
  server.registerTool(
    'inspect_hull',
    {
      title: 'Inspect a hull',
      description: 'Sends a diver along the hull. Slow; reports progress and can be cancelled.',
      inputSchema: z.object({
        imo,
        sections: z.int().min(1).max(100).default(5),
        millisecondsPerSection: z.int().min(0).max(10_000).default(400),
      }),
      annotations: readOnly,
    },
    async ({ imo, sections, millisecondsPerSection }, context) => {
      const found = harbour.ships.get(imo);
      if (!found) return toolError(`No ship with IMO number ${imo} is known here.`);
      for (let section = 1; section <= sections; section++) {
        await pause(millisecondsPerSection, context.mcpReq.signal);
        await tell(context, {
          progress: section,
          total: sections,
          message: `Section ${section} of ${sections}: sound.`,
        });
      }
      return { content: [text(`The hull of ${found.name} is sound in all ${sections} sections.`)] };
    },
  );
  server.registerTool(
    'cargo_manifest',
    {
      title: 'Cargo manifest',
      description: 'The full manifest of a ship: a very long text, one line for each crate.',
      inputSchema: z.object({ imo, crates: z.int().min(1).max(200_000).default(20_000) }),
      annotations: readOnly,
    },
    ({ imo, crates }) => ({
      content: [
        text(
          Array.from(
            { length: crates },
            (_, index) =>
              `Crate ${index + 1}: ${imo}-${String(index + 1).padStart(6, '0')}, ${20 + ((index * 37) % 800)} kg, sealed`,
          ).join('\n'),
        ),
      ],
    }),
  );
}
