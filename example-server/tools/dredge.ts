// Dredging the channel: long work. Clients that know tasks get one (tasks.ts); all others wait with progress.
import { acceptedContent, inputRequired, type McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { needsWriteScope, type Office, pause, tell, text, writing } from '../office.ts';

export const dredgeInput = z.object({
  metres: z.int().min(1).max(1000).default(5).describe('Metres of channel to dredge'),
  millisecondsPerMetre: z.int().min(0).max(60_000).default(1000),
  askBeforeDumping: z.boolean().default(false).describe('Ask a person where the mud goes, half way'),
});

export const mudQuestion = {
  method: 'elicitation/create' as const,
  params: {
    mode: 'form' as const,
    message: 'The barge is full. Where should the mud go?',
    requestedSchema: {
      type: 'object' as const,
      properties: {
        place: { type: 'string' as const, title: 'Place', enum: ['open sea', 'land reclamation'] },
      },
      required: ['place'],
    },
  },
};

export const mudAnswer = z.object({ place: z.enum(['open sea', 'land reclamation']) });

/** The words at the end of the work. */
export function dredged(metres: number, place?: string): string {
  return `${metres} metres of channel are dredged${place ? `; the mud went to ${place}` : ''}.`;
}

export function registerDredgeTool(server: McpServer, _office: Office): void {
  server.registerTool(
    'dredge_channel',
    {
      title: 'Dredge the channel',
      description:
        'Dredges the channel metre by metre. Long work: runs as a task for clients that know tasks.',
      inputSchema: dredgeInput,
      annotations: writing,
      scopeChallenge: needsWriteScope,
    },
    async ({ metres, millisecondsPerMetre, askBeforeDumping }, context) => {
      const place = acceptedContent(context.mcpReq.inputResponses, 'mud', mudAnswer)?.place;
      if (askBeforeDumping && !place) {
        if (context.mcpReq.inputResponses?.mud)
          return { content: [text('Dredging stopped: nobody said where the mud goes.')] };
        return inputRequired({ inputRequests: { mud: inputRequired.elicit(mudQuestion.params) } });
      }
      for (let metre = 1; metre <= metres; metre++) {
        await pause(millisecondsPerMetre, context.mcpReq.signal);
        await tell(context, { progress: metre, total: metres, message: `Metre ${metre} of ${metres}.` });
      }
      return { content: [text(dredged(metres, place))] };
    },
  );
}
