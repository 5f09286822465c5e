// JSON arguments from the command line, a file or standard input; secrets from standard input.
import { readFileSync } from 'node:fs';
import type { JsonObject } from '#shared/json.ts';
import { notJson } from './errors.ts';
import type { Surroundings } from './surroundings.ts';

/** Everything on standard input, without the line break at its end. */
export async function readStandardInput({ stdin }: Pick<Surroundings, 'stdin'>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

/** `'{…}'`, `@FILE` or `-`. */
export async function readJsonObject(
  surroundings: Pick<Surroundings, 'stdin'>,
  option: string,
  value: string | undefined,
): Promise<JsonObject> {
  if (value === undefined) return {};
  let json: unknown;
  try {
    const text =
      value === '-'
        ? await readStandardInput(surroundings)
        : value.startsWith('@')
          ? readFileSync(value.slice(1), 'utf8')
          : value;
    json = JSON.parse(text);
  } catch (cause) {
    throw notJson(option, cause instanceof Error ? cause.message : String(cause));
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw notJson(option, 'it is a value of another kind');
  return json as JsonObject;
}
