import type { BenchServer } from './bench-server.ts';
import { ratioOf, spreadOf } from './harness.ts';
import type { Samples, Spread } from './harness.ts';
import type { Sizes } from './sizes.ts';

/** What every measurement is given. */
export type Bench = {
  readonly server: BenchServer;
  readonly sizes: Sizes;
  /** Rounds that count. */
  readonly rounds: number;
  readonly warmUps: number;
  readonly signal: AbortSignal;
  /** Says what runs now. */
  readonly onRun: (what: string) => void;
};

/** One file each, named as `--only` names it. */
export type Measurement = {
  readonly id: string;
  readonly title: string;
  readonly measure: (bench: Bench) => Promise<Findings>;
};

/** A contender's figures by name, units last. */
export type Line = { readonly what: string; readonly figures: Readonly<Record<string, Spread>> };

/** `aim`: what the project wants in the end; it is shown beside the ratio and decides nothing. */
export type Ratio = { readonly what: string; readonly ratio: Spread; readonly aim?: string };

export type Findings = { readonly lines: readonly Line[]; readonly ratios: readonly Ratio[] };

/** A line for every contender, with every figure that it measured. */
export function linesOf(samples: Samples): readonly Line[] {
  return [...samples].map(([what, [first = {}]]) => ({
    what, figures: Object.fromEntries(Object.keys(first).map((figure) => [figure, spreadOf(samples, what, figure)])),
  }));
}

export function ratio(
  samples: Samples, { what, figure, above, below, belowFigure, aim }: { readonly what: string; readonly figure: string; readonly above: string; readonly below: string; readonly belowFigure?: string; readonly aim?: string | undefined },
): Ratio {
  return { what, ratio: ratioOf(samples, { figure, above, below, belowFigure }), ...(aim === undefined ? {} : { aim }) };
}
