// What the exit codes of `causeway` mean: the one table behind the program and docs/command-line.md.
import { AppError } from '#shared/app-error.ts';

export const exitCodes = {
  done: { code: 0, meaning: 'It worked.' },
  failed: { code: 1, meaning: 'It failed; the message says why and what to do.' },
  usage: {
    code: 2,
    meaning:
      'The command was written wrong: an unknown option, a missing argument, arguments that are not JSON, or input that Causeway does not accept.',
  },
  unreachable: { code: 3, meaning: 'Causeway could not be reached.' },
  signIn: { code: 4, meaning: 'Causeway does not accept the access token, or the token lacks a scope.' },
  notFound: { code: 5, meaning: 'There is no such connector, tool, resource, prompt or token.' },
  refused: {
    code: 6,
    meaning:
      'Causeway refused the call: a permission, an argument rule, a usage limit or a denied approval. The message names the layer and the rule.',
  },
  approvalNeeded: { code: 7, meaning: 'The call waits for an approval (only with `--no-wait`).' },
  unknown: {
    code: 8,
    meaning: 'The call was sent, but how it ended is not known. Look before you try again.',
  },
  toolError: { code: 9, meaning: 'The tool answered with an error of its own.' },
  checkFailed: {
    code: 10,
    meaning: 'The connection check found a fault; the failed step names the cause and the fix.',
  },
  recordBroken: { code: 11, meaning: 'The activity record does not verify.' },
  cancelled: { code: 130, meaning: 'It was cancelled, for instance by Ctrl-C.' },
} as const;

export type ExitName = keyof typeof exitCodes;

/** The exit of an error that Causeway, or the program itself, explained. */
export function exitOf(problem: unknown): ExitName {
  if (!(problem instanceof AppError)) return 'failed';
  if (problem.code === 'causeway_unreachable') return 'unreachable';
  if (problem.code.startsWith('usage_') || problem.status === 400 || problem.status === 422) return 'usage';
  if (problem.status === 401 || problem.status === 403) return 'signIn';
  return problem.status === 404 ? 'notFound' : 'failed';
}
