// Every setting of Causeway in one table: read once at start, and the source of docs/settings.md.
import { resolve } from 'node:path';
import { AppError } from '#shared/app-error.ts';

export interface Config {
  port: number;
  host: string;
  /** Absolute path of the data folder: database file, key, backups. */
  dataFolder: string;
  /** Absent: SQLite in the data folder. */
  databaseUrl?: string;
  /** Where browsers reach Causeway: an origin without a trailing slash. Absent: `http://HOST:PORT` of this machine. */
  publicUrl?: string;
  /** A client ID metadata document that is published elsewhere. */
  clientMetadataUrl?: string;
  /** `host:port` pairs of non-public addresses that may be connected to; `loopback` stands for this machine, any port. */
  outboundAllow: string[];
  /** Whether clients of the gateway may register themselves. */
  clientRegistration: boolean;
}

interface Setting {
  environment: string;
  flag: string;
  /** As it stands in the documentation. */
  value: string;
  fallback: string;
  about: string;
  read: (text: string, name: string) => Partial<Config>;
}

/** A setting that cannot be used; the program ends with the sentence. */
const badSetting = (name: string, text: string, wanted: string, fix: string): AppError =>
  new AppError({
    code: 'setting_invalid',
    status: 500,
    message: `${name} is ${JSON.stringify(text)}, but must be ${wanted}.`,
    fix,
    field: name,
  });

export const settings: Setting[] = [
  {
    environment: 'CAUSEWAY_PORT',
    flag: '--port',
    value: 'a port, 0 to 65535',
    fallback: '4180',
    about: 'The port that Causeway listens on. 0 takes any free one.',
    read(text, name) {
      const port = Number(text);
      if (!/^\d{1,5}$/.test(text) || port > 65535)
        throw badSetting(name, text, 'a whole number from 0 to 65535', 'Choose a free port, such as 4180.');
      return { port };
    },
  },
  {
    environment: 'CAUSEWAY_HOST',
    flag: '--host',
    value: 'an address or host name',
    fallback: '127.0.0.1',
    about:
      'The address that Causeway listens on. Anything but this machine (`127.0.0.1`, `::1`, `localhost`) needs `CAUSEWAY_PUBLIC_URL`.',
    read(text, name) {
      if (!/^[A-Za-z0-9.:-]{1,253}$/.test(text))
        throw badSetting(
          name,
          text,
          'an address or a host name',
          'Write it without scheme and port: 127.0.0.1 or 0.0.0.0.',
        );
      return { host: text };
    },
  },
  {
    environment: 'CAUSEWAY_DATA',
    flag: '--data',
    value: 'a folder',
    fallback: './data',
    about: 'The folder with the database, the key and the backups. It is made when it does not exist.',
    read: (text) => ({ dataFolder: resolve(text) }),
  },
  {
    environment: 'CAUSEWAY_DATABASE_URL',
    flag: '--database-url',
    value: '`postgres://user:password@host:port/name`',
    fallback: 'none: SQLite in the data folder',
    about:
      'A PostgreSQL database to use instead of the SQLite file, for teams and several replicas. On another machine, a password such as `postgres` is refused.',
    read(text, name) {
      const url = URL.parse(text);
      if (!url || !/^postgres(ql)?:$/.test(url.protocol) || !url.hostname)
        throw badSetting(
          name,
          withoutPassword(text),
          'a PostgreSQL URL',
          'Write it as postgres://user:password@host:5432/causeway, or leave it out to use SQLite.',
        );
      if (!isLoopbackHost(url.hostname) && isSamplePassword(url))
        throw badSetting(
          name,
          withoutPassword(text),
          'a PostgreSQL URL whose password is not a sample that everybody knows',
          'Give the database user a long random password, or sign in to the database by certificate.',
        );
      return { databaseUrl: text };
    },
  },
  {
    environment: 'CAUSEWAY_PUBLIC_URL',
    flag: '--public-url',
    value: 'an origin, such as `https://causeway.example.com`',
    fallback: 'the address it listens on',
    about:
      'Where browsers and other clients reach Causeway. Must be `https:` unless it is this machine. Requests for any other host are refused.',
    read(text, name) {
      const url = URL.parse(text);
      const fix = 'Write the origin alone, such as https://causeway.example.com.';
      if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
        throw badSetting(name, withoutPassword(text), 'an https: URL', fix);
      if (url.pathname !== '/' || url.search || url.hash)
        throw badSetting(name, text, 'an origin without a path', fix);
      if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
        throw badSetting(
          name,
          text,
          'an https: URL',
          'Put a proxy with a certificate in front; plain http: is for this machine only.',
        );
      return { publicUrl: url.origin };
    },
  },
  {
    environment: 'CAUSEWAY_CLIENT_METADATA_URL',
    flag: '--client-metadata-url',
    value: 'an https: URL with a path',
    fallback: 'none: Causeway publishes one itself when its public URL is `https:`',
    about:
      'A client ID metadata document published elsewhere, for an installation that authorization servers on the internet cannot reach. It must list the redirect address of every connector.',
    read(text, name) {
      const url = URL.parse(text);
      if (url?.protocol !== 'https:' || url.pathname === '/' || url.username || url.hash)
        throw badSetting(
          name,
          withoutPassword(text),
          'an https: URL with a path',
          'Write the address of the document, such as https://example.com/causeway.json.',
        );
      return { clientMetadataUrl: text };
    },
  },
  {
    environment: 'CAUSEWAY_CLIENT_REGISTRATION',
    flag: '--client-registration',
    value: '`on` or `off`',
    fallback: '`on`',
    about:
      'Whether other apps may register themselves at the gateway before a person signs in to them. With `off` only apps with a client ID metadata document, and access tokens, are accepted.',
    read(text, name) {
      if (text !== 'on' && text !== 'off') throw badSetting(name, text, '`on` or `off`', 'Write on or off.');
      return { clientRegistration: text === 'on' };
    },
  },
  {
    environment: 'CAUSEWAY_OUTBOUND_ALLOW',
    flag: '--outbound-allow',
    value: '`host:port`, separated by commas; `loopback`; or `none`',
    fallback: '`loopback` while Causeway listens on this machine only, otherwise `none`',
    about:
      'Non-public addresses that connectors and model providers may use. `loopback` means this machine at any port. Public addresses need no entry.',
    read(text, name) {
      if (text === 'none') return { outboundAllow: [] };
      const entries = text.split(',').map((entry) => entry.trim().toLowerCase());
      for (const entry of entries) {
        const match = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+):(\d{1,5})$/.exec(entry);
        const port = Number(match?.[2]);
        if (entry !== 'loopback' && (!match || port < 1 || port > 65535))
          throw badSetting(
            name,
            entry,
            '`host:port`, `loopback` or `none`',
            'List each host with its port, separated by commas: 10.1.2.3:8443,ollama.lan:11434.',
          );
      }
      return { outboundAllow: entries };
    },
  },
];

