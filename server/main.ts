// `npm start`: reads the settings, starts, says where, and ends cleanly when asked to.
import { AppError } from '#shared/app-error.ts';
import { composeCauseway } from './compose.ts';
import { readConfig } from './config.ts';

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const explain = (error: unknown): string =>
  error instanceof AppError
    ? [error.message, error.fix].filter(Boolean).join('\n')
    : error instanceof Error
      ? (error.stack ?? error.message)
      : String(error);

try {
  const config = readConfig(process.env, process.argv.slice(2));
  const causeway = await composeCauseway(config);
  const { url, signInUrl } = await causeway.start();
  let ending = false;
  const endOn = (signal: NodeJS.Signals): void => {
    if (ending) process.exit(1);
    ending = true;
    say(`${signal}: finishing what is in progress; once more ends at once.`);
    causeway.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${explain(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', endOn);
  process.on('SIGINT', endOn);
  // One request's fault must not end everybody's: what nobody caught is written down, and the process lives.
  process.on('unhandledRejection', (reason) =>
    causeway.parts.log.error('a promise was rejected unseen', { error: reason }),
  );
  process.on('uncaughtException', (error) =>
    causeway.parts.log.error('an error was thrown unseen', { error }),
  );
  say(`Causeway is at ${url}${signInUrl === undefined ? '' : `\nSign in once with ${signInUrl}`}`);
} catch (error) {
  process.stderr.write(`Causeway did not start.\n${explain(error)}\n`);
  process.exit(1);
}
