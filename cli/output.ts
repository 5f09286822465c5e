// Standard output is for results, standard error for everything else. With --json, results are JSON and nothing but.
import { AppError } from '#shared/app-error.ts';
import type { Surroundings } from './surroundings.ts';

export type Output = ReturnType<typeof createOutput>;

export function createOutput({ stdout, stderr }: Surroundings, json: boolean) {
  return {
    json,
    /** The result: `value` as JSON with --json, otherwise the words. */
    result(value: unknown, words: () => string): void {
      stdout.write(json ? `${jsonText(value)}\n` : `${words()}\n`);
    },
    /** Part of a result that is written piece by piece. */
    raw(text: string): void {
      stdout.write(text);
    },
    /** For the person who watches; never part of the result. */
    note(words: string): void {
      stderr.write(`${words}\n`);
    },
    problem(problem: unknown): void {
      const shown = asProblem(problem);
      if (json) stdout.write(`${jsonText({ error: shown })}\n`);
      stderr.write(`${shown.message}\n${shown.fix ? `${shown.fix}\n` : ''}`);
    },
  };
}

function asProblem(problem: unknown): { code: string; message: string; fix?: string } {
  if (problem instanceof AppError)
    return {
      code: problem.code,
      message: problem.message,
      ...(problem.fix === undefined ? {} : { fix: problem.fix }),
    };
  return {
    code: 'unexpected',
    message: `The command line met an error of its own: ${problem instanceof Error ? problem.message : String(problem)}`,
  };
}

/** JSON in which also the control characters that JSON lets through are escaped: a terminal would obey them. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Columns as wide as their widest cell, two spaces apart. */
export function table(rows: string[][]): string {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `2026-07-28 14:05`, local time. */
export function moment(at: number | undefined): string {
  if (at === undefined) return '';
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
