import { currentFile } from './current-file.ts';

/** As of 'tap', for one of several test files of a process. */
export const t = currentFile();
// tap binds what is taken from a test.
export const { test } = t;
