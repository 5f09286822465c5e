// Any client by any server: what a server of each era offers, through the gateway, to clients of each era.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCauseway, type TestCauseway } from '#test/causeway.ts';
import { addOpenConnector, connectCurrent, connectPrevious } from '#test/gateway-clients.ts';
import { startEverything } from '#test/servers/everything.ts';
import type { RunningServer, ServerEra } from '#test/servers/spec.ts';
import { fullOffer, startServer } from '#test/servers/start-server.ts';

let causeway: TestCauseway;
let token: string;
beforeAll(async () => {
  causeway = await startCauseway();
  token = await causeway.token(['call']);
}, 60_000);
afterAll(() => causeway?.close());

const eras: ServerEra[] = ['modern', 'dual', '2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];
const clients = { current: connectCurrent, previous: connectPrevious };
const textOf = (result: unknown): string | undefined =>
  (result as { content: { text?: string }[] }).content[0]?.text;

describe.each(eras)('a server of %s', (era) => {
  let server: RunningServer;
  let endpoint: string;
  beforeAll(async () => {
    server = await startServer({ era, ...fullOffer });
    const { slug } = await addOpenConnector(causeway, `Era ${era}`, server.url);
    endpoint = `${causeway.url}/mcp/default/${slug}`;
  }, 60_000);
  afterAll(() => server?.close());

  test.each(Object.entries(clients))('gives a %s client everything', async (_name, connect) => {
    const client = await connect(endpoint, token);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(fullOffer.tools.map(({ name }) => name));
    expect((await client.listResources()).resources.map(({ uri }) => uri)).toEqual([
      'harbour://tides',
      'harbour://chart',
    ]);
    expect((await client.listResourceTemplates()).resourceTemplates).toMatchObject([
      { uriTemplate: 'harbour://ships/{ship}' },
    ]);
    expect((await client.listPrompts()).prompts).toMatchObject([{ name: 'report' }]);
    expect(client.getInstructions()).toBe(fullOffer.instructions);

    expect(textOf(await client.callTool({ name: 'echo', arguments: { text: 'ä' } }))).toBe('{"text":"ä"}');
    expect(await client.callTool({ name: 'fail', arguments: {} })).toMatchObject({ isError: true });
    expect(await client.callTool({ name: 'exact', arguments: {} })).toMatchObject({
      structuredContent: { n: 1, deep: { 'x-unknown': [null, true, 1.5] } },
      'x-unknown-field': { kept: true },
      _meta: { 'example.com/kept': 'yes' },
    });
    expect(await client.readResource({ uri: 'harbour://tides' })).toMatchObject({
      contents: [{ uri: 'harbour://tides', text: 'high at noon' }],
    });
    expect(await client.readResource({ uri: 'harbour://ships/argo' })).toHaveProperty('contents');
    expect(await client.getPrompt({ name: 'report', arguments: { ship: 'argo' } })).toMatchObject({
      messages: [{ content: { text: 'Report on argo.' } }],
    });
    const completed = await client.complete({
      ref: { type: 'ref/prompt', name: 'report' },
      argument: { name: 'ship', value: 'a' },
    });
    expect(completed.completion.values).toEqual(['argo', 'aurora']);
    await client.close();
  });

  test.each(Object.entries(clients))('tells a %s client its progress', async (_name, connect) => {
    const client = await connect(endpoint, token);
    const progress: number[] = [];
    const hear = (news: { progress: number }) => void progress.push(news.progress);
    const called = { name: 'slow', arguments: { steps: 3 } };
    await (connect === connectCurrent
      ? (client as Awaited<ReturnType<typeof connectCurrent>>).callTool(called, { onprogress: hear })
      : (client as Awaited<ReturnType<typeof connectPrevious>>).callTool(called, undefined, {
          onprogress: hear,
        }));
    expect(progress.slice(0, 2)).toEqual([1, 2]);
    await client.close();
  });

  test.each(Object.entries(clients))('lets a %s client answer its question', async (_name, connect) => {
    const client = await connect(endpoint, token);
    const answer = await client.callTool({ name: 'ask', arguments: {} });
    expect(textOf(answer)).toBe('hello Ada');
    await client.close();
  });
});

describe('the gateway equals the server itself', () => {
  test('server-everything: lists, results and errors are the same, direct and through the gateway', async () => {
    const everything = await startEverything('streamableHttp');
    const { slug } = await addOpenConnector(causeway, 'Everything', everything.url);
    const direct = await connectPrevious(everything.url);
    const through = await connectPrevious(`${causeway.url}/mcp/default/${slug}`, token);
    const cases: [string, (client: typeof direct) => Promise<unknown>][] = [
      ['tools', (client) => client.listTools().then(({ tools }) => tools)],
      ['resources', (client) => client.listResources().then(({ resources }) => resources)],
      ['templates', (client) => client.listResourceTemplates().then((answer) => answer.resourceTemplates)],
      ['prompts', (client) => client.listPrompts().then(({ prompts }) => prompts)],
      ['instructions', async (client) => client.getInstructions()],
      ['echo', (client) => client.callTool({ name: 'echo', arguments: { message: 'hello' } })],
      ['get-sum', (client) => client.callTool({ name: 'get-sum', arguments: { a: 2, b: 3 } })],
      ['wrong arguments', (client) => client.callTool({ name: 'get-sum', arguments: { a: 'x' } })],
      ['get-tiny-image', (client) => client.callTool({ name: 'get-tiny-image', arguments: {} })],
      [
        'get-structured-content',
        (client) => client.callTool({ name: 'get-structured-content', arguments: { location: 'New York' } }),
      ],
      [
        'get-annotated-message',
        (client) =>
          client.callTool({
            name: 'get-annotated-message',
            arguments: { messageType: 'success', includeImage: true },
          }),
      ],
      [
        'get-resource-links',
        (client) => client.callTool({ name: 'get-resource-links', arguments: { count: 3 } }),
      ],
      ['simple prompt', (client) => client.getPrompt({ name: 'simple-prompt' })],
      [
        'prompt with arguments',
        (client) => client.getPrompt({ name: 'args-prompt', arguments: { city: 'Kiel' } }),
      ],
    ];
    const outcome = async (of: Promise<unknown>) =>
      of.then(
        (value) => ({ value }),
        (error: { code?: unknown; message: string }) => ({ code: error.code, message: error.message }),
      );
    for (const [name, ask] of cases)
      expect([name, await outcome(ask(through))]).toEqual([name, await outcome(ask(direct))]);
    const { resources } = await direct.listResources();
    for (const { uri } of resources.slice(0, 5))
      expect((await through.readResource({ uri })).contents).toEqual(
        (await direct.readResource({ uri })).contents,
      );
    await through.close();
    await direct.close();
    await everything.close();
  });
});
