// Reads a command line, runs its command, and gives the exit code.

import { Command, CommanderError, Option } from 'commander';
import { activityKind, activityOutcome } from '#shared/contract/activity.ts';
import { exportActivity, listActivity, verifyActivity } from './commands/activity.ts';
import { callTool, getPrompt, readResource } from './commands/calls.ts';
import { checkUrl } from './commands/check.ts';
import {
  addConnector,
  listConnectors,
  refreshConnector,
  removeConnector,
  showConnector,
} from './commands/connectors.ts';
import { login, logout } from './commands/login.ts';
import { createToken, listTokens, revokeToken } from './commands/tokens.ts';
import { type ExitName, exitCodes, exitOf } from './exit-codes.ts';
import { createOutput } from './output.ts';
import { createSession, type GlobalOptions, type Command as Run } from './session.ts';
import type { Surroundings } from './surroundings.ts';

/** Runs one command line and returns its exit code; writes only to the surroundings. */
export async function runCommandLine(argumentList: string[], surroundings: Surroundings): Promise<number> {
  let exit: ExitName = 'done';
  const program = buildProgram((run) => async (...given: unknown[]) => {
    const command = given.at(-1) as Command;
    const rest = given.slice(0, -1);
    const options = command.optsWithGlobals<GlobalOptions>();
    const session = createSession(surroundings, createOutput(surroundings, options.json ?? false), options);
    exit = (await (run as Run<unknown[]>)(session, ...rest)) ?? 'done';
  });
  onEachCommand(program, (command) => {
    command.exitOverride().configureOutput({
      writeOut: (text) => surroundings.stdout.write(text),
      writeErr: (text) => surroundings.stderr.write(text),
    });
  });
  try {
    await program.parseAsync(argumentList, { from: 'user' });
  } catch (problem) {
    const json = argumentList.includes('--json');
    if (problem instanceof CommanderError) {
      if (problem.exitCode === 0) return exitCodes.done.code;
      if (json) surroundings.stdout.write(usageAsJson(problem));
      return exitCodes.usage.code;
    }
    if (surroundings.interrupted.aborted) return exitCodes.cancelled.code;
    createOutput(surroundings, json).problem(problem);
    exit = exitOf(problem);
  }
  return exitCodes[exit].code;
}

/** The sentence itself was written by the parser already. */
const usageAsJson = ({ message }: CommanderError): string =>
  `${JSON.stringify({ error: { code: 'usage', message: message.replace(/^error: /, '') } })}\n`;

type Action = (...given: unknown[]) => Promise<void>;
// biome-ignore lint/suspicious/noExplicitAny: commands take different arguments; commander passes them unseen
type Wrap = (run: Run<any[]>) => Action;

/** All commands with their options; `wrap` makes an action of a command. */
export function buildProgram(wrap: Wrap): Command {
  const program = new Command('causeway')
    .description('Use Causeway from the command line.')
    .option('--json', 'print results as JSON, and nothing else, on standard output')
    .option('--url <url>', 'where Causeway is (CAUSEWAY_URL; http://127.0.0.1:4180)')
    .option('--project <name>', 'the project, by short name; the default one otherwise');
  program
    .command('login')
    .description('Keep the address and an access token, read from standard input, for the next commands.')
    .action(wrap(login));
  program.command('logout').description('Forget what `login` kept.').action(wrap(logout));
  addConnectorCommands(program, wrap);
  addCallCommands(program, wrap);
  withSignIn(program.command('check'))
    .description(
      'Check a URL step by step, from this machine and without a running Causeway: what was found, and where it fails the cause and the fix.',
    )
    .argument('<url>', 'the Remote MCP server URL')
    .option('--sign-in', 'sign in with the browser, to check the token and the catalogue too')
    .action(wrap(checkUrl));
  addTokenCommands(program, wrap);
  addActivityCommands(program, wrap);
  return program;
}

const withSignIn = (command: Command): Command =>
  command
    .option('--header <header...>', "sign in with headers: 'X-API-Key: secret'")
    .option('--basic <user:password>', 'sign in with user name and password')
    .option(
      '--secret-stdin',
      'read the password, or the value of a --header without one, from standard input',
    );

