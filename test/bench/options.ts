import { parseArgs } from 'node:util';

/** What `npm run bench -- …` was asked for. */
export type BenchOptions = {
  /** Ids of the measurements, in the order in which they run. */
  readonly only: readonly string[];
  readonly rounds: number;
  readonly size: 'full' | 'quick' | 'long';
  /** Where the results go; the benchmark's own folder when not given. */
  readonly out: string | undefined;
  /** Another load than the size's, for `steady`. */
  readonly load: { readonly rate: number | undefined; readonly seconds: number | undefined };
  /** Whether to write the table of promises into README.md from the results that are kept, instead of measuring. */
  readonly promises: boolean;
  /** Whether to show how the figures differ from an earlier result of the same machine. */
  readonly compare: boolean;
  /** A result to compare instead of measuring, and the earlier one; without that the newest that fits. */
  readonly results: readonly string[];
};

export const USAGE = 'npm run bench -- [--quick | --long] [--only appends,http,import,projector,query,closing,memory,due-dates,rebuild,kurrentdb,year,steady,start] [--rounds 5] [--rate 10000 --seconds 600] [--out FOLDER] [--compare [RESULT.json [EARLIER.json]]] | --promises';

/**
 * @param known - Ids of all measurements.
 * @throws Error that says what is wrong.
 */
export function readOptions(words: readonly string[], known: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...words], allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false }, long: { type: 'boolean', default: false }, only: { type: 'string' }, rounds: { type: 'string', default: '5' }, out: { type: 'string' },
      compare: { type: 'boolean', default: false }, promises: { type: 'boolean', default: false }, rate: { type: 'string' }, seconds: { type: 'string' },
    },
  });
  const asked = values.only?.split(',') ?? known;
  const unknown = asked.filter((id) => !known.includes(id));
  if (unknown.length > 0) throw new Error(`There is no measurement ${unknown.join(', ')}: there are ${known.join(', ')}.`);
  if (!/^[1-9]\d{0,2}$/.test(values.rounds)) throw new Error('--rounds is a number from 1 to 999.');
  if (positionals.length > (values.compare ? 2 : 0)) throw new Error(`What is "${positionals.at(-1) ?? ''}"? Only --compare takes files, two at most.`);
  return {
    load: { rate: whole('rate', values.rate), seconds: whole('seconds', values.seconds) },
    only: known.filter((id) => asked.includes(id)), rounds: Number(values.rounds), size: values.quick ? 'quick' : values.long ? 'long' : 'full', out: values.out,
    compare: values.compare, promises: values.promises, results: positionals,
  };
}

function whole(name: string, text: string | undefined): number | undefined {
  if (text !== undefined && !/^[1-9]\d{0,5}$/.test(text)) throw new Error(`--${name} is a number from 1 to 999999.`);
  return text === undefined ? undefined : Number(text);
}
