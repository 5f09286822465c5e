import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { estimateTokens, toolTokens } from './token-cost.ts';

const definitions = [
  {
    name: 'create_issue',
    description:
      'Create a new issue in a repository. Labels and assignees are optional and must already exist.',
    inputSchema: {
      type: 'object',
      properties: {
        owner: { type: 'string', description: 'Account that owns the repository' },
        repo: { type: 'string', description: 'Name of the repository' },
        title: { type: 'string', description: 'Title of the issue' },
        body: { type: 'string', description: 'Text of the issue, in Markdown' },
        labels: { type: 'array', items: { type: 'string' } },
        assignees: { type: 'array', items: { type: 'string' }, maxItems: 10 },
      },
      required: ['owner', 'repo', 'title'],
    },
  },
  { name: 'ping', description: 'Says whether the service answers.', inputSchema: { type: 'object' } },
  {
    name: 'search_documents',
    description:
      'Search all documents the signed-in account can read. Returns at most `limit` hits with a short excerpt each, best first. Use `cursor` from the last answer to go on.',
    inputSchema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      additionalProperties: false,
      properties: {
        query: { type: 'string', minLength: 1, description: 'Words to look for; quotes keep them together' },
        limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
        cursor: { type: 'string' },
        changedAfter: { type: 'string', format: 'date-time' },
        kind: { enum: ['page', 'sheet', 'drawing', 'folder'] },
      },
      required: ['query'],
    },
  },
];

test('the estimate stays within a quarter of the tokenizer, each and together', () => {
  let estimated = 0;
  let counted = 0;
  for (const tool of definitions) {
    const exact = countTokens(JSON.stringify(tool));
    expect(Math.abs(toolTokens(tool) - exact) / exact, tool.name).toBeLessThan(0.25);
    estimated += toolTokens(tool);
    counted += exact;
  }
  expect(Math.abs(estimated - counted) / counted).toBeLessThan(0.15);
});

test('other scripts are not taken for English', () => {
  const text = '列出仓库中的所有未解决问题,并按更新时间排序。';
  const exact = countTokens(text);
  expect(estimateTokens(text) / exact).toBeGreaterThan(0.6);
  expect(estimateTokens(text) / exact).toBeLessThan(1.6);
});

test('1,000 tools are estimated within 50 ms', () => {
  const tools = Array.from({ length: 1000 }, (_, n) => ({ ...definitions[n % 3], name: `tool_${n}` }));
  const start = performance.now();
  for (const tool of tools) toolTokens(tool as (typeof definitions)[0]);
  expect(performance.now() - start).toBeLessThan(50);
});
