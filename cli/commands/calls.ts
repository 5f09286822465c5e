// `causeway call`, `read` and `prompt`: one call by hand, through the gate like every other.
import { writeFileSync } from 'node:fs';
import { AppError } from '#shared/app-error.ts';
import { type CallEvent, callEndpoints } from '#shared/contract/calls.ts';
import type { Connector } from '#shared/contract/connectors.ts';
import { askPerson } from '../ask-person.ts';
import { badOption } from '../errors.ts';
import type { ExitName } from '../exit-codes.ts';
import { findConnector } from '../find-connector.ts';
import { readJsonObject } from '../read-input.ts';
import { contentsInWords, printable, promptInWords, toolResultInWords } from '../render-result.ts';
import type { Command, Session } from '../session.ts';

export interface CallOptions {
  args?: string;
  account?: string;
  wait?: boolean;
  output?: string;
}

type Completed = Extract<CallEvent, { kind: 'completed' }>;

export const callTool: Command<[string, string, CallOptions]> = async (session, reference, tool, options) => {
  const args = await readJsonObject(session.surroundings, '--args', options.args);
  const connector = await findConnector(session, reference);
  const events = session.client().listen(callEndpoints.runTool, {
    params: { connectorId: connector.id },
    body: { tool, arguments: args, ...accountOf(connector, options) },
  });
  return follow(session, connector, events, options, ({ result }) => {
    if (options.output) writeFirstData(session, options.output, result.content);
    session.out.result(result, () => toolResultInWords(result));
    return result.isError === true ? 'toolError' : 'done';
  });
};

export const readResource: Command<[string, string, CallOptions]> = async (
  session,
  reference,
  uri,
  options,
) => {
  const connector = await findConnector(session, reference);
  const events = session.client().listen(callEndpoints.readResource, {
    params: { connectorId: connector.id },
    body: { uri, ...accountOf(connector, options) },
  });
  return follow(session, connector, events, options, ({ result }) => {
    const contents = Array.isArray(result.contents) ? result.contents : [];
    if (options.output) writeFirstData(session, options.output, contents);
    else session.out.result(result, () => contents.map(contentsInWords).join('\n'));
    return 'done';
  });
};

export const getPrompt: Command<[string, string, CallOptions]> = async (
  session,
  reference,
  prompt,
  options,
) => {
  const args = await readJsonObject(session.surroundings, '--args', options.args);
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(args)) {
    if (typeof value !== 'string')
      throw badOption(
        `The argument ${name} is no text.`,
        'Arguments of prompts are text: put the value in quotes.',
      );
    texts[name] = value;
  }
  const connector = await findConnector(session, reference);
  const events = session.client().listen(callEndpoints.getPrompt, {
    params: { connectorId: connector.id },
    body: { prompt, arguments: texts, ...accountOf(connector, options) },
  });
  return follow(session, connector, events, options, ({ result }) => {
    session.out.result(result, () => promptInWords(result));
    return 'done';
  });
};

/** The account by label or id; the default one without --account. */
function accountOf({ accounts, name }: Connector, { account }: CallOptions): { accountId?: string } {
  if (account === undefined) return {};
  const found = accounts.find(({ id, label }) => id === account || label === account);
  if (found) return { accountId: found.id };
  throw new AppError({
    code: 'account_unknown',
    status: 404,
    message: `${name} has no account ${JSON.stringify(account)}.`,
    fix: `Use one of: ${accounts.map(({ label }) => label).join(', ')}.`,
  });
}

/** Shows what a running call says, answers its questions, and ends as the call ended. */
async function follow(
  session: Session,
  connector: Connector,
  events: AsyncIterable<CallEvent>,
  options: CallOptions,
  completed: (event: Completed) => ExitName,
): Promise<ExitName> {
  let callId = '';
  for await (const event of events) {
    switch (event.kind) {
      case 'accepted':
        callId = event.callId;
        break;
      case 'progress':
        session.out.note(progressInWords(event));
        break;
      case 'log':
        session.out.note(`${event.level}: ${printable(JSON.stringify(event.data))}`);
        break;
      case 'question': {
        const answer = await askPerson(session, connector.name, event.elicitation);
        await session.client().call(callEndpoints.answerQuestion, {
          params: { callId },
          body: { key: event.elicitation.key, answer },
        });
        break;
      }
      case 'approval-needed':
        session.out.note(`It needs approval: ${session.client().url}/approvals/${event.approvalId}`);
        if (options.wait === false) return approvalLeft(session, event.approvalId);
        break;
      default:
        return ended(session, event, completed);
    }
  }
  throw new AppError({
    code: 'call_unfinished',
    status: 0,
    message: `Causeway closed the connection before the call to ${connector.name} ended.`,
    fix: 'Look in Activity how it ended before you try again.',
  });
}

function approvalLeft(session: Session, approvalId: string): ExitName {
  session.out.result({ approvalNeeded: approvalId }, () => `Waiting for approval ${approvalId}.`);
  return 'approvalNeeded';
}

type Ending = Extract<CallEvent, { kind: 'completed' | 'refused' | 'failed' | 'cancelled' }>;

function ended(session: Session, event: Ending, completed: (event: Completed) => ExitName): ExitName {
  switch (event.kind) {
    case 'completed':
      if (event.cut) session.out.note(event.cut);
      return completed(event);
    case 'refused':
      session.out.problem(
        new AppError({
          code: event.refusal.code,
          status: 0,
          message: event.refusal.sentence,
          ...(event.refusal.link === undefined
            ? {}
            : { fix: `Change it at ${session.client().url}${event.refusal.link}` }),
        }),
      );
      return 'refused';
    case 'failed':
      session.out.problem(new AppError({ ...event.problem, status: 0 }));
      return event.outcome === 'unknown' ? 'unknown' : 'failed';
    case 'cancelled':
      session.out.problem(
        new AppError({ code: 'call_cancelled', status: 0, message: 'The call was cancelled.' }),
      );
      return 'cancelled';
  }
}

function progressInWords({ progress, total, message }: Extract<CallEvent, { kind: 'progress' }>): string {
  return `${progress}${total === undefined ? '' : `/${total}`}${message ? `  ${printable(message)}` : ''}`;
}

/** Writes the first picture, sound, blob or text of a result to a file. */
function writeFirstData(session: Session, path: string, blocks: unknown): void {
  const list = (Array.isArray(blocks) ? blocks : []) as { data?: string; blob?: string; text?: string }[];
  const binary = list.map(({ data, blob }) => data ?? blob).find((data) => data !== undefined);
  const text = list.map((block) => block.text).find((words) => words !== undefined);
  if (binary === undefined && text === undefined)
    throw badOption('The result holds nothing that can be written to a file.', 'Leave out --output.');
  const data = binary === undefined ? Buffer.from(text ?? '') : Buffer.from(binary, 'base64');
  writeFileSync(path, data);
  session.out.note(`${path}: ${data.length} bytes`);
}
