// Tools that change something, one of them destructively.
import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { icons } from '../media/icons.ts';
import {
  destructive,
  needsWriteScope,
  type Office,
  structured,
  text,
  toolError,
  writing,
} from '../office.ts';

const booking = z.object({
  id: z.string(),
  imo: z.string(),
  berth: z.string(),
  from: z.string(),
  nights: z.number(),
  state: z.enum(['booked', 'cancelled']),
});

export function registerWritingTools(server: McpServer, { harbour }: Office): void {
  server.registerTool(
    'book_berth',
    {
      title: 'Book a berth',
      description: 'Books a berth for a ship. Refuses berths that are too short, too shallow or taken.',
      inputSchema: z.object({
        imo: z.string().describe('IMO ship number'),
        berth: z.string().describe('Berth, for instance A1'),
        from: z.iso.date().describe('First night, YYYY-MM-DD'),
        nights: z.int().min(1).max(30),
      }),
      outputSchema: booking,
      annotations: writing,
      icons: icons.berth,
      scopeChallenge: needsWriteScope,
    },
    (request) => {
      const booked = harbour.book(request);
      return typeof booked === 'string' ? toolError(booked) : structured({ ...booked });
    },
  );
  server.registerTool(
    'cancel_booking',
    {
      title: 'Cancel a booking',
      description: 'Cancels a booking for good. The berth is free for others at once.',
      inputSchema: z.object({ id: z.string().describe('Booking, for instance B-1001') }),
      outputSchema: booking,
      annotations: destructive,
      scopeChallenge: needsWriteScope,
    },
    ({ id }) => {
      const cancelled = harbour.cancel(id);
      return cancelled ? structured({ ...cancelled }) : toolError(`There is no booking ${id}.`);
    },
  );
  server.registerTool(
    'rename_ship',
    {
      title: 'Rename a ship',
      description: 'Gives a ship a new name. Renaming twice to the same name changes nothing.',
      inputSchema: z.object({ imo: z.string(), name: z.string().trim().min(1).max(60) }),
      annotations: { ...writing, idempotentHint: true },
      icons: icons.ship,
      scopeChallenge: needsWriteScope,
    },
    ({ imo, name }) => {
      const renamed = harbour.rename(imo, name);
      return renamed
        ? { content: [text(`Ship ${imo} is now called ${name}.`)] }
        : toolError(`No ship with IMO number ${imo} is known here.`);
    },
  );
  server.registerTool(
    'post_notice',
    {
      title: 'Post a notice',
      description: 'Adds a notice to harbour://notices; subscribers are told.',
      inputSchema: z.object({ text: z.string().trim().min(1).max(500) }),
      annotations: writing,
      scopeChallenge: needsWriteScope,
    },
    (input) => {
      const notice = harbour.postNotice(input.text);
      return { content: [text(`Notice ${notice.id} is on the board.`)] };
    },
  );
  // Without annotations on purpose: a client must not guess what it does.
  server.registerTool(
    'ring_bell',
    {
      title: 'Ring the harbour bell',
      description: 'Rings the bell. Says nothing about itself in annotations.',
      inputSchema: z.object({ times: z.int().min(1).max(8).default(2) }),
    },
    ({ times }) => ({ content: [text(Array.from({ length: times }, () => 'ding').join(' '))] }),
  );
}
