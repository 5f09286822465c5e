// What a test MCP server is made of: data first, code only where a tool must do something of its own.
import type { JsonObject } from '#shared/json.ts';

/** `modern` speaks 2026-07-28 only, `dual` that and 2025-11-25; a date is that revision alone. */
export type ServerEra = 'modern' | 'dual' | '2025-11-25' | '2025-06-18' | '2025-03-26' | '2024-11-05';

/** How a running tool talks to its caller, the same in every era. */
export interface ToolContext {
  signal: AbortSignal;
  progress(progress: number, total?: number, message?: string): Promise<void>;
  log(level: string, data: unknown): Promise<void>;
  /** Asks the person. In the modern era the tool is run again from its start once the answer is there. */
  ask(key: string, params: JsonObject): Promise<JsonObject>;
  /** Changes the tools of this server and says so. */
  changeTools(change: (tools: ToolSpec[]) => ToolSpec[]): void;
}

export interface ToolSpec {
  name: string;
  title?: string;
  description?: string;
  inputSchema?: JsonObject;
  outputSchema?: JsonObject;
  annotations?: JsonObject;
  icons?: JsonObject[];
  _meta?: JsonObject;
  /** Default: answers its arguments as JSON text. */
  run?: (args: JsonObject, context: ToolContext) => Promise<JsonObject> | JsonObject;
}

export interface ResourceSpec {
  uri: string;
  name: string;
  title?: string;
  description?: string;
  mimeType?: string;
  text?: string;
  /** Base64. */
  blob?: string;
}

export interface TemplateSpec {
  uriTemplate: string;
  name: string;
  /** Values for completion, by variable. */
  values?: Record<string, string[]>;
}

export interface PromptSpec {
  name: string;
  title?: string;
  description?: string;
  arguments?: { name: string; description?: string; required?: boolean }[];
  /** Values for completion, by argument. */
  values?: Record<string, string[]>;
  text?: string;
}

export interface ServerSpec {
  era: ServerEra;
  name?: string;
  version?: string;
  instructions?: string;
  tools?: ToolSpec[];
  resources?: ResourceSpec[];
  templates?: TemplateSpec[];
  prompts?: PromptSpec[];
  /** Items a page in every list; absent: one page. */
  pageSize?: number;
  /** Without this header and value every request is answered 401 with `challenge`. */
  auth?: { header: string; value: string; challenge?: string };
  /** Legacy Streamable HTTP: answers with JSON instead of SSE, keeps no sessions, or keeps events for resumption. */
  json?: boolean;
  stateless?: boolean;
  resumable?: boolean;
}

export interface RecordedCall {
  verb: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  /** Parsed JSON body, absent for GET and DELETE. */
  body?: JsonObject;
  /** The body as it came. */
  text?: string;
  /** JSON-RPC method of the body. */
  method?: string;
  status?: number;
  /** True once the connection of this request was closed, by either side. */
  closed: boolean;
}

export interface RunningServer {
  url: string;
  /** `127.0.0.1:port`, as an administrator would list it. */
  hostPort: string;
  /** Every request that arrived, oldest first. */
  calls: RecordedCall[];
  /** Names of tools whose run was cancelled. */
  cancelled: string[];
  /** Protocol sessions that live now; always empty in the modern era. */
  sessions(): string[];
  /** Forgets all sessions: the next request with one is answered 404. */
  loseSessions(): void;
  changeTools(change: (tools: ToolSpec[]) => ToolSpec[]): void;
  /** Changes what a resource holds and tells subscribers. */
  changeResource(uri: string, text: string): void;
  /** Requests of one JSON-RPC method so far. */
  count(method: string): number;
  /** Cuts every open connection now. */
  cutConnections(): void;
  close(): Promise<void>;
}
