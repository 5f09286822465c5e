// Shapes of results that pages read. Servers may send anything: what does not fit is shown as JSON.
import { z } from 'zod';

const annotations = z.looseObject({ audience: z.array(z.string()).optional() }).optional();

export const resourceContents = z.looseObject({
  uri: z.string(),
  mimeType: z.string().optional(),
  text: z.string().optional(),
  blob: z.string().optional(),
});
export type ResourceContents = z.output<typeof resourceContents>;

export const contentBlock = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text'), text: z.string(), annotations }),
  z.looseObject({ type: z.literal('image'), data: z.string(), mimeType: z.string(), annotations }),
  z.looseObject({ type: z.literal('audio'), data: z.string(), mimeType: z.string(), annotations }),
  z.looseObject({ type: z.literal('resource'), resource: resourceContents, annotations }),
  z.looseObject({
    type: z.literal('resource_link'),
    uri: z.string(),
    name: z.string(),
    title: z.string().optional(),
    description: z.string().optional(),
    mimeType: z.string().optional(),
    size: z.number().optional(),
  }),
]);
export type ContentBlock = z.output<typeof contentBlock>;

export const promptResult = z.looseObject({
  description: z.string().optional(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
});

export const readResult = z.looseObject({ contents: z.array(resourceContents) });
