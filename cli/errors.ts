// What can go wrong before Causeway is asked.
import { AppError } from '#shared/app-error.ts';

export const causewayUnreachable = (url: string, cause: unknown): AppError =>
  new AppError({
    code: 'causeway_unreachable',
    status: 0,
    message: `Causeway does not answer at ${url}.`,
    fix: 'Start it with `npm start`, or say where it is with --url or CAUSEWAY_URL.',
    cause,
  });

export const notCauseway = (url: string, what: string): AppError =>
  new AppError({
    code: 'causeway_not_understood',
    status: 0,
    message: `What answers at ${url} does not speak as Causeway of this version does: ${what}.`,
    fix: 'Check the URL, and that command line and server are of the same version.',
  });

export const tokenMissing = (): AppError =>
  new AppError({
    code: 'token_missing',
    status: 401,
    message: 'The command line has no access token for Causeway.',
    fix: 'Create one with `causeway token create NAME` beside the data folder or under Settings in the web app, then run `causeway login` or set CAUSEWAY_TOKEN.',
  });

export const connectorUnknown = (reference: string, known: string[]): AppError =>
  new AppError({
    code: 'connector_unknown',
    status: 404,
    message: `There is no connector ${JSON.stringify(reference)}.`,
    fix:
      known.length > 0
        ? `Use one of: ${known.join(', ')}.`
        : 'Add one with `causeway connectors add NAME URL`.',
  });

export const connectorAmbiguous = (reference: string, slugs: string[]): AppError =>
  new AppError({
    code: 'usage_connector_ambiguous',
    status: 0,
    message: `Several connectors are called ${JSON.stringify(reference)}.`,
    fix: `Use one of: ${slugs.join(', ')}; or narrow it with --project.`,
  });

export const projectUnknown = (reference: string, known: string[]): AppError =>
  new AppError({
    code: 'project_unknown',
    status: 404,
    message: `There is no project ${JSON.stringify(reference)}.`,
    fix: `Use one of: ${known.join(', ')}.`,
  });

export const notJson = (option: string, detail: string): AppError =>
  new AppError({
    code: 'usage_not_json',
    status: 0,
    message: `${option} is not a JSON object: ${detail}.`,
    fix: `Write it as ${option} '{"name": "value"}', as ${option} @FILE, or as ${option} - to read it from standard input.`,
  });

export const badOption = (message: string, fix: string): AppError =>
  new AppError({ code: 'usage_option', status: 0, message, fix });

export const personUnknown = (email: string, known: string[]): AppError =>
  new AppError({
    code: 'person_unknown',
    status: 404,
    message: `Nobody with the e-mail ${email} uses this Causeway.`,
    fix: `Use one of: ${known.join(', ')}.`,
  });

export const noDataFolder = (folder: string): AppError =>
  new AppError({
    code: 'data_folder_missing',
    status: 404,
    message: `There is no Causeway in ${folder}.`,
    fix: 'Start Causeway once with `npm start`, or name its data folder with --data or CAUSEWAY_DATA.',
  });
