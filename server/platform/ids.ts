import { randomBytes } from 'node:crypto';

/** Makes ids such as `con_…`: a readable prefix and 128 random bits, URL-safe. */
export type MakeId = (prefix: string) => string;

export const randomId: MakeId = (prefix) => `${prefix}_${randomBytes(16).toString('base64url')}`;
