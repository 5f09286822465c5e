// `npm run dev`: one origin. Vite serves the web client with hot reload on Causeway's port and hands the rest to the
// server behind it, which starts again whenever its files change. Flags and variables are those of `npm start`.
import { spawn } from 'node:child_process';
import { createServer as createSocket } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'vite';
import { root } from './toolchain.mjs';

const flags = process.argv.slice(2);
const port = Number(takeFlag('--port') ?? process.env.CAUSEWAY_PORT ?? 4180);
const publicUrl = `http://127.0.0.1:${port}`;
const behind = await freePort();

const server = spawn(
  process.execPath,
  [
    '--watch-path=server',
    '--watch-path=shared',
    '--watch-preserve-output',
    'server/main.ts',
    ...flags,
    '--port',
    String(behind),
    '--public-url',
    publicUrl,
  ],
  { cwd: root, stdio: ['inherit', 'pipe', 'inherit'] },
);
server.stdout.pipe(process.stdout);
await new Promise((resolve) => server.stdout.once('data', resolve));
const vite = await createServer({
  configFile: join(root, 'vite.config.ts'),
  server: {
    host: '127.0.0.1',
    port,
    strictPort: true,
    proxy: {
      // What is not the web client. The Host header stays, so that the server sees its public name.
      '^/(api|mcp|oauth|health|ready|\\.well-known|mcp-app)(/|$|\\?)': {
        target: `http://127.0.0.1:${behind}`,
        changeOrigin: false,
      },
    },
  },
});
await vite.listen();

let ending = false;
async function end(code) {
  if (ending) return;
  ending = true;
  server.kill('SIGTERM');
  await vite.close();
  process.exit(code);
}
process.on('SIGINT', () => end(0));
process.on('SIGTERM', () => end(0));
server.on('exit', (code) => end(code ?? 1));

function takeFlag(flag) {
  const at = flags.findIndex((each) => each === flag || each.startsWith(`${flag}=`));
  if (at < 0) return undefined;
  const [given] = flags.splice(at, flags[at].includes('=') ? 1 : 2).slice(-1);
  return given.replace(`${flag}=`, '');
}

function freePort() {
  return new Promise((resolve, reject) => {
    const socket = createSocket();
    socket.on('error', reject);
    socket.listen(0, '127.0.0.1', () => {
      const { port: free } = socket.address();
      socket.close(() => resolve(free));
    });
  });
}
