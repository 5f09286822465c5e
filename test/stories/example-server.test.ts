// The official SDK clients, current and previous, list and call everything the example server offers.
import {
  Client,
  type ElicitRequest,
  type ElicitResult,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { createTaskSessionFromClient, resultFromTaskOutcome } from '@modelcontextprotocol/ext-tasks/client';
import { Client as PreviousClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as PreviousTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  ElicitRequestSchema,
  ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ExampleServer, startExampleServer } from '../../example-server/start-example-server.ts';

const everyTool = [
  'berth_photo',
  'berth_status',
  'book_berth',
  'cancel_booking',
  'cargo_manifest',
  'dredge_channel',
  'fog_horn',
  'get_ship',
  'harbour_map',
  'inspect_hull',
  'list_berths',
  'list_bookings',
  'list_ships',
  'open_season',
  'pay_harbour_fee',
  'post_notice',
  'register_captain',
  'rename_ship',
  'ring_bell',
  'sea_forecast',
  'tide_table',
];

/** Fills every form, and pays on every page it is asked to open. */
async function answerQuestion(params: ElicitRequest['params']): Promise<ElicitResult> {
  if (params.mode === 'url') {
    const paid = await fetch(params.url, { method: 'POST' });
    expect(paid.status).toBe(200);
    return { action: 'accept' };
  }
  return params.message.includes('mud')
    ? { action: 'accept', content: { place: 'open sea' } }
    : { action: 'accept', content: { name: 'Grace Lind', rank: 'master', years: 12, radio: ['16'] } };
}

/** Resolves when `look` finds something; the test's own deadline ends it. */
async function until<T>(look: () => T | undefined): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

interface Caller {
  call(
    name: string,
    args: Record<string, unknown>,
    onProgress?: () => void,
  ): Promise<{
    content: { type: string; text?: string; data?: string; mimeType?: string; uri?: string }[];
    structuredContent?: Record<string, unknown>;
    isError?: boolean;
  }>;
}

async function modernClient(url: string, capabilities: Record<string, unknown> = {}): Promise<Client> {
  const client = new Client(
    { name: 'story', version: '1.0.0' },
    {
      versionNegotiation: { mode: 'auto' },
      capabilities: { elicitation: { form: {}, url: {} }, ...capabilities },
    },
  );
  client.setRequestHandler('elicitation/create', ({ params }) => answerQuestion(params));
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  return client;
}

async function legacyClient(url: string): Promise<PreviousClient> {
  const client = new PreviousClient(
    { name: 'story', version: '1.0.0' },
    { capabilities: { elicitation: { form: {}, url: {} } } },
  );
  client.setRequestHandler(ElicitRequestSchema, ({ params }) =>
    answerQuestion(params as ElicitRequest['params']),
  );
  await client.connect(new PreviousTransport(new URL(url)));
  return client;
}

/** What both eras must answer alike. */
async function callEverything({ call }: Caller): Promise<void> {
  const ships = (await call('list_ships', { type: 'sailing' })).structuredContent?.ships as {
    imo: string;
  }[];
  expect(ships).toHaveLength(2);
  const imo = ships[1]?.imo ?? '';
  const page = await call('get_ship', { imo });
  expect(page.structuredContent).toMatchObject({ imo, name: 'Kittiwake' });
  expect(page.content[1]).toMatchObject({ type: 'resource_link', uri: `harbour://ships/${imo}` });
  expect(await call('get_ship', { imo: '0000000' })).toMatchObject({ isError: true });

  const tides = (await call('tide_table', { date: '2026-07-28', days: 2 })).structuredContent?.days;
  expect(tides).toHaveLength(2);
  expect(tides).toEqual((await call('tide_table', { date: '2026-07-28', days: 2 })).structuredContent?.days);
  expect((await call('sea_forecast', { area: 'Zürich bight' })).structuredContent).toMatchObject({
    area: 'Zürich bight',
  });
  expect((await call('list_berths', {})).structuredContent?.berths).toHaveLength(7);

  const booked = (await call('book_berth', { imo, berth: 'D1', from: '2026-08-01', nights: 2 }))
    .structuredContent;
  expect(booked).toMatchObject({ berth: 'D1', state: 'booked' });
  expect(await call('book_berth', { imo, berth: 'D1', from: '2026-08-02', nights: 1 })).toMatchObject({
    isError: true,
  });
  expect((await call('cancel_booking', { id: booked?.id })).structuredContent).toMatchObject({
    state: 'cancelled',
  });
  expect((await call('list_bookings', { state: 'cancelled' })).structuredContent?.bookings).not.toHaveLength(
    0,
  );
  await call('rename_ship', { imo, name: 'Kittiwake' });
  expect((await call('ring_bell', { times: 3 })).content[0]?.text).toBe('ding ding ding');

  let progressed = 0;
  const inspected = await call('inspect_hull', { imo, sections: 3, millisecondsPerSection: 5 }, () => {
    progressed++;
  });
  expect(inspected.content[0]?.text).toContain('sound in all 3 sections');
  expect(progressed).toBe(3);

  const photo = (await call('berth_photo', { berth: 'A1' })).content[1];
  expect(photo?.mimeType).toBe('image/png');
  expect(
    Buffer.from(photo?.data ?? '', 'base64')
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
  const horn = (await call('fog_horn', { seconds: 0.5 })).content[0];
  expect(
    Buffer.from(horn?.data ?? '', 'base64')
      .subarray(0, 4)
      .toString(),
  ).toBe('RIFF');
  expect((await call('cargo_manifest', { imo, crates: 20_000 })).content[0]?.text?.length).toBeGreaterThan(
    700_000,
  );

  expect((await call('register_captain', { licence: 'L-77' })).structuredContent).toMatchObject({
    name: 'Grace Lind',
    rank: 'master',
  });
  expect((await call('pay_harbour_fee', { imo })).content[0]?.text).toContain('is paid');
  expect((await call('harbour_map', {})).structuredContent?.berths).toHaveLength(7);
  expect((await call('berth_status', { berth: 'A1' })).structuredContent?.berths).toHaveLength(1);
  expect(
    (await call('dredge_channel', { metres: 2, millisecondsPerMetre: 1, askBeforeDumping: true })).content[0]
      ?.text,
  ).toContain('open sea');
}

describe('the example server', () => {
  let example: ExampleServer;
  beforeAll(async () => {
    example = await startExampleServer();
  });
  afterAll(() => example.close());

  test('speaks 2026-07-28 with the current SDK: lists and calls everything', async () => {
    const client = await modernClient(example.url);
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    expect(client.getInstructions()).toContain('IMO number');
    expect(client.getServerVersion()).toMatchObject({ name: 'harbour-office', title: 'Harbour office' });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(everyTool);
    expect(tools.find(({ name }) => name === 'cancel_booking')?.annotations?.destructiveHint).toBe(true);
    expect(tools.find(({ name }) => name === 'ring_bell')?.annotations).toBeUndefined();
    expect(tools.find(({ name }) => name === 'list_ships')?.icons?.[0]?.src).toMatch(/^data:image\/svg/);
    await callEverything({
      call: (name, args, onProgress) =>
        client.callTool(
          { name, arguments: args },
          onProgress ? { onprogress: onProgress } : {},
        ) as ReturnType<Caller['call']>,
    });
    await client.close();
  });

  test('speaks 2025-11-25 with the previous SDK: lists and calls everything', async () => {
    const client = await legacyClient(example.url);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(everyTool);
    await callEverything({
      call: (name, args, onProgress) =>
        client.callTool(
          { name, arguments: args },
          undefined,
          onProgress ? { onprogress: onProgress } : {},
        ) as ReturnType<Caller['call']>,
    });
    await client.close();
  });

  test('resources, templates, prompts and completion, in both eras', async () => {
    const modern = await modernClient(example.url);
    const legacy = await legacyClient(example.url);
    for (const client of [modern, legacy]) {
      const { resources } = await client.listResources();
      expect(resources.map(({ uri }) => uri)).toEqual(
        expect.arrayContaining([
          'harbour://notices',
          'harbour://bookings',
          'harbour://pictures/north-quay.png',
          'ui://harbour-office/map.html',
        ]),
      );
      const { resourceTemplates } = await client.listResourceTemplates();
      expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toContain('harbour://ships/{imo}');
      const [notices] = (await client.readResource({ uri: 'harbour://notices' })).contents;
      expect(notices).toMatchObject({ mimeType: 'text/plain' });
      const [map] = (await client.readResource({ uri: 'ui://harbour-office/map.html' })).contents;
      expect(map).toMatchObject({ mimeType: 'text/html;profile=mcp-app' });
      const [picture] = (await client.readResource({ uri: 'harbour://pictures/north-quay.png' })).contents;
      expect(picture && 'blob' in picture).toBe(true);
      const completed = await client.complete({
        ref: { type: 'ref/resource', uri: 'harbour://ships/{imo}' },
        argument: { name: 'imo', value: '9' },
      });
      expect(completed.completion.values).toHaveLength(12);
      await expect(client.readResource({ uri: 'harbour://ships/0000000' })).rejects.toThrow();

      const { prompts } = await client.listPrompts();
      expect(prompts.map(({ name }) => name)).toEqual([
        'draft_berth_letter',
        'morning_briefing',
        'describe_berth',
      ]);
      const berths = await client.complete({
        ref: { type: 'ref/prompt', name: 'draft_berth_letter' },
        argument: { name: 'berth', value: 'a' },
        context: { arguments: { imo: completed.completion.values[0] ?? '' } },
      });
      expect(berths.completion.values).toContain('A1');
      const letter = await client.getPrompt({
        name: 'draft_berth_letter',
        arguments: { imo: completed.completion.values[0] ?? '', berth: 'A1', tone: 'short' },
      });
      expect(letter.messages).toHaveLength(2);
    }
    await modern.close();
    await legacy.close();
  });

  test('a season opens: both eras hear that the tools changed; a posted notice reaches subscribers', async () => {
    const modern = await modernClient(example.url);
    const legacy = await legacyClient(example.url);
    const heard: string[] = [];
    modern.setNotificationHandler('notifications/tools/list_changed', () => {
      heard.push('modern tools');
    });
    modern.setNotificationHandler('notifications/resources/updated', ({ params }) => {
      heard.push(`modern ${params.uri}`);
    });
    legacy.setNotificationHandler(ToolListChangedNotificationSchema, () => {
      heard.push('legacy tools');
    });
    legacy.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => {
      heard.push(`legacy ${params.uri}`);
    });
    const subscription = await modern.listen({
      toolsListChanged: true,
      resourceSubscriptions: ['harbour://notices'],
    });
    expect(subscription.honoredFilter).toMatchObject({ resourceSubscriptions: ['harbour://notices'] });
    await legacy.subscribeResource({ uri: 'harbour://notices' });

    await modern.callTool({ name: 'open_season', arguments: {} });
    await legacy.callTool({ name: 'post_notice', arguments: { text: 'Fog until noon.' } });
    await until(() => (new Set(heard).size === 4 ? true : undefined));
    expect([...new Set(heard)].sort()).toEqual([
      'legacy harbour://notices',
      'legacy tools',
      'modern harbour://notices',
      'modern tools',
    ]);
    const names = (await legacy.listTools()).tools.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['list_regattas', 'enter_regatta', 'close_season']));
    expect((await modern.callTool({ name: 'list_regattas', arguments: {} })).structuredContent).toMatchObject(
      {
        regattas: expect.arrayContaining(['Spring Cup']),
      },
    );
    await legacy.callTool({ name: 'close_season', arguments: {} });
    expect(
      (await modern.listTools({}, { cacheMode: 'refresh' })).tools.map(({ name }) => name).sort(),
    ).toEqual(everyTool);
    await subscription.close();
    await modern.close();
    await legacy.close();
  });

  test('dredge_channel is a task for a client that knows tasks, with a question half way', async () => {
    const capabilities = {
      elicitation: { form: {} },
      extensions: { 'io.modelcontextprotocol/tasks': {} },
    };
    const clientInfo = { name: 'story', version: '1.0.0' };
    const client = await modernClient(example.url, capabilities);
    let id = 1;
    const session = createTaskSessionFromClient(client, {
      endpointId: 'story',
      v2RequestFraming: { protocolVersion: '2026-07-28', clientInfo, clientCapabilities: capabilities },
      rawDispatch: async (request, options) => {
        const { method, params } = request as { method: string; params: Record<string, string> };
        const response = await fetch(example.url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'application/json, text/event-stream',
            'mcp-protocol-version': '2026-07-28',
            'mcp-method': method,
            'mcp-name': params.taskId ?? params.name ?? '',
          },
          body: JSON.stringify({ jsonrpc: '2.0', id: `t${id++}`, method, params }),
          ...(options?.signal ? { signal: options.signal } : {}),
        });
        const answer = await response.json();
        return answer.error
          ? { kind: 'error', error: answer.error }
          : { kind: 'result', result: answer.result };
      },
      onInputRequest: async () => ({ action: 'accept', content: { place: 'land reclamation' } }) as never,
    });
    const execution = await session.callTool('dredge_channel', {
      metres: 2,
      millisecondsPerMetre: 20,
      askBeforeDumping: true,
    });
    expect(execution.kind).toBe('task');
    const { outcome } = await execution.settle();
    expect(resultFromTaskOutcome(outcome).content).toMatchObject([
      { text: expect.stringContaining('land reclamation') },
    ]);
    await session.close();
    await client.close();
  });

  test('a cancelled call stops in the server', async () => {
    const client = await modernClient(example.url);
    const stop = new AbortController();
    let progressed = 0;
    const [imo = ''] = example.harbour.ships.keys();
    const call = client.callTool(
      { name: 'inspect_hull', arguments: { imo, sections: 100, millisecondsPerSection: 20 } },
      {
        signal: stop.signal,
        onprogress: () => {
          progressed++;
          stop.abort();
        },
      },
    );
    await expect(call).rejects.toThrow();
    expect(progressed).toBe(1);
    await client.close();
  });
});

