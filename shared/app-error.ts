// Every expected failure is an AppError made by a factory of its feature's errors.ts.

export interface AppErrorInput {
  code: string;
  /** HTTP status the web API answers with. */
  status: number;
  message: string;
  fix?: string;
  field?: string;
  details?: Record<string, unknown>;
  cause?: unknown;
}

/** A failure that a person can act on: a stable code, a sentence, a fix. Rendered in one place, `server/http/errors.ts`. */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly fix: string | undefined;
  readonly field: string | undefined;
  readonly details: Record<string, unknown> | undefined;

  constructor(input: AppErrorInput) {
    super(input.message, input.cause === undefined ? undefined : { cause: input.cause });
    this.name = 'AppError';
    this.code = input.code;
    this.status = input.status;
    this.fix = input.fix;
    this.field = input.field;
    this.details = input.details;
  }
}
