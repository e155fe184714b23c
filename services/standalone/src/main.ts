import { pino } from 'pino';
import { runStart, START_STATUS } from './start-program.ts';

// npm start: the whole ledger in one process. Settings: options.ts.
// npm, the starter and the terminal may each send the signal: once is enough, and again does no harm.
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => { interrupted.abort(); });
// When the starter is killed nobody is left to tell; its channel must not keep this process alive either.
process.on('disconnect', () => { interrupted.abort(); });
process.channel?.unref();
const status = await runStart(process.env, process.argv.slice(2), { out: process.stdout, log: pino.destination(2), signal: interrupted.signal });
// Whatever still waits for a database that is gone keeps nobody from starting again.
if (status === START_STATUS.failed) process.exit(status);
process.exitCode = status;
