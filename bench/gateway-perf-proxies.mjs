// Causeway as a proxy to measure beside its floors, in its real configuration: SQLite with synchronous=FULL, an
// access token, permissions, one usage limit, and a durable record before every call.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
let token = '';

export const proxies = [
  {
    name: 'causeway',
    kind: 'http',
    aggregate: true,
    prepare(c) {
      execFileSync(c.node, [
        join(root, 'bench/prepare-gateway.ts'),
        `${c.dir}/data`,
        `${c.dir}/token`,
        ...c.upstreams,
      ]);
      token = readFileSync(`${c.dir}/token`, 'utf8');
    },
    command: (c) => [
      c.node,
      // As `npm start` does.
      '--max-semi-space-size=8',
      join(root, 'server/main.ts'),
      '--port',
      String(c.port),
      '--data',
      `${c.dir}/data`,
      '--outbound-allow',
      'loopback',
    ],
    get headers() {
      return { authorization: `Bearer ${token}` };
    },
    url: (c) => `http://127.0.0.1:${c.port}/mcp/default`,
  },
];
