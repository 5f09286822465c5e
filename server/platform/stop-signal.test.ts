import { expect, test } from 'vitest';
import { asAbortSignal, createStop, type StopSignal } from './stop-signal.ts';

test('listeners are told once, in their order, unless they left', () => {
  const { signal, abort } = createStop();
  const told: string[] = [];
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => () => told.push(name));
  for (const listener of [a, b, c, d, b]) if (listener) signal.addEventListener('abort', listener);
  for (const listener of [a, c]) if (listener) signal.removeEventListener('abort', listener);
  expect(signal.aborted).toBe(false);
  signal.throwIfAborted();
  abort(new Error('first'));
  abort(new Error('second'));
  expect(told).toEqual(['b', 'd']);
  expect(signal.reason).toMatchObject({ message: 'first' });
  expect(() => signal.throwIfAborted()).toThrow('first');
  signal.addEventListener('abort', () => told.push('late'));
  expect(told).toEqual(['b', 'd']);
});

test('an AbortSignal is a StopSignal, and one can be had of the other', () => {
  const controller = new AbortController();
  const same: StopSignal = controller.signal;
  expect(asAbortSignal(same)).toBe(controller.signal);
  const { signal, abort } = createStop();
  const native = asAbortSignal(signal);
  abort();
  expect(native.aborted).toBe(true);
  expect(native.reason).toMatchObject({ name: 'AbortError' });
  expect(asAbortSignal(signal).aborted).toBe(true);
});
