import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig, settingsDocument } from './config.ts';

test('a fresh install listens on this machine and may connect to loopback', () => {
  expect(readConfig({})).toEqual({
    port: 4180,
    host: '127.0.0.1',
    dataFolder: resolve('data'),
    outboundAllow: ['loopback'],
    clientRegistration: true,
  });
});

test('a flag wins over the environment', () => {
  expect(readConfig({ CAUSEWAY_PORT: '1' }, ['--port', '2']).port).toBe(2);
  expect(readConfig({}, ['--port=3']).port).toBe(3);
});

test.each([
  ['CAUSEWAY_PORT', '65536', 'a whole number from 0 to 65535'],
  ['CAUSEWAY_PORT', '0x10', 'a whole number'],
  ['CAUSEWAY_HOST', 'http://127.0.0.1', 'an address or a host name'],
  ['CAUSEWAY_DATABASE_URL', 'mysql://a@b/c', 'a PostgreSQL URL'],
  ['CAUSEWAY_PUBLIC_URL', 'causeway.example.com', 'an https: URL'],
  ['CAUSEWAY_PUBLIC_URL', 'http://causeway.example.com', 'an https: URL'],
  ['CAUSEWAY_PUBLIC_URL', 'https://causeway.example.com/path', 'an origin without a path'],
  ['CAUSEWAY_OUTBOUND_ALLOW', '10.1.2.3', '`host:port`'],
  ['CAUSEWAY_OUTBOUND_ALLOW', '10.1.2.3:0', '`host:port`'],
  ['CAUSEWAY_OUTBOUND_ALLOW', '10.1.2.0/24:80', '`host:port`'],
])('%s=%s is refused by name', (name, value, wanted) => {
  expect(() => readConfig({ [name]: value })).toThrow(
    expect.objectContaining({
      code: 'setting_invalid',
      field: name,
      message: expect.stringContaining(wanted),
    }),
  );
});

test.each(['postgres', 'changeme', 'Password', 'anna'])(
  'C05: the sample password %s for a database on another machine is refused',
  (password) => {
    const CAUSEWAY_DATABASE_URL = `postgres://anna:${password}@db.lan:5432/causeway`;
    expect(() => readConfig({ CAUSEWAY_DATABASE_URL })).toThrow(
      expect.objectContaining({ code: 'setting_invalid', message: expect.stringContaining('sample') }),
    );
  },
);

test('C05: a random password, none at all, and any on this machine are taken', () => {
  for (const url of ['postgres://a:kX9-u2Lq@db.lan/c', 'postgres://a@db.lan/c', 'postgres://a:a@127.0.0.1/c'])
    expect(readConfig({ CAUSEWAY_DATABASE_URL: url }).databaseUrl).toBe(url);
});

test('a refused database URL does not show its password', () => {
  expect(() => readConfig({ CAUSEWAY_DATABASE_URL: 'mysql://me:hidden@host/x' })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('hidden') }),
  );
});

test('an unknown flag and a flag without a value are refused', () => {
  expect(() => readConfig({}, ['--prot', '1'])).toThrow('not a setting');
  expect(() => readConfig({}, ['--port'])).toThrow('without a value');
});

test('listening beyond this machine needs a public URL, and loses loopback', () => {
  expect(() => readConfig({ CAUSEWAY_HOST: '0.0.0.0' })).toThrow(
    expect.objectContaining({ code: 'setting_public_url_missing' }),
  );
  expect(
    readConfig({ CAUSEWAY_HOST: '0.0.0.0', CAUSEWAY_PUBLIC_URL: 'https://c.example' }).outboundAllow,
  ).toEqual([]);
  expect(readConfig({ CAUSEWAY_PUBLIC_URL: 'https://c.example' }).outboundAllow).toEqual([]);
});

test('S12: the list of non-public addresses is what the administrator wrote, and `none` empties it', () => {
  expect(readConfig({ CAUSEWAY_OUTBOUND_ALLOW: '10.1.2.3:8443, [fd00::1]:80' }).outboundAllow).toEqual([
    '10.1.2.3:8443',
    '[fd00::1]:80',
  ]);
  expect(readConfig({ CAUSEWAY_OUTBOUND_ALLOW: 'none' }).outboundAllow).toEqual([]);
});

test('docs/settings.md says what the table of settings says', () => {
  expect(readFileSync(join(import.meta.dirname, '../docs/settings.md'), 'utf8')).toBe(settingsDocument());
});
