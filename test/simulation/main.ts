import { parseArgs } from 'node:util';
import { runSeeds, TO_BE_REACHED } from './campaign.ts';
import { simulate } from './run.ts';

// npm run simulate -- --seeds 1000 [--from 1]: so many runs. npm run simulate -- --trace 17: everything that happens in the run of seed 17.
const { values: { seeds, from, trace } } = parseArgs({ options: { seeds: { type: 'string', default: '100' }, from: { type: 'string', default: '1' }, trace: { type: 'string' } } });

if (trace === undefined) await runMany(Number(from), Number(seeds));
else {
  const { steps, fingerprint } = await simulate({ seed: Number(trace), listen: (line) => { process.stdout.write(line); } });
  console.log(`${steps} steps, fingerprint ${fingerprint}`);
}

async function runMany(first: number, count: number): Promise<void> {
  let shown = 0;
  const { runs, steps, events, marks, failures } = await runSeeds(first, ({ runs }) => runs < count, {
    onRun: (soFar) => {
      if (Math.floor((20 * soFar.runs) / count) === shown) return;
      shown = Math.floor((20 * soFar.runs) / count);
      console.log(`${soFar.runs} of ${count} runs, ${soFar.steps} steps, ${soFar.failures.length} failed`);
    },
  });
  for (const [name, times] of [...marks].sort(([one], [other]) => (one < other ? -1 : 1))) console.log(`${String(times).padStart(9)}  ${name}`);
  for (const { seed, error } of failures) console.error(`seed ${seed}:`, error);
  const missed = TO_BE_REACHED.filter((name) => !marks.has(name));
  console.log(`${runs} runs from seed ${first}: ${steps} steps, ${events} events in the logs, ${failures.length} failed${missed.length === 0 ? '' : `; never reached: ${missed.join(', ')}`}`);
  if (failures.length > 0) process.exitCode = 1;
}
