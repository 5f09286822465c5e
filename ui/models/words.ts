// Words of models on screen.
import type { ProviderKind } from '#shared/contract/models.ts';

export const kindWords: Record<ProviderKind, string> = {
  anthropic: 'Anthropic',
  openai: 'OpenAI',
  google: 'Google',
  'openai-compatible': 'OpenAI-compatible endpoint',
};

/** Where a key is made, in words; an endpoint of one's own may need none. */
export const keyHints: Record<ProviderKind, string> = {
  anthropic: 'From the API keys of your Anthropic console.',
  openai: 'From the API keys of your OpenAI account.',
  google: 'From Google AI Studio.',
  'openai-compatible': 'Leave it empty where the endpoint asks for none.',
};
