import { test } from 'tap';
import { runSeeds, TO_BE_REACHED } from './simulation/campaign.ts';
import { simulate } from './simulation/run.ts';
import type { Defect } from './simulation/server.ts';

// SIMULATION_SEED=<number>: the same runs again; npm run simulate -- --trace <seed> shows one of them step by step.
const first = Number(process.env['SIMULATION_SEED'] ?? Date.now() % 1_000_000_000);
const STEPS = 100_000;

test('in a world where everything fails, what store, senders, consumers, projectors and clocks know of the log is true', async (t) => {
  const unreached = (marks: ReadonlyMap<string, number>): readonly string[] => TO_BE_REACHED.filter((name) => !marks.has(name));
  // What is rare may need some more runs.
  const { runs, steps, events, marks, failures } = await runSeeds(first, (end) => end.failures.length === 0 && (end.steps < STEPS || (unreached(end.marks).length > 0 && end.steps < 10 * STEPS)));
  t.comment(`SIMULATION_SEED=${first}: ${runs} runs, ${steps} steps, ${events} events`);
  t.strictSame(failures, []);
  t.strictSame(unreached(marks), [], 'every fault, and every way to meet it, was reached');
});

test('a seed gives the same run again, step by step', async (t) => {
  const traceOf = async (seed: number) => {
    const lines: string[] = [];
    const { fingerprint } = await simulate({ seed, listen: (line) => { lines.push(line); } });
    return { lines, fingerprint };
  };
  const [ofLedger, ofLog] = [await traceOf(15), await traceOf(17)];
  t.ok(ofLedger.lines.length > 500 && ofLog.lines.length > 500);
  t.strictSame(await traceOf(15), ofLedger);
  t.strictSame(await traceOf(17), ofLog);
  t.not(ofLedger.fingerprint, ofLog.fingerprint);
});

test('a server that takes positions without the lock, or forgets ids, is found out', async (t) => {
  const reasonFor = async (defect: Defect): Promise<string> => {
    const { failures } = await runSeeds(1, ({ runs, failures }) => failures.length === 0 && runs < 100, { defect });
    return String(failures[0]?.error);
  };
  t.match(await reasonFor('no lock'), /is missing|out of order/, 'an event is seen before the one in front of it');
  t.match(await reasonFor('forgets ids'), /told wrong_revision|is at \d+ too/, 'what was written is refused, or written again');
});
