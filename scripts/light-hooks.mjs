// For test processes. tap asks Node to be told of the birth and the death of every promise, so that it can name the test that an
// unhandled rejection belongs to; a test that awaits much then spends a good part of its time on that. Without it such a
// rejection ends the process, which fails the file with the error's own stack. Other asynchronous work is told of as before.
import asyncHooks from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';

const { createHook } = asyncHooks;
asyncHooks.createHook = (callbacks) => createHook({ ...callbacks, trackPromises: false });
syncBuiltinESMExports();
