// What a tool definition costs in a model's context, estimated without a tokenizer.
import type { Tool } from './contract/catalogue.ts';

/** Characters of compact JSON or English per token, measured against o200k on tool definitions; see the test. */
const charactersPerToken = 4.2;
/** Other scripts take about one token per character and a half. */
const otherCharactersPerToken = 1.5;

/** Estimated tokens of a text; within a fifth of a tokenizer's count on tool definitions, in microseconds. */
export function estimateTokens(text: string): number {
  let other = 0;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x24f) other += 1;
  return Math.ceil((text.length - other) / charactersPerToken + other / otherCharactersPerToken);
}

/** Tokens that a model's context pays for one tool: its name, description and input schema. */
export function toolTokens(tool: Pick<Tool, 'name' | 'description' | 'inputSchema'>): number {
  return estimateTokens(
    JSON.stringify({ name: tool.name, description: tool.description, inputSchema: tool.inputSchema }),
  );
}
