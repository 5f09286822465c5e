import { parseJson } from '#shared/parse-json.ts';
import { bodyTooLarge, bodyTypeWrong, nullCharacter } from './errors.ts';

export const largestBody = 1024 * 1024;

/** Reads a body and counts while reading, whatever `Content-Length` says. Throws `body_too_large`. */
export async function readBody(
  request: Request,
  most: number = largestBody,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > most) throw bodyTooLarge(most);
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (request.body !== null)
    for await (const chunk of request.body) {
      size += chunk.byteLength;
      if (size > most) throw bodyTooLarge(most);
      chunks.push(chunk);
    }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/** The JSON of a body, `undefined` when there is none. */
export async function readJson(request: Request, most?: number): Promise<unknown> {
  const bytes = await readBody(request, most);
  if (bytes.byteLength === 0) return undefined;
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json(\s*;|\s*$)/i.test(type)) throw bodyTypeWrong();
  const text = new TextDecoder('utf-8').decode(bytes);
  const value = parseJson(text);
  if (text.includes('\\u0000')) refuseNull(value, 'body');
  return value;
}

/** PostgreSQL cannot hold NUL in text, so it is refused for every store alike. */
export function refuseNull(value: unknown, place: string): void {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw nullCharacter(place);
  } else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) {
      if (key.includes('\0')) throw nullCharacter(place);
      refuseNull(each, `${place}.${key}`);
    }
}
