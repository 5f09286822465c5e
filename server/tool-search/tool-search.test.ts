import { afterEach, expect, test } from 'vitest';
import { briefLine } from './search-tools.ts';
import { createToolSearch, type ToolSearch } from './tool-search.ts';
import { searchWords, splitNames } from './words.ts';

let search: ToolSearch | undefined;
afterEach(() => {
  search?.close();
  search = undefined;
});

const tools = [
  { id: '1', name: 'createIssue2', server: 'tracker', description: 'Opens a ticket', inputSchema: {} },
  {
    id: '2',
    name: 'tide_table',
    server: 'harbour',
    description: 'High and low water',
    inputSchema: { type: 'object', properties: { berthNumber: { description: 'Number of the quay' } } },
  },
  { id: '3', name: 'list', server: 'harbour', description: 'Ships in port', inputSchema: null },
];

test('joined names are split, and words that tell nothing are left out', async () => {
  expect(splitNames('createIssue2 tide_table HTTPServer')).toBe('create Issue 2 tide table HTTP Server');
  expect(searchWords('Please show me the tide_table')).toEqual(['tide', 'table']);
});

test('a tool is found by its name, its connector, its words and its parameters', async () => {
  search = await createToolSearch(tools);
  expect(search.search('create an issue', 5)).toEqual(['1']);
  expect(search.search('low water', 5)).toEqual(['2']);
  expect(search.search('quay', 5)).toEqual(['2']);
  expect(search.search('berth', 5)).toEqual(['2']);
  expect(search.search('ticket harbour', 5, 'tracker')).toEqual(['1']);
});

test('a request of nothing but small words or query syntax finds nothing and breaks nothing', async () => {
  search = await createToolSearch(tools);
  expect(search.search('the of and', 5)).toEqual([]);
  expect(search.search('"" OR * NEAR( - ^', 5)).toEqual([]);
  expect(search.search('water" OR name:tide', 5)).toEqual(['2']);
});

test('a found tool is told in one line', async () => {
  expect(briefLine('t', { description: `Two\nlines ${'x'.repeat(200)}` })).toHaveLength(3 + 120);
  expect(briefLine('t', {})).toBe('t');
});
