// Tools that test servers are composed of.
import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from '#shared/json.ts';
import type { ToolSpec } from './spec.ts';

const text = (value: string): JsonObject => ({ content: [{ type: 'text', text: value }] });

/** Answers its arguments as JSON text, unchanged. */
export const echo: ToolSpec = {
  name: 'echo',
  description: 'Answers what it was given',
  inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
  annotations: { readOnlyHint: true },
};

/** `steps` steps of `milliseconds` each, with progress after each step. */
export const slow: ToolSpec = {
  name: 'slow',
  description: 'Takes its time and tells how far it is',
  inputSchema: {
    type: 'object',
    properties: { steps: { type: 'integer' }, milliseconds: { type: 'integer' } },
  },
  async run(args, context) {
    const steps = Number(args.steps ?? 3);
    for (let step = 1; step <= steps; step++) {
      await pause(Number(args.milliseconds ?? 20), undefined, { signal: context.signal });
      await context.progress(step, steps, `step ${step}`);
    }
    return text(`done ${steps}`);
  },
};

/** Asks for a name by a form and greets. */
export const ask: ToolSpec = {
  name: 'ask',
  description: 'Asks for your name',
  async run(_args, context) {
    const answer = await context.ask('name', {
      mode: 'form',
      message: 'What is your name?',
      requestedSchema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
    });
    const content = (answer.content ?? {}) as JsonObject;
    return text(answer.action === 'accept' ? `hello ${content.name}` : `no name: ${answer.action}`);
  },
};

/** Writes three log messages, then answers. */
export const chatty: ToolSpec = {
  name: 'chatty',
  description: 'Writes log messages',
  async run(_args, context) {
    for (const line of ['one', 'two', 'three']) await context.log('info', { line });
    return text('logged');
  },
};

/** Adds the tool `args.name` to the server, which says that its tools changed. */
export const grow: ToolSpec = {
  name: 'grow',
  description: 'Adds a tool to this server',
  run(args, context) {
    context.changeTools((tools) => [...tools, { name: String(args.name ?? 'grown') }]);
    return text('grown');
  },
};

/** Structured content, `_meta` and fields nobody knows, which must come through untouched. */
export const exact: ToolSpec = {
  name: 'exact',
  description: 'Answers with everything a result may hold',
  outputSchema: { type: 'object', properties: { n: { type: 'number' } } },
  run: () => ({
    content: [{ type: 'text', text: '1', annotations: { audience: ['user'] }, _meta: { 'a.b/c': 1 } }],
    structuredContent: { n: 1, deep: { 'x-unknown': [null, true, 1.5] } },
    isError: false,
    'x-unknown-field': { kept: true },
    _meta: { 'example.com/kept': 'yes' },
  }),
};

/** Answers `isError`. */
export const fail: ToolSpec = {
  name: 'fail',
  description: 'Fails as a tool',
  run: () => ({ ...text('it did not work'), isError: true }),
};

/** One of each, with resources, a template and prompts: what most tests want. */
export const everyTool: ToolSpec[] = [echo, slow, ask, chatty, grow, exact, fail];
