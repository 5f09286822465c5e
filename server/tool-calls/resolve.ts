// Step 1: who, which connector and account, which definition, exactly which arguments.
import { AppError } from '#shared/app-error.ts';
import type { JsonObject } from '#shared/json.ts';
import type { CallGroup } from '#shared/policy/decide.ts';
import { definitionsOf } from './definitions.ts';
import { argumentsDigest } from './digest.ts';
import { failedBeforeSending, type GateCall, type GateDeps, type ResolvedCall, type Step } from './gate.ts';

export async function resolveCall(deps: GateDeps, call: GateCall): Promise<Step<ResolvedCall>> {
  const { request } = call;
  try {
    const connector = await deps.connectors.resolve({
      personId: request.personId,
      connectorId: request.connectorId,
      ...(request.accountId === undefined ? {} : { accountId: request.accountId }),
    });
    const subject = subjectOf(call, connector.catalogue);
    return {
      go: {
        ...call,
        connector,
        argumentsDigest: argumentsDigest(digestedArguments(call)),
        ...subject,
      },
    };
  } catch (error) {
    if (error instanceof AppError)
      return failedBeforeSending(deps, call, {
        code: error.code,
        message: error.message,
        ...(error.fix === undefined ? {} : { fix: error.fix }),
      });
    if (error instanceof Error && /surrogate|not allowed/.test(error.message))
      return failedBeforeSending(deps, call, {
        code: 'arguments_not_canonical',
        message:
          'The arguments hold text that has no exact written form (half of a character pair), so nobody could approve exactly this call. Nothing was sent.',
        fix: 'Correct the text and call again.',
      });
    throw error;
  }
}

/** What one approval and one record stand for: the arguments, and for a completion also what is being completed. */
function digestedArguments({ request }: GateCall): JsonObject {
  if (request.method !== 'completion/complete') return request.arguments;
  const { ref, argument, context } = request.params ?? {};
  return { ref, argument, ...(context === undefined ? {} : { context }) };
}

function subjectOf(
  { request }: GateCall,
  catalogue: Parameters<typeof definitionsOf>[0],
): Pick<ResolvedCall, 'tool' | 'definitionDigest' | 'subjectOf'> {
  const definitions = definitionsOf(catalogue);
  if (request.method === 'tools/call') {
    const listed = definitions.tools.get(request.subject);
    const digest = listed?.digest ?? '';
    return {
      ...(listed ? { tool: listed.tool } : {}),
      definitionDigest: digest,
      subjectOf: about('tool', request.subject, listed?.group ?? 'unknown', request.arguments, digest),
    };
  }
  if (request.method === 'prompts/get' || isPromptCompletion(request.params)) {
    const digest = definitions.prompts.get(request.subject)?.digest ?? '';
    return {
      definitionDigest: digest,
      subjectOf: about('prompt', request.subject, 'prompts', request.arguments, digest),
    };
  }
  return {
    definitionDigest: '',
    subjectOf: about('resource', request.subject, 'resources', request.arguments, ''),
  };
}

const isPromptCompletion = (params: JsonObject | undefined): boolean =>
  (params?.ref as JsonObject | undefined)?.type === 'ref/prompt';

const about = (
  kind: 'tool' | 'prompt' | 'resource',
  name: string,
  group: CallGroup,
  callArguments: JsonObject,
  definitionDigest: string,
): ResolvedCall['subjectOf'] => ({ kind, name, group, arguments: callArguments, definitionDigest });
