import { parseArgs } from 'node:util';

/** What `npm run bench -- …` was asked for. */
export type BenchOptions = {
  /** Ids of the measurements, in the order in which they run. */
  readonly only: readonly string[];
  readonly rounds: number;
  readonly size: 'full' | 'quick' | 'long';
  /** Where the results go; the benchmark's own folder when not given. */
  readonly out: string | undefined;
};

export const USAGE = 'npm run bench -- [--quick | --long] [--only appends,http,projector,query,closing,memory,due-dates,rebuild,kurrentdb,year] [--rounds 5] [--out FOLDER]';

/**
 * @param known - Ids of all measurements.
 * @throws Error that says what is wrong.
 */
export function readOptions(words: readonly string[], known: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      quick: { type: 'boolean', default: false }, long: { type: 'boolean', default: false }, only: { type: 'string' }, rounds: { type: 'string', default: '5' }, out: { type: 'string' },
    },
  });
  const asked = values.only?.split(',') ?? known;
  const unknown = asked.filter((id) => !known.includes(id));
  if (unknown.length > 0) throw new Error(`There is no measurement ${unknown.join(', ')}: there are ${known.join(', ')}.`);
  if (!/^[1-9]\d{0,2}$/.test(values.rounds)) throw new Error('--rounds is a number from 1 to 999.');
  return { only: known.filter((id) => asked.includes(id)), rounds: Number(values.rounds), size: values.quick ? 'quick' : values.long ? 'long' : 'full', out: values.out };
}
