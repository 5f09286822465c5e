// The rules of the house, derived from the source, so that a lint setting cannot switch them off.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = normalize(join(import.meta.dirname, '..'));
const areas = ['shared', 'server', 'ui', 'cli', 'example-server'].filter((area) =>
  existsSync(join(root, area)),
);

const files = areas.flatMap((area) =>
  readdirSync(join(root, area), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name))),
);
const sources = files.filter((file) => !/\.test\.tsx?$/.test(file) && !/\.gen\.ts$/.test(file));
const textOf = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));

/** Relative and `#` imports of a file, as paths from the root. Type-only imports count for direction, not for cycles. */
function importsOf(file: string): { path: string; typeOnly: boolean }[] {
  const found: { path: string; typeOnly: boolean }[] = [];
  const pattern =
    /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'"();]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;
  for (const match of (textOf.get(file) ?? '').matchAll(pattern)) {
    const specifier = match[3] ?? match[4] ?? '';
    const path = specifier.startsWith('#')
      ? specifier.slice(1)
      : specifier.startsWith('.')
        ? relative(root, join(root, dirname(file), specifier))
        : undefined;
    if (path !== undefined) found.push({ path, typeOnly: match[2] !== undefined });
  }
  return found;
}

const ground = ['shared', 'server/platform', 'server/storage', 'server/people', 'server/activity'];
const remote = ['server/projects', 'server/mcp', 'server/authorization'];
/** What a door that calls come in by may use; doors never see each other. */
const door = [
  'server/projects',
  'server/mcp',
  'server/connectors',
  'server/tool-calls',
  'server/tool-search',
];

/** What each place may import, besides itself. `server/main.ts` and `server/compose.ts` see everything of the server. */
const may: Record<string, string[]> = {
  shared: [],
  ui: ['shared'],
  cli: [...ground, 'server/connection-check', 'server/config', 'server/mcp'],
  'example-server': ['shared'],
  'server/platform': ['shared'],
  'server/storage': ['shared', 'server/platform'],
  'server/activity': ['shared', 'server/platform', 'server/storage', 'server/people'],
  'server/people': ['shared', 'server/platform', 'server/storage'],
  'server/projects': ground,
  'server/mcp': ['shared', 'server/platform'],
  'server/tool-search': ['shared'],
  'server/models': ground,
  'server/authorization': ground,
  'server/example': ['shared', 'server/platform'],
  'server/connectors': [...ground, ...remote],
  'server/connection-check': [...ground, ...remote, 'server/connectors'],
  'server/tool-calls': [...ground, ...remote, 'server/connectors'],
  'server/conversations': [...ground, ...door, 'server/models'],
  'server/gateway': [...ground, ...door],
  'server/directory': [...ground, 'server/projects', 'server/connectors'],
  'server/http': ['shared', 'server/platform', 'server/people'],
};

const placeOf = (path: string): string => {
  const [first, second] = path.split('/');
  if (first !== 'server') return first ?? '';
  return second?.includes('.') ? `server/${second.replace(/\.ts$/, '')}` : `server/${second}`;
};
const seesEverything = new Set(['server/main', 'server/compose']);

/** `fetch(` counts unless the file itself names a `fetch` that was handed in. */
function callsGlobalFetch(text: string): boolean {
  if (/globalThis\.fetch|global\.fetch/.test(text)) return true;
  const handedIn = /\bfetch[:,}]|[{,] *fetch *[},]|fetch\([^)]*\) *[:{]/.test(text);
  return !handedIn && /(?<![.\w])fetch\(/.test(text);
}

describe('the house', () => {
  test('imports go in the direction of the table', () => {
    const wrong = sources.flatMap((file) => {
      const place = placeOf(file);
      if (seesEverything.has(place) || place === 'server/config') return [];
      const allowed = new Set([place, ...(may[place] ?? [])]);
      return importsOf(file)
        .filter(({ path }) => !allowed.has(placeOf(path)))
        .map(({ path }) => `${file} → ${path}`);
    });
    expect(wrong).toEqual([]);
  });

  test('there are no import cycles', () => {
    const edges = new Map(
      sources.map((file) => [
        file,
        importsOf(file)
          .filter((i) => !i.typeOnly)
          .map((i) => i.path),
      ]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, trail: string[]): void => {
      const at = trail.indexOf(file);
      if (at >= 0) {
        cycles.push([...trail.slice(at), file].join(' → '));
        return;
      }
      if (done.has(file)) return;
      for (const next of edges.get(file) ?? []) visit(next, [...trail, file]);
      done.add(file);
    };
    for (const file of sources) visit(file, []);
    expect(cycles).toEqual([]);
  });

  test('files stay under 400 lines', () => {
    const long = files
      .filter((file) => !/\.gen\.ts$/.test(file))
      .map((file) => ({ file, lines: (textOf.get(file) ?? '').split('\n').length }))
      .filter(({ file, lines }) => lines > 400 && !/\.test\.tsx?$/.test(file));
    expect(long).toEqual([]);
  });

  test('names say what a thing is', () => {
    expect(
      sources.filter((file) => /(^|[/-])(manager|helpers?|utils?|service|handler)s?([-.]|$)/.test(file)),
    ).toEqual([]);
    expect(sources.filter((file) => /(^|\/)index\.tsx?$/.test(file))).toEqual([]);
  });

  test('one way out: fetch only in the guarded fetch, the SDK client only in mcp', () => {
    const server = sources.filter((file) => file.startsWith('server/'));
    const callsFetch = server.filter(
      (file) => !file.startsWith('server/platform/outbound') && callsGlobalFetch(textOf.get(file) ?? ''),
    );
    expect(callsFetch).toEqual([]);
    const importsClient = server.filter(
      (file) =>
        !file.startsWith('server/mcp/') && /from '@modelcontextprotocol\/client/.test(textOf.get(file) ?? ''),
    );
    expect(importsClient).toEqual([]);
  });

  test('the environment is read in one place', () => {
    const readers = sources.filter((file) => file.startsWith('server/') || file.startsWith('shared/'));
    expect(
      readers.filter(
        (file) =>
          !['server/config.ts', 'server/main.ts'].includes(file) &&
          /process\.env/.test(textOf.get(file) ?? ''),
      ),
    ).toEqual([]);
  });
});