describe('switches of the example server', () => {
  test('modern only refuses an older client; legacy only sends the current SDK back to 2025-11-25', async () => {
    const modernOnly = await startExampleServer({ eras: 'modern' });
    await expect(legacyClient(modernOnly.url)).rejects.toThrow();
    expect((await modernClient(modernOnly.url)).getNegotiatedProtocolVersion()).toBe('2026-07-28');
    await modernOnly.close();

    const legacyOnly = await startExampleServer({ eras: 'legacy' });
    const client = await modernClient(legacyOnly.url);
    expect(client.getNegotiatedProtocolVersion()).toBe('2025-11-25');
    await client.close();
    await legacyOnly.close();
  });

  test('API key and basic sign-in let in only who knows the secret', async () => {
    const byKey = await startExampleServer({ signIn: { kind: 'api-key', key: 'salt-water' } });
    const byPassword = await startExampleServer({
      signIn: { kind: 'basic', username: 'anna', password: 'tide' },
    });
    const statusWith = async (url: string, headers: Record<string, string>): Promise<number> => {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...headers,
        },
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          method: 'initialize',
          params: {
            protocolVersion: '2025-11-25',
            capabilities: {},
            clientInfo: { name: 's', version: '1' },
          },
        }),
      });
      await response.body?.cancel();
      return response.status;
    };
    expect(await statusWith(byKey.url, {})).toBe(401);
    expect(await statusWith(byKey.url, { 'x-api-key': 'wrong' })).toBe(401);
    expect(await statusWith(byKey.url, { 'x-api-key': 'salt-water' })).toBe(200);
    expect(await statusWith(byPassword.url, {})).toBe(401);
    const basic = Buffer.from('anna:tide').toString('base64');
    expect(await statusWith(byPassword.url, { authorization: `Basic ${basic}` })).toBe(200);
    await byKey.close();
    await byPassword.close();
  });

  test('a page of another origin may not ask a server on loopback', async () => {
    const example = await startExampleServer();
    const response = await fetch(example.url, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example', 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(403);
    await example.close();
  });
});
