import { type DestinationStream, type Logger, pino } from 'pino';
import { redact, redactText } from './redact.ts';

/** Structured log. Fields are redacted by name and by shape before anything is written. */
export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
  child(fields: Record<string, unknown>): Log;
}

export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLog,
};

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** One JSON line per entry, to `destination` or standard output; redacted before pino sees it, at every level. */
export function createLog(options: { level: LogLevel; destination?: DestinationStream }): Log {
  const target = options.destination ?? pino.destination({ dest: 1, sync: true });
  const logger = pino({ level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, target);
  return around(logger);
}

function around(logger: Logger): Log {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields?: Record<string, unknown>): void => {
      if (!logger.isLevelEnabled(level)) return;
      logger[level](fields ? (redact(fields) as object) : {}, redactText(message));
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => around(logger.child(redact(fields) as Record<string, unknown>)),
  };
}
