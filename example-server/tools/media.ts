// Tools whose result is a picture or a sound.
import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { drawBerth, soundFogHorn } from '../media/picture.ts';
import { type Office, readOnly, text, toolError } from '../office.ts';

export function registerMediaTools(server: McpServer, { harbour }: Office): void {
  server.registerTool(
    'berth_photo',
    {
      title: 'Photo of a berth',
      description: 'The quay camera looks at a berth: a PNG picture.',
      inputSchema: z.object({ berth: z.string().describe('Berth, for instance A1') }),
      annotations: readOnly,
    },
    ({ berth }) =>
      harbour.berths.some(({ id }) => id === berth)
        ? {
            content: [
              text(`Berth ${berth}, seen from the quay.`),
              {
                type: 'image' as const,
                data: drawBerth(berth).toString('base64'),
                mimeType: 'image/png',
              },
            ],
          }
        : toolError(`There is no berth ${berth}.`),
  );
  server.registerTool(
    'fog_horn',
    {
      title: 'Fog horn',
      description: 'What the fog horn sounds like: a WAV recording.',
      inputSchema: z.object({ seconds: z.number().min(0.2).max(5).default(1.5) }),
      annotations: readOnly,
    },
    ({ seconds }) => ({
      content: [
        {
          type: 'audio' as const,
          data: soundFogHorn(seconds).toString('base64'),
          mimeType: 'audio/wav',
        },
      ],
    }),
  );
}
