import { AppError } from '#shared/app-error.ts';

export const activityErrors = {
  notRecorded: (cause: unknown) =>
    new AppError({
      code: 'activity_not_recorded',
      status: 503,
      message: `The call was not made, because it could not be written to Activity first: ${reason(cause)}.`,
      fix: 'Free disk space or see to the database, then try again; nothing was sent.',
      details: { outcome: 'not-sent' },
      cause,
    }),
  overloaded: () =>
    new AppError({
      code: 'activity_overloaded',
      status: 503,
      message:
        'The call was not made: more calls wait to be written to Activity than the disk keeps up with.',
      fix: 'Try again in a moment; nothing was sent.',
      details: { outcome: 'not-sent' },
    }),
  notOpen: (id: string) =>
    new AppError({
      code: 'activity_not_open',
      status: 500,
      message: `The activity entry ${id} is not open: it was never begun here, or has ended already.`,
    }),
  notFound: () =>
    new AppError({
      code: 'activity_not_found',
      status: 404,
      message: 'There is no such entry in your activity.',
      fix: 'It may have been removed because of its age; go back to the list.',
    }),
  administratorsOnly: () =>
    new AppError({
      code: 'administrator_needed',
      status: 403,
      message: "Other people's activity is shown to administrators only.",
      fix: 'Leave out "everybody" to see your own.',
      field: 'query.everybody',
    }),
};

function reason(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (/full/i.test(text)) return 'the disk is full';
  if (/locked|busy/i.test(text)) return 'the database is locked by another program';
  if (/readonly|read-only/i.test(text)) return 'the database cannot be written to';
  return 'the database did not accept it';
}
