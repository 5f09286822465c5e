// The text of docs/command-line.md, made of the commands themselves; a test compares.
import type { Command } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { buildProgram } from './run-command-line.ts';

export function commandLineDocument(): string {
  const program = buildProgram(() => async () => {});
  return [
    '# Command line',
    '',
    '`causeway` uses Causeway by the same API as the web app, with a personal access token, and calls pass the same gate. In the folder of the repository run it as `npx causeway`.',
    '',
    'Where Causeway is: `--url`, else `CAUSEWAY_URL`, else what `causeway login` kept, else `http://127.0.0.1:4180`. The token: `CAUSEWAY_TOKEN`, else what `causeway login` kept for that address. The file of `login` is `causeway/login.json` in `XDG_CONFIG_HOME` or `~/.config`, readable by you alone.',
    '',
    'Results go to standard output, everything else to standard error. With `--json` standard output holds JSON and nothing else; an error is `{"error": {"code", "message", "fix"}}`.',
    '',
    '## Options of every command',
    '',
    ...optionTable(program),
    ...commandsOf(program, 'causeway'),
    '## Exit codes',
    '',
    '| code | meaning |',
    '|---|---|',
    ...Object.values(exitCodes).map(({ code, meaning }) => `| ${code} | ${meaning} |`),
    '',
  ].join('\n');
}

function commandsOf(parent: Command, path: string): string[] {
  return parent.commands.flatMap((command) => {
    const name = `${path} ${command.name()}`;
    if (command.commands.length > 0) return commandsOf(command, name);
    const operands = command.registeredArguments.map((operand) => ` <${operand.name()}>`).join('');
    return [`## \`${name}${operands}\``, '', command.description(), '', ...optionTable(command)];
  });
}

function optionTable(command: Command): string[] {
  if (command.options.length === 0) return [];
  const rows = command.options.map(
    ({ flags, description, argChoices }) =>
      `| \`${flags}\` | ${description}${argChoices ? `: ${argChoices.join(', ')}` : ''} |`,
  );
  return ['| option | what it does |', '|---|---|', ...rows, ''];
}
