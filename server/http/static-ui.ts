// The built web client: hashed assets for ever, the page itself asked for again each time.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const compressible = new Set(['.html', '.js', '.css', '.json', '.svg', '.webmanifest', '.txt']);

interface Asset {
  plain: Uint8Array<ArrayBuffer>;
  type: string;
  /** Compressed at the first request that takes it. */
  packed: Map<'br' | 'gzip', Uint8Array<ArrayBuffer>>;
  compressible: boolean;
  cache: string;
}

/** Answers `GET` of the client's files; a path that is no file gets the page, which routes by itself. */
export function createStaticUi(folder: string): (request: Request) => Response {
  const assets = existsSync(folder) ? readAssets(folder) : new Map<string, Asset>();
  const page = assets.get('/index.html');
  return (request) => {
    const path = new URL(request.url).pathname;
    const asset = path === '/index.html' ? undefined : assets.get(path);
    if (asset) return serveAsset(asset, request);
    if (/^\/assets\/|\.[a-z0-9]{2,5}$/i.test(path)) return new Response('Not found\n', { status: 404 });
    return page ? serveAsset(page, request) : noClient();
  };
}

function readAssets(folder: string): Map<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(folder.length).replaceAll('\\', '/');
    const extension = extname(file);
    assets.set(path, {
      plain: new Uint8Array(readFileSync(file)),
      type: types[extension] ?? 'application/octet-stream',
      packed: new Map(),
      compressible: compressible.has(extension),
      // Vite puts a digest of the content into the names of /assets/.
      cache: path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
  }
  return assets;
}

function serveAsset(asset: Asset, request: Request): Response {
  const headers = new Headers({ 'content-type': asset.type, 'cache-control': asset.cache });
  const encoding = asset.compressible ? acceptedEncoding(request) : undefined;
  if (asset.compressible) headers.set('vary', 'accept-encoding');
  if (encoding) headers.set('content-encoding', encoding);
  const body = encoding ? pack(asset, encoding) : asset.plain;
  headers.set('content-length', String(body.byteLength));
  return new Response(body, { headers });
}

function acceptedEncoding(request: Request): 'br' | 'gzip' | undefined {
  const accepted = request.headers.get('accept-encoding') ?? '';
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
}

function pack(asset: Asset, encoding: 'br' | 'gzip'): Uint8Array<ArrayBuffer> {
  const known = asset.packed.get(encoding);
  if (known) return known;
  const packed = new Uint8Array(
    encoding === 'gzip'
      ? gzipSync(asset.plain)
      : brotliCompressSync(asset.plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  );
  asset.packed.set(encoding, packed);
  return packed;
}

const noClient = (): Response =>
  new Response('The web client is not built. Start Causeway with `npm start`, which builds it.\n', {
    status: 503,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
