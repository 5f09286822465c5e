// `causeway connectors`: add, list, show, refresh, remove.
import { type Connector, connectorEndpoints, type SignInInput } from '#shared/contract/connectors.ts';
import { badOption } from '../errors.ts';
import { findConnector } from '../find-connector.ts';
import { moment, table } from '../output.ts';
import { readStandardInput } from '../read-input.ts';
import { printable } from '../render-result.ts';
import type { Command, Session } from '../session.ts';

export interface AddOptions {
  header?: string[];
  basic?: string;
  oauth?: boolean;
  secretStdin?: boolean;
  transport?: 'auto' | 'streamable-http' | 'http+sse';
  account?: string;
}

export const addConnector: Command<[string, string, AddOptions]> = async (session, name, url, options) => {
  const projectId = await session.projectId();
  const signIn = await signInFrom(session, options);
  const { connector, warnings } = await session.client().call(connectorEndpoints.add, {
    body: {
      name,
      url,
      signIn,
      ...(projectId === undefined ? {} : { projectId }),
      ...(options.transport === undefined ? {} : { transport: options.transport }),
      ...(options.account === undefined ? {} : { accountLabel: options.account }),
    },
  });
  for (const warning of warnings) session.out.note(warning.message);
  session.out.result({ connector, warnings }, () => connectorInWords(connector));
};

/** Secrets may come on standard input, because other people of the machine can read a command line. */
export async function signInFrom({ surroundings }: Session, options: AddOptions): Promise<SignInInput> {
  const kinds = [options.header, options.basic, options.oauth].filter((kind) => kind !== undefined);
  if (kinds.length > 1)
    throw badOption('Several ways to sign in were given.', 'Choose one of --header, --basic and --oauth.');
  const secret = options.secretStdin ? await readStandardInput(surroundings) : undefined;
  if (options.oauth) return { kind: 'oauth' };
  if (options.basic !== undefined) {
    const [username = '', ...rest] = options.basic.split(':');
    return { kind: 'basic', username, password: secret ?? rest.join(':') };
  }
  if (options.header === undefined) return { kind: 'none' };
  return {
    kind: 'headers',
    headers: options.header.map((header) => {
      const colon = header.indexOf(':');
      if (colon < 0 && secret === undefined)
        throw badOption(
          `--header ${header} has no value.`,
          "Write it as --header 'Name: value', or use --secret-stdin.",
        );
      return colon < 0
        ? { name: header.trim(), value: secret ?? '' }
        : { name: header.slice(0, colon).trim(), value: header.slice(colon + 1).trim() };
    }),
  };
}

export const listConnectors: Command<[]> = async (session) => {
  const projectId = await session.projectId();
  const { connectors } = await session.client().call(connectorEndpoints.list, { query: { projectId } });
  session.out.result({ connectors }, () =>
    connectors.length === 0
      ? 'No connectors yet. Add one with `causeway connectors add NAME URL`.'
      : table([
          ['CONNECTOR', 'NAME', 'STATE', 'TOOLS', 'RESOURCES', 'PROMPTS', 'HOST'],
          ...connectors.map((one) => [
            one.slug,
            printable(one.name),
            one.health.state,
            String(one.counts?.tools ?? ''),
            String(one.counts?.resources ?? ''),
            String(one.counts?.prompts ?? ''),
            one.host,
          ]),
        ]),
  );
};

export const showConnector: Command<[string]> = async (session, reference) => {
  const connector = await findConnector(session, reference);
  const { catalogue, toolStates } = await session.client().call(connectorEndpoints.catalogue, {
    params: { connectorId: connector.id },
  });
  session.out.result({ connector, catalogue, toolStates }, () => {
    const parts = [connectorInWords(connector)];
    if (!catalogue) return [...parts, 'Its catalogue was not listed yet.'].join('\n\n');
    const { server, notes } = catalogue;
    parts.push(
      `${printable(server.title ?? server.name)} ${printable(server.version)}, MCP ${server.protocolVersion}, listed ${moment(catalogue.listedAt)}`,
    );
    const states = new Map(toolStates.map((state) => [state.name, state]));
    parts.push(
      section(
        'Tools',
        notes.tools,
        catalogue.tools.map(({ name, title }) => {
          const state = states.get(name);
          return [
            printable(name),
            state ? permissionWords[state.permission] : '',
            state?.held ? `held (${state.held})` : (state?.group ?? ''),
            printable(title ?? ''),
          ];
        }),
      ),
      section(
        'Resources',
        notes.resources,
        catalogue.resources.map(({ uri, name }) => [printable(uri), printable(name)]),
      ),
      section(
        'Templates',
        notes.resourceTemplates,
        catalogue.resourceTemplates.map(({ uriTemplate, name }) => [printable(uriTemplate), printable(name)]),
      ),
      section(
        'Prompts',
        notes.prompts,
        catalogue.prompts.map((prompt) => [
          printable(prompt.name),
          printable(
            (prompt.arguments ?? []).map(({ name, required }) => (required ? name : `[${name}]`)).join(' '),
          ),
        ]),
      ),
    );
    return parts.join('\n\n');
  });
};

const permissionWords = { allow: 'Always allow', ask: 'Needs approval', block: 'Blocked' };

function section(title: string, note: string | undefined, rows: string[][]): string {
  const head = `${title} (${rows.length})${note ? `: ${printable(note)}` : ''}`;
  return rows.length === 0
    ? head
    : `${head}\n${table(rows)
        .split('\n')
        .map((line) => `  ${line}`)
        .join('\n')}`;
}

export const refreshConnector: Command<[string]> = async (session, reference) => {
  const { id } = await findConnector(session, reference);
  const { connector } = await session.client().call(connectorEndpoints.refresh, {
    params: { connectorId: id },
  });
  session.out.result({ connector }, () => connectorInWords(connector));
  return connector.health.state === 'connected' ? 'done' : 'failed';
};

export const removeConnector: Command<[string]> = async (session, reference) => {
  const { id, name } = await findConnector(session, reference);
  await session.client().call(connectorEndpoints.remove, { params: { connectorId: id } });
  session.out.result(
    { removed: true, connectorId: id },
    () => `${printable(name)} is removed, with its accounts.`,
  );
};

/** A connector in a few lines: where, state with the reason, accounts. */
export function connectorInWords(connector: Connector): string {
  const { health, counts, accounts } = connector;
  const lines = [
    `${printable(connector.name)} (${connector.slug})`,
    `  ${connector.url}`,
    `  ${health.state}${
      counts
        ? `: ${counts.tools} tools, ${counts.resources} resources, ${counts.resourceTemplates} templates, ${counts.prompts} prompts`
        : ''
    }`,
  ];
  if (health.problem)
    lines.push(
      `  ${printable(health.problem.message)}`,
      ...(health.problem.fix ? [`  ${printable(health.problem.fix)}`] : []),
    );
  if (connector.heldCount > 0)
    lines.push(`  ${connector.heldCount} new or changed definitions wait for review`);
  for (const account of accounts)
    lines.push(
      `  account ${printable(account.label)}: ${account.state}${account.identity ? `, ${printable(account.identity)}` : ''}`,
    );
  return lines.join('\n');
}
