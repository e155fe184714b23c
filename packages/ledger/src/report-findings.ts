import type { FigureId } from './definitions.ts';
import type { DigitSlip } from './digit-slip.ts';
import type { LineId } from './printed-report.ts';
import type { RateBase } from './rate-bases.ts';
import type { RateId } from './rates.ts';

/** A printed number and what it would have to be, with the slip of the hand that explains it. `expected`: null for a rate over nothing. */
export type ReportRepair = {
  readonly node: string;
  readonly line: LineId;
  readonly printed: number;
  readonly expected: number | null;
  readonly slip: DigitSlip;
};

/**
 * A printed statement that does not hold.
 *
 * - `split`, `levels`: `whole` is printed, `parts` is what its parts give: figures of one node (`id` is the identity), or one figure
 *   of its parts (`id` is the figure). `relation` `at_most`: some parts are not printed, and those that are exceed the whole.
 * - `rate`: `expected` is what the printed counts give, and after a certain repair of those, what the repaired ones give. `fault`:
 *   `cut` when digits were dropped instead of rounded, `other_base` when it is a rate of something else (`fits`), else `wrong`.
 */
export type BrokenStatement =
  | { readonly kind: 'split' | 'levels'; readonly id: string; readonly node: string; readonly relation: 'equal' | 'at_most'; readonly whole: number; readonly parts: number }
  | {
    readonly kind: 'rate'; readonly rate: RateId; readonly node: string; readonly printed: number; readonly decimals: number; readonly expected: number | null;
    readonly fault: 'cut' | 'other_base' | 'wrong'; readonly fits: readonly RateBase[];
  };

/**
 * Mâu thuẫn: printed numbers that cannot all be right.
 *
 * - `certain`: every smallest set of changes with which all statements hold contains this one.
 * - `undetermined`: several sets explain what is broken; `alternatives` has them, those of known slips first, as many as are worth
 *   reading, `unlisted` counts the rest. None when more numbers are wrong than can be told apart.
 */
export type Contradiction =
  | { readonly certainty: 'certain'; readonly broken: readonly BrokenStatement[]; readonly repair: ReportRepair }
  | { readonly certainty: 'undetermined'; readonly broken: readonly BrokenStatement[]; readonly alternatives: readonly (readonly ReportRepair[])[]; readonly unlisted: number };

/**
 * What is not accounted for by what is printed; no error. Counts of dossiers of a node, after the certain repairs.
 *
 * - `in_no_class`: came in and stand in no printed line of what became of them; negative: more came out than in.
 * - `in_no_part`: of a figure, in none of the printed parts that usually make it up.
 * - `nothing_to_check`: no two of the printed figures say anything about each other, so nothing could contradict.
 */
export type ReportNote =
  | { readonly kind: 'in_no_class'; readonly node: string; readonly dossiers: number }
  | { readonly kind: 'in_no_part'; readonly node: string; readonly figure: FigureId; readonly dossiers: number }
  | { readonly kind: 'nothing_to_check' };

/** `steps`: how many changes were tried to find the repairs, at the most some thousands. */
export type ReportCheck = { readonly contradictions: readonly Contradiction[]; readonly notes: readonly ReportNote[]; readonly steps: number };
