// `tools/call` where a project shows search and call in the place of its tools.
import type { JsonObject } from '#shared/json.ts';
import type { Exchange } from '../exchange.ts';
import type { ExposedTools } from '../offer/exposed-tools.ts';
import { type Answer, failure, isObject, objectOf, rpcCode } from '../wire/json-rpc.ts';
import type { Aim } from './call.ts';
import { completeResult } from './present.ts';

const defaultLimit = 20;
const largestLimit = 50;

/** What the call is aimed at, or the answer where nothing is called. */
export async function aimThroughExposed(exposed: ExposedTools, exchange: Exchange): Promise<Aim | Answer> {
  const { name } = exchange.request.params;
  const given = objectOf(exchange.request.params.arguments);
  if (typeof name !== 'string' || !exposed.has(name))
    return failure(
      rpcCode.invalidParams,
      `Unknown tool: ${String(name)}. Find tools with search_tools, and call them by the tool it names.`,
    );
  if (name === 'search_tools') return search(exposed, given, exchange);
  const owned = exchange.offer.tools.get(String(given.name));
  if (!owned)
    return said(
      `There is no tool ${JSON.stringify(given.name)}. Find its name with search_tools.`,
      exchange,
      true,
    );
  const tool = owned.definition;
  const caller = exposed.callerOf(tool);
  if (name === 'describe_tool')
    return said(JSON.stringify({ ...tool, name: given.name, calledBy: caller }), exchange);
  if (name !== caller)
    return said(`${String(given.name)} is called by ${caller}, not by ${name}.`, exchange, true);
  if (given.arguments !== undefined && !isObject(given.arguments))
    return said('"arguments" must be an object that fits the input schema of the tool.', exchange, true);
  return {
    connector: owned.connector,
    method: 'tools/call',
    subject: tool.name,
    arguments: objectOf(given.arguments),
  };
}

async function search(exposed: ExposedTools, given: JsonObject, exchange: Exchange): Promise<Answer> {
  const { query, limit } = given;
  if (typeof query !== 'string' || query.trim() === '')
    return said('"query" must say in a few words what the tool should do.', exchange, true);
  const most = Number.isSafeInteger(limit)
    ? Math.min(Math.max(Number(limit), 1), largestLimit)
    : defaultLimit;
  const lines = await exposed.search(query, most);
  return said(
    lines.length > 0
      ? lines.join('\n')
      : `No tool of ${exchange.offer.tools.size} fits these words. Try others.`,
    exchange,
  );
}

const said = (text: string, exchange: Exchange, isError = false): Answer => ({
  result: completeResult(
    JSON.stringify({ content: [{ type: 'text', text }], ...(isError ? { isError } : {}) }),
    exchange,
  ),
});
