// Results of tools, resources and prompts as text for a terminal.
interface ContentBlock {
  type?: string;
  text?: string;
  data?: string;
  blob?: string;
  mimeType?: string;
  uri?: string;
  name?: string;
  resource?: ContentBlock;
}

/** One block of content; pictures and sounds are named with their size. */
export function blockInWords(block: ContentBlock): string {
  switch (block.type) {
    case 'text':
      return printable(block.text ?? '');
    case 'image':
    case 'audio':
      return `(${block.type} ${block.mimeType ?? ''}, ${sizeOf(block.data)})`;
    case 'resource_link':
      return `(resource ${printable(block.uri ?? '')}${block.name ? `, ${printable(block.name)}` : ''})`;
    case 'resource':
      return contentsInWords(block.resource ?? {});
    default:
      return printable(JSON.stringify(block));
  }
}

/** One entry of `contents` of a resource. */
export function contentsInWords(contents: ContentBlock): string {
  return contents.text === undefined
    ? `(${contents.mimeType ?? 'binary'}, ${sizeOf(contents.blob)}; --output FILE writes it)`
    : printable(contents.text);
}

/** A tool's result: its content, or its structured content where there is no other. */
export function toolResultInWords(result: Record<string, unknown>): string {
  const blocks = Array.isArray(result.content) ? (result.content as ContentBlock[]) : [];
  if (blocks.length === 0 && result.structuredContent !== undefined)
    return printable(JSON.stringify(result.structuredContent, null, 2));
  return blocks.map(blockInWords).join('\n');
}

/** A prompt's messages, each under its role. */
export function promptInWords(result: Record<string, unknown>): string {
  const messages = Array.isArray(result.messages)
    ? (result.messages as { role?: string; content?: ContentBlock }[])
    : [];
  return messages.map(({ role, content }) => `${role ?? ''}: ${blockInWords(content ?? {})}`).join('\n\n');
}

function sizeOf(base64: string | undefined): string {
  const bytes = Math.floor(((base64?.length ?? 0) * 3) / 4);
  return bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} kB`;
}

/** A server's text must not move the cursor, colour the terminal or hide itself. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (sign) =>
    sign === '\r' ? '' : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
