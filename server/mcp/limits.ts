/** What one remote server may use of us; every number is a cap, not a wish. Times in milliseconds. */
export interface UpstreamLimits {
  /** One step of finding out which revision a server speaks; there are at most three. */
  probeMilliseconds: number;
  /** Silence after which a request ends, and its whole time. */
  idleMilliseconds: number;
  totalMilliseconds: number;
  /** Bytes of one answer or stream after unpacking, of one stream line, and events of one stream. */
  answerBytes: number;
  lineBytes: number;
  events: number;
  /** Objects and arrays inside each other. */
  depth: number;
  /** Pages of one list, its items, and its definitions as JSON text. */
  pages: number;
  tools: number;
  otherItems: number;
  listBytes: number;
  /** Requests under way on one connection. */
  inFlight: number;
  /** Rounds of questions in one request (multi round-trip). */
  rounds: number;
  /** First and longest wait before a broken watch is opened again. */
  rewatchMilliseconds: number;
  rewatchMaxMilliseconds: number;
  /** Changes of one kind are told at most once in this time. */
  changeMilliseconds: number;
  /** Failed openings in a row before the server is left alone, and for how long. */
  breakerFailures: number;
  breakerMilliseconds: number;
}

export const defaultUpstreamLimits: UpstreamLimits = {
  probeMilliseconds: 4_500,
  idleMilliseconds: 60_000,
  totalMilliseconds: 600_000,
  answerBytes: 10 * 1024 * 1024,
  lineBytes: 1024 * 1024,
  events: 10_000,
  depth: 200,
  pages: 100,
  tools: 1_000,
  otherItems: 10_000,
  listBytes: 4 * 1024 * 1024,
  inFlight: 256,
  rounds: 10,
  rewatchMilliseconds: 1_000,
  rewatchMaxMilliseconds: 120_000,
  changeMilliseconds: 1_000,
  breakerFailures: 5,
  breakerMilliseconds: 10_000,
};
