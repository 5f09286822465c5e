// Models: providers of language models, by kind, with their keys, and what they offer.
import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

export const providerKind = z.enum(['anthropic', 'openai', 'google', 'openai-compatible']);
export type ProviderKind = z.output<typeof providerKind>;

export const offeredModel = z.object({
  /** As the provider names it: `claude-sonnet-4-5`, `llama3.2:3b`. */
  id: z.string(),
  name: z.string(),
  /** Size of the context window in tokens: told by the provider, set by the person, or assumed. */
  contextTokens: z.number(),
  contextFrom: z.enum(['provider', 'person', 'assumed']),
});
export type OfferedModel = z.output<typeof offeredModel>;

export const modelProvider = z.object({
  id: z.string(),
  kind: providerKind,
  name: z.string(),
  /** Where requests go, without a trailing slash; of every kind. */
  baseUrl: z.string(),
  key: z.discriminatedUnion('from', [
    z.object({ from: z.literal('vault') }),
    /** An environment variable of the server; such a provider is there without being added, and cannot be edited. */
    z.object({ from: z.literal('environment'), variable: z.string() }),
    z.object({ from: z.literal('none') }),
  ]),
  models: z.array(offeredModel),
  /** Why the last listing of its models failed; absent when it went well or was never tried. */
  problem: z.object({ code: z.string(), message: z.string(), fix: z.string().optional() }).optional(),
  /** Epoch milliseconds of the last listing. */
  listedAt: z.number().optional(),
});
export type ModelProvider = z.output<typeof modelProvider>;

/** One model of one provider, as a conversation chooses it. */
export const modelChoice = z.object({ providerId: z.string(), modelId: z.string().max(200) });
export type ModelChoice = z.output<typeof modelChoice>;

/** An endpoint that answered on this machine: Ollama 11434, LM Studio 1234, llama.cpp 8080, vLLM 8000. */
export const localEndpoint = z.object({
  name: z.string(),
  baseUrl: z.string(),
  models: z.array(offeredModel),
  /** Set when a provider with this base URL was added already. */
  providerId: z.string().optional(),
});
export type LocalEndpoint = z.output<typeof localEndpoint>;

const providerParams = z.object({ providerId: z.string() });
const providerName = z.string().trim().min(1).max(80);
const baseUrl = z.url({ protocol: /^https?$/ }).max(2048);
const key = z.string().trim().min(1).max(4096);

export const modelEndpoints = {
  list: defineEndpoint({
    id: 'models.list',
    method: 'GET',
    path: '/api/models',
    access: 'person',
    scope: 'read',
    summary: 'Providers of the person, and those of the environment; what new conversations use',
    response: z.object({
      providers: z.array(modelProvider),
      /** What a new conversation starts with: the person's last choice that still exists. */
      defaultModel: modelChoice.optional(),
    }),
  }),
  add: defineEndpoint({
    id: 'models.add',
    method: 'POST',
    path: '/api/models/providers',
    access: 'person',
    scope: 'write',
    summary: 'Add a provider; its models are listed at once, and a failure of that is told in `problem`',
    body: z.object({
      kind: providerKind,
      name: providerName.optional(),
      /** Needed for `openai-compatible`; for the others instead of their own. */
      baseUrl: baseUrl.optional(),
      key: key.optional(),
    }),
    response: z.object({ provider: modelProvider }),
  }),
  edit: defineEndpoint({
    id: 'models.edit',
    method: 'PATCH',
    path: '/api/models/providers/:providerId',
    access: 'person',
    scope: 'write',
    summary: 'Edit a provider. Another base URL drops the key unless it is given again.',
    params: providerParams,
    body: z.object({
      name: providerName.optional(),
      baseUrl: baseUrl.optional(),
      /** `null` drops the key. */
      key: key.nullable().optional(),
      /** Context window of a model in tokens, where the provider does not tell; `null` forgets it. Also adds a model that is not listed. */
      models: z
        .array(
          z.object({
            id: z.string().min(1).max(200),
            contextTokens: z.number().int().min(1_000).max(100_000_000).nullable(),
          }),
        )
        .max(500)
        .optional(),
    }),
    response: z.object({ provider: modelProvider }),
  }),
  remove: defineEndpoint({
    id: 'models.remove',
    method: 'DELETE',
    path: '/api/models/providers/:providerId',
    access: 'person',
    scope: 'write',
    summary: 'Remove a provider and its key; conversations stay and can choose another model',
    params: providerParams,
    response: z.object({ removed: z.literal(true) }),
  }),
  test: defineEndpoint({
    id: 'models.test',
    method: 'POST',
    path: '/api/models/providers/:providerId/test',
    access: 'person',
    scope: 'write',
    summary: 'List the models again and let one say a word; a failure is an answer, in plain words',
    params: providerParams,
    body: z.object({ modelId: z.string().max(200).optional() }),
    response: z.object({
      provider: modelProvider,
      test: z.discriminatedUnion('passed', [
        z.object({ passed: z.literal(true), modelId: z.string(), milliseconds: z.number() }),
        z.object({
          passed: z.literal(false),
          problem: z.object({ code: z.string(), message: z.string(), fix: z.string().optional() }),
        }),
      ]),
    }),
  }),
  discover: defineEndpoint({
    id: 'models.discover',
    method: 'GET',
    path: '/api/models/local',
    access: 'person',
    scope: 'read',
    summary: 'Model servers that answer on the usual ports of this machine; add one with its base URL',
    response: z.object({ found: z.array(localEndpoint) }),
  }),
};
