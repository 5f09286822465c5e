// The one shape of an error on the wire: what happened, what was tried, what to do.
import { z } from 'zod';

export const problem = z.object({
  error: z.object({
    /** Stable, from `error-codes.ts`: `connector_unreachable`. */
    code: z.string(),
    /** One or two sentences for a person: what happened and what was tried. */
    message: z.string(),
    /** One sentence: what to do now. */
    fix: z.string().optional(),
    /** Where in the input, for invalid requests: `body.url`. */
    field: z.string().optional(),
    /** Facts for programs; never secrets. */
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});
export type Problem = z.output<typeof problem>;