/** The passwords of tutorials and container images, or the name of the user again. */
function isSamplePassword({ username, password }: URL): boolean {
  const plain = decodeURIComponent(password).toLowerCase();
  const samples = ['postgres', 'postgresql', 'password', 'passw0rd', 'secret', 'changeme', 'change-me'];
  return (
    plain !== '' &&
    [...samples, 'example', 'admin', 'root', 'test', 'causeway', username.toLowerCase()].includes(plain)
  );
}

/** Whether a host name or address literal, as a URL spells it, means this machine. */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** Flags win over the environment; what neither says is the default. Throws `setting_invalid` or `setting_unknown`. */
export function readConfig(
  environment: Record<string, string | undefined> = process.env,
  flags: readonly string[] = [],
): Config {
  const given = readFlags(flags);
  const found: Partial<Config> = {};
  for (const setting of settings) {
    const flagged = given.get(setting.flag);
    const text = flagged ?? environment[setting.environment];
    if (text === undefined || text.trim() === '') continue;
    Object.assign(
      found,
      setting.read(text.trim(), flagged === undefined ? setting.environment : setting.flag),
    );
  }
  const host = found.host ?? '127.0.0.1';
  const onlyThisMachine = isLoopbackHost(host);
  if (!onlyThisMachine && found.publicUrl === undefined)
    throw new AppError({
      code: 'setting_public_url_missing',
      status: 500,
      message: `CAUSEWAY_HOST is ${host}, so other machines can reach Causeway, but CAUSEWAY_PUBLIC_URL does not say under which URL.`,
      fix: 'Set CAUSEWAY_PUBLIC_URL to the https: origin that people type, or listen on 127.0.0.1.',
      field: 'CAUSEWAY_PUBLIC_URL',
    });
  return {
    port: found.port ?? 4180,
    host,
    dataFolder: found.dataFolder ?? resolve('data'),
    ...(found.databaseUrl === undefined ? {} : { databaseUrl: found.databaseUrl }),
    ...(found.publicUrl === undefined ? {} : { publicUrl: found.publicUrl }),
    ...(found.clientMetadataUrl === undefined ? {} : { clientMetadataUrl: found.clientMetadataUrl }),
    clientRegistration: found.clientRegistration ?? true,
    outboundAllow: found.outboundAllow ?? (onlyThisMachine && !isPublic(found.publicUrl) ? ['loopback'] : []),
  };
}

/** Behind a proxy on the same machine, loopback is where the neighbours of a public service live. */
const isPublic = (publicUrl: string | undefined): boolean =>
  publicUrl !== undefined && !isLoopbackHost(new URL(publicUrl).hostname);

function readFlags(flags: readonly string[]): Map<string, string> {
  const known = new Set(settings.map((setting) => setting.flag));
  const given = new Map<string, string>();
  for (let index = 0; index < flags.length; index += 1) {
    const [flag = '', ...rest] = (flags[index] ?? '').split('=');
    if (!known.has(flag))
      throw new AppError({
        code: 'setting_unknown',
        status: 500,
        message: `${JSON.stringify(flag)} is not a setting of Causeway.`,
        fix: `The settings are: ${[...known].join(', ')}.`,
        field: flag,
      });
    const value = rest.length > 0 ? rest.join('=') : flags[++index];
    if (value === undefined)
      throw new AppError({
        code: 'setting_invalid',
        status: 500,
        message: `${flag} stands without a value.`,
        fix: `Write it as ${flag} VALUE.`,
        field: flag,
      });
    given.set(flag, value);
  }
  return given;
}

const withoutPassword = (text: string): string => text.replace(/\/\/[^@/]*@/, '//…@');

/** The text of docs/settings.md; a test compares. */
export function settingsDocument(): string {
  const rows = settings.map(
    (each) =>
      `| \`${each.environment}\` | \`${each.flag}\` | ${each.value} | ${each.fallback} | ${each.about} |`,
  );
  return [
    '# Settings',
    '',
    'Each setting is an environment variable, and a flag of `npm start -- --flag VALUE`. A flag wins. A value that cannot be used ends the start with a sentence that says why.',
    '',
    '| variable | flag | value | default | what it does |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
