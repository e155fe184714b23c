import type { Test } from 'tap';

let current: Test | undefined;

/** From now on the tests that a file makes are those of this one. */
export function beginFile(t: Test): void {
  current = t;
}

/** @throws Error when no file was begun. */
export function currentFile(): Test {
  if (current === undefined) throw new Error('No test file was begun.');
  return current;
}
