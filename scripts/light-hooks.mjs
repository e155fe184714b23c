// For test processes. tap asks Node to be told of the birth and the death of every promise, so that it can name the test that an
// unhandled rejection belongs to; a test that awaits much then spends a good part of its time on that. Without it such a
// rejection fails the file instead of the test, with the error's own stack, and an exception in a timer ends the file's process.
import asyncHooks from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';

const { createHook } = asyncHooks;
asyncHooks.createHook = (callbacks) => createHook({ ...callbacks, trackPromises: false });
syncBuiltinESMExports();

// tap has every process that a test starts load its recorder, whatever environment the test gives it; nobody reads what it
// records there, and a program of ours takes a third longer to start with it.
globalThis[Symbol.for('process-on-spawn@*:singletonId')]?.listeners.splice(0);
delete process.env.NODE_OPTIONS;
