/** What one run of a contender measured: figures by name, units last (`eventsPerSecond`, `p99Ms`, `rssMb`). */
export type Sample = Readonly<Record<string, number>>;

/** One of the things that are compared. */
export type Contender = {
  readonly name: string;
  /** @param round - From 1; those before warm up and do not count. */
  readonly run: (round: number) => Promise<Sample>;
};

/** Samples by contender, in the order of the rounds. */
export type Samples = ReadonlyMap<string, readonly Sample[]>;

/** The middle of some values, and their ends. */
export type Spread = { readonly median: number; readonly min: number; readonly max: number };

export type Rounds = {
  /** Rounds that count. */
  readonly rounds: number;
  /** Rounds before them that do not count; 1 unless told. */
  readonly warmUps?: number;
  readonly signal: AbortSignal;
  /** Called before each run. */
  readonly onRun: (what: string) => void;
};

/**
 * Runs every contender once a round, so that a busy spell of the machine meets all of them. Each round begins with
 * another contender: none is always the one after the heaviest.
 */
export async function interleave(contenders: readonly Contender[], { rounds, warmUps = 1, signal, onRun }: Rounds): Promise<Samples> {
  const samples = new Map<string, Sample[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 1 - warmUps; round <= rounds; round += 1) {
    const first = Math.max(0, round) % contenders.length;
    for (const { name, run } of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      signal.throwIfAborted();
      onRun(`${round < 1 ? 'warming up' : `round ${round} of ${rounds}`}: ${name}`);
      const sample = await run(round);
      if (round > 0) samples.get(name)?.push(sample);
    }
  }
  return samples;
}

/** The spread of one figure of a contender. */
export function spreadOf(samples: Samples, contender: string, figure: string): Spread {
  return spread(valuesOf(samples, contender, figure));
}

/** How two contenders compare: the spread of the ratios round by round, because both met the same machine there. */
export function ratioOf(
  samples: Samples, { figure, above, below, belowFigure = figure }: { readonly figure: string; readonly above: string; readonly below: string; readonly belowFigure?: string | undefined },
): Spread {
  const divisors = valuesOf(samples, below, belowFigure);
  return spread(valuesOf(samples, above, figure).map((value, round) => value / (divisors[round] ?? Number.NaN)));
}

/** @throws RangeError for no values at all. */
export function spread(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('There is no middle of nothing.');
  return { median: percentile(values, 50), min: Math.min(...values), max: Math.max(...values) };
}

/**
 * The value below which so many per cent of the values lie, between two of them in proportion.
 *
 * @param values - At least one, in any order.
 */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** How long some work takes; milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function valuesOf(samples: Samples, contender: string, figure: string): readonly number[] {
  return (samples.get(contender) ?? []).map((sample) => {
    const value = sample[figure];
    if (value === undefined) throw new RangeError(`${contender} did not measure ${figure}.`);
    return value;
  });
}
