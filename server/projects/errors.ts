import { AppError } from '#shared/app-error.ts';

export const projectNotFound = (): AppError =>
  new AppError({
    code: 'project_not_found',
    status: 404,
    message: 'There is no such project.',
    fix: 'Choose one of your projects.',
  });

export const projectIsDefault = (): AppError =>
  new AppError({
    code: 'project_is_default',
    status: 409,
    message: 'The default project cannot be removed.',
    fix: 'Rename it, or remove what is in it.',
  });
