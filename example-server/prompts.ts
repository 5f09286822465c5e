// Prompts with arguments and completion.
import { completable, type McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { icons } from './media/icons.ts';
import { drawBerth } from './media/picture.ts';
import type { Office } from './office.ts';

const tones = ['formal', 'friendly', 'short'];

export function registerPrompts(server: McpServer, { harbour }: Office): void {
  server.registerPrompt(
    'draft_berth_letter',
    {
      title: 'Draft a berth letter',
      description: 'A letter to a ship about its berth, in the tone you choose.',
      icons: icons.letter,
      argsSchema: z.object({
        imo: completable(z.string().describe('IMO ship number'), (value) =>
          [...harbour.ships.keys()].filter((imo) => imo.startsWith(value)),
        ),
        berth: completable(z.string().describe('Berth'), (value, context) => {
          const ship = harbour.ships.get(context?.arguments?.imo ?? '');
          return harbour.berths
            .filter((berth) => !ship || berth.lengthMetres >= ship.lengthMetres)
            .map(({ id }) => id)
            .filter((id) => id.toLowerCase().startsWith(value.toLowerCase()));
        }),
        tone: completable(z.string().optional().describe('formal, friendly or short'), (value) =>
          tones.filter((tone) => tone.startsWith(value ?? '')),
        ),
      }),
    },
    ({ imo, berth, tone }) => {
      const ship = harbour.ships.get(imo);
      return {
        description: `Letter to ${ship?.name ?? imo} about berth ${berth}`,
        messages: [
          {
            role: 'user',
            content: {
              type: 'resource',
              resource: {
                uri: `harbour://ships/${imo}`,
                mimeType: 'application/json',
                text: JSON.stringify(ship ?? { imo }),
              },
            },
          },
          {
            role: 'user',
            content: {
              type: 'text',
              text: `Write a ${tone ?? 'formal'} letter to the captain of ${ship?.name ?? `ship ${imo}`} that berth ${berth} is ready.`,
            },
          },
        ],
      };
    },
  );
  server.registerPrompt(
    'morning_briefing',
    {
      title: 'Morning briefing',
      description: 'Tides, notices and bookings of the day, for the harbour master.',
    },
    () => ({
      messages: [
        {
          role: 'user',
          content: {
            type: 'text',
            text: `Brief the harbour master. Notices:\n${harbour.notices.map((notice) => `- ${notice.text}`).join('\n')}\nBookings: ${harbour.bookings.size}. Ask tide_table for today's tides.`,
          },
        },
      ],
    }),
  );
  server.registerPrompt(
    'describe_berth',
    {
      title: 'Describe a berth',
      description: 'Shows the picture of a berth and asks for a description.',
      argsSchema: z.object({
        berth: completable(z.string().describe('Berth'), (value) =>
          harbour.berths.map(({ id }) => id).filter((id) => id.toLowerCase().startsWith(value.toLowerCase())),
        ),
      }),
    },
    ({ berth }) => ({
      messages: [
        {
          role: 'user',
          content: { type: 'image', data: drawBerth(berth).toString('base64'), mimeType: 'image/png' },
        },
        { role: 'user', content: { type: 'text', text: `Describe berth ${berth} for a pilot book.` } },
      ],
    }),
  );
}
