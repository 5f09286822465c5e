import { AppError } from '#shared/app-error.ts';

export const exampleErrors = {
  didNotStart: (why: string) =>
    new AppError({
      code: 'example_did_not_start',
      status: 500,
      message: `The example server did not start: ${why.slice(0, 300)}.`,
      fix: 'Start it in a terminal with “npm run example-server -- --no-auth” to see more, and add its URL.',
    }),
};