function addConnectorCommands(program: Command, wrap: Wrap): void {
  const connectors = program.command('connectors').description('Connectors: remote MCP servers.');
  withSignIn(connectors.command('add'))
    .description('Add a connector and its first account.')
    .argument('<name>', 'a name of your choice')
    .argument('<url>', 'the Remote MCP server URL')
    .addOption(
      new Option('--transport <transport>', 'instead of finding out').choices([
        'auto',
        'streamable-http',
        'http+sse',
      ]),
    )
    .option('--oauth', 'sign in with OAuth; finish the sign-in in the web app')
    .option('--account <label>', 'label of the account')
    .action(wrap(addConnector));
  connectors.command('list').description('List the connectors.').action(wrap(listConnectors));
  connectors
    .command('show')
    .description('Show one connector with its catalogue and permissions.')
    .argument('<connector>', 'short name, id or name')
    .action(wrap(showConnector));
  connectors
    .command('refresh')
    .description('Connect again and list the catalogue now.')
    .argument('<connector>', 'short name, id or name')
    .action(wrap(refreshConnector));
  connectors
    .command('remove')
    .description('Remove a connector with its accounts; needs no answer from the server.')
    .argument('<connector>', 'short name, id or name')
    .action(wrap(removeConnector));
}

function addCallCommands(program: Command, wrap: Wrap): void {
  program
    .command('call')
    .description(
      'Run a tool. Progress goes to standard error; questions of the server are asked on a terminal and declined elsewhere.',
    )
    .argument('<connector>', 'short name, id or name')
    .argument('<tool>', 'name of the tool')
    .option('--args <json>', 'arguments: a JSON object, @FILE, or - for standard input')
    .option('--account <label>', 'another account than the default one')
    .option('--output <file>', 'write the first picture, sound or text of the result to a file')
    .option('--no-wait', 'when the call needs an approval, end instead of waiting for it')
    .action(wrap(callTool));
  program
    .command('read')
    .description('Read a resource.')
    .argument('<connector>', 'short name, id or name')
    .argument('<uri>', 'URI of the resource')
    .option('--account <label>', 'another account than the default one')
    .option('--output <file>', 'write the content to a file')
    .action(wrap(readResource));
  program
    .command('prompt')
    .description('Get the messages of a prompt.')
    .argument('<connector>', 'short name, id or name')
    .argument('<prompt>', 'name of the prompt')
    .option('--args <json>', 'arguments: a JSON object of texts, @FILE, or - for standard input')
    .option('--account <label>', 'another account than the default one')
    .action(wrap(getPrompt));
}

function addTokenCommands(program: Command, wrap: Wrap): void {
  const tokens = program
    .command('token')
    .description(
      'Personal access tokens. Works on the data folder itself, so it needs access to it and no token.',
    );
  const withPerson = (command: Command): Command =>
    withPlace(command).option('--person <email>', 'whose token; the owner otherwise');
  withPerson(tokens.command('create'))
    .description('Create a token; the answer is the only time it is shown.')
    .argument('<name>', 'what it is for')
    .option('--scopes <list>', 'what it may do: read, write, call', 'read,write,call')
    .option('--expires-in-days <days>', '1 to 365; without it the token lives until it is revoked')
    .action(wrap(createToken));
  withPerson(tokens.command('list')).description('List the tokens.').action(wrap(listTokens));
  withPerson(tokens.command('revoke'))
    .description('Revoke a token at once.')
    .argument('<token-id>', 'id from `token list`')
    .action(wrap(revokeToken));
}

const withPlace = (command: Command): Command =>
  command
    .option('--data <folder>', 'the data folder (CAUSEWAY_DATA)')
    .option('--database-url <url>', 'a PostgreSQL database instead (CAUSEWAY_DATABASE_URL)');

function addActivityCommands(program: Command, wrap: Wrap): void {
  const activity = program.command('activity').description('The record of every call and every change.');
  const withFilter = (command: Command): Command =>
    command
      .option('--connector <connector>', 'only of this connector')
      .addOption(new Option('--kind <kind>', 'only of this kind').choices(activityKind.options))
      .addOption(new Option('--outcome <outcome>', 'only with this outcome').choices(activityOutcome.options))
      .option('--search <words>', 'only with these words')
      .option('--from <date>', 'since this moment')
      .option('--to <date>', 'until this moment');
  withFilter(activity.command('list'))
    .description('List what happened, newest first.')
    .option('--limit <number>', 'at most so many', '50')
    .action(wrap(listActivity));
  withFilter(activity.command('export'))
    .description('Write everything that fits to standard output, newest first.')
    .addOption(
      new Option('--format <format>', 'one JSON object a line, or CSV for a spreadsheet')
        .choices(['jsonl', 'csv'])
        .default('jsonl'),
    )
    .action(wrap(exportActivity));
  withPlace(activity.command('verify'))
    .description('Verify the hash chain of the record, on the data folder itself.')
    .action(wrap(verifyActivity));
}

function onEachCommand(command: Command, apply: (command: Command) => void): void {
  apply(command);
  for (const child of command.commands) onEachCommand(child, apply);
}
