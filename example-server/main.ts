// `npm run example-server`: the harbour office on its own.
import { parseArgs } from 'node:util';
import { type ExampleServerOptions, type ExampleSignIn, startExampleServer } from './start-example-server.ts';

const usage = `Usage: npm run example-server -- [switches]
  --port N            port to listen on; 0 is any free one (default 4190)
  --host ADDRESS      address to listen on (default 127.0.0.1)
  --oauth             sign in with OAuth (the default): user anna, any password
  --token-lifetime S  seconds that an access token lives, with OAuth (default 60)
  --no-auth           nobody signs in
  --api-key KEY       sign in with an API key (header X-API-Key)
  --basic USER:PASS   sign in with user name and password
  --legacy            only protocol revisions before 2026-07-28
  --modern            only protocol revision 2026-07-28
  --until-input-ends  stop when the standard input ends, as it does when the starting process is gone`;

function optionsFrom(argumentList: string[]): ExampleServerOptions {
  const { values } = parseArgs({
    args: argumentList,
    options: {
      port: { type: 'string', default: '4190' },
      host: { type: 'string', default: '127.0.0.1' },
      oauth: { type: 'boolean' },
      'token-lifetime': { type: 'string', default: '60' },
      'no-auth': { type: 'boolean' },
      'api-key': { type: 'string' },
      basic: { type: 'string' },
      legacy: { type: 'boolean' },
      modern: { type: 'boolean' },
      'until-input-ends': { type: 'boolean' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port} is no port.`);
  if (values.legacy && values.modern) throw new Error('--legacy and --modern exclude each other.');
  const kinds = [values.oauth, values['no-auth'], values['api-key'], values.basic].filter(
    (one) => one !== undefined,
  );
  if (kinds.length > 1) throw new Error('Choose one of --oauth, --no-auth, --api-key and --basic.');
  return {
    port,
    host: values.host,
    eras: values.legacy ? 'legacy' : values.modern ? 'modern' : 'both',
    signIn: values['no-auth']
      ? { kind: 'none' }
      : (staticSignIn(values['api-key'], values.basic) ?? oauthSignIn(values['token-lifetime'])),
  };
}

function staticSignIn(apiKey?: string, basic?: string): ExampleSignIn | undefined {
  if (apiKey !== undefined) return { kind: 'api-key', key: apiKey };
  if (basic === undefined) return undefined;
  const colon = basic.indexOf(':');
  if (colon < 1) throw new Error('--basic needs USER:PASS.');
  return { kind: 'basic', username: basic.slice(0, colon), password: basic.slice(colon + 1) };
}

function oauthSignIn(lifetime: string): ExampleSignIn {
  const tokenLifetimeSeconds = Number(lifetime);
  if (!Number.isInteger(tokenLifetimeSeconds) || tokenLifetimeSeconds < 1)
    throw new Error('--token-lifetime needs a whole number of seconds.');
  return { kind: 'oauth', tokenLifetimeSeconds };
}

async function run(): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(usage);
    return;
  }
  const options = optionsFrom(process.argv.slice(2));
  const server = await startExampleServer(options);
  console.log(JSON.stringify({ url: server.url }));
  console.error(`The harbour office is open at ${server.url}. Stop it with Ctrl-C.`);
  const stop = (): void => {
    server.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (process.argv.includes('--until-input-ends')) process.stdin.once('end', stop).resume();
}

run().catch((problem: unknown) => {
  console.error(problem instanceof Error ? problem.message : String(problem));
  console.error(usage);
  process.exit(2);
});
