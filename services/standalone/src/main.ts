import { isAppError } from '@motcua/kernel';
import { loadSchedules } from '@motcua/reporter';
import { pino } from 'pino';
import { loadOptions } from './options.ts';
import { asksForHelp, START_HELP } from './start-help.ts';
import { start } from './start.ts';

// npm start: the whole ledger in one process. Settings: options.ts.
const words = process.argv.slice(2);
if (asksForHelp(words)) process.stdout.write(START_HELP);
else await run().catch((error: unknown) => {
  console.error(isAppError(error) ? `Không khởi động được (${error.code}): ${error.message}` : error);
  // Whatever still waits for a database that is gone keeps nobody from starting again.
  process.exit(1);
});

async function run(): Promise<void> {
  const options = loadOptions(process.env, words);
  const log = pino({ level: options.logLevel, name: 'motcua' }, pino.destination(2));
  // npm, the starter and the terminal may each send the signal: once is enough, and again does no harm.
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => { interrupted.abort(); });
  // When the starter is killed nobody is left to tell; its channel must not keep this process alive either.
  process.on('disconnect', () => { interrupted.abort(); });
  process.channel?.unref();
  const schedules = await loadSchedules(options.schedulesFile, process.env);
  const end = await start({ ...options, schedules }, { log, out: process.stdout, signal: interrupted.signal });
  // Ending a ledger that serves is its normal end; a play or a report that was cut short is not what was asked for.
  if (end === 'interrupted') process.exitCode = 130;
}
