// Arguments as the record keeps them: secrets taken out by name and by shape, long values cut.
import type { Json, JsonObject } from '#shared/json.ts';

const secretName =
  /pass(word|wd|phrase)?$|^pwd$|secret|token|api[-_]?key|authori[sz]ation|credential|cookie|private[-_]?key|^otp$|^pin$/i;
const secretShape =
  /\b(?:Bearer\s+\S{8,}|gh[pousr]_\w{20,}|sk-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*)/g;
const textLength = 2_000;
const entries = 200;
const depth = 12;

/** A copy that is safe to keep; never longer than a fixed bound per text and list. */
export function redactArguments(callArguments: JsonObject): JsonObject {
  return redactObject(callArguments, 0);
}

function redact(value: Json | undefined, level: number): Json | undefined {
  if (typeof value === 'string') return redactText(value);
  if (value === null || typeof value !== 'object') return value;
  if (level >= depth) return '[cut]';
  if (!Array.isArray(value)) return redactObject(value, level);
  const kept = value.slice(0, entries).map((one) => redact(one, level + 1) ?? null);
  return value.length > entries ? [...kept, `[${value.length - entries} more]`] : kept;
}

function redactObject(value: JsonObject, level: number): JsonObject {
  const keys = Object.keys(value);
  const copy: [string, Json | undefined][] = keys
    .slice(0, entries)
    .map((key) => [
      key,
      secretName.test(key) && value[key] !== null ? '[redacted]' : redact(value[key], level + 1),
    ]);
  if (keys.length > entries) copy.push(['…', `[${keys.length - entries} more]`]);
  return Object.fromEntries(copy);
}

function redactText(text: string): string {
  const short = text.length > textLength ? `${text.slice(0, textLength)}… [${text.length} characters]` : text;
  return short.length < 12 ? short : short.replace(secretShape, '[redacted]');
}
