// Where `causeway login` keeps the address and the access token: one file, readable by its owner alone.
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Surroundings } from './surroundings.ts';

const login = z.object({ url: z.string(), token: z.string() });
export type Login = z.output<typeof login>;

type Place = Pick<Surroundings, 'environment' | 'homeFolder'>;

export const loginPath = ({ environment, homeFolder }: Place): string =>
  join(environment.XDG_CONFIG_HOME || join(homeFolder, '.config'), 'causeway', 'login.json');

export function readLogin(place: Place): Login | undefined {
  try {
    return login.parse(JSON.parse(readFileSync(loginPath(place), 'utf8')));
  } catch {
    return undefined;
  }
}

export function saveLogin(place: Place, value: Login): string {
  const path = loginPath(place);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
  return path;
}

export function forgetLogin(place: Place): void {
  rmSync(loginPath(place), { force: true });
}
