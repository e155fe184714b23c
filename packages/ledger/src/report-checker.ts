import type { FigureId } from './definitions.ts';
import { slipBetween } from './digit-slip.ts';
import type { DigitSlip } from './digit-slip.ts';
import { books } from './identities.ts';
import type { PublishedReport } from './published-report.ts';
import type { RateId } from './rates.ts';
import { smallestRepairs, withChanges } from './report-repairs.ts';
import type { Change } from './report-repairs.ts';
import { cellKey, cellsOf, holds, sideValue, statementsOf, verdictOn } from './report-statements.ts';
import type { Cell, Counts, Statements, SumStatement } from './report-statements.ts';

/** A printed count and the value it would have to have, with the slip of the hand that explains it. */
export type ReportRepair = Change & { readonly slip: DigitSlip };

/** A sum that does not come out: `left` is printed, `right` is what its members give. Of `levels` sums, `id` is the figure. */
export type BrokenSum = { readonly kind: 'split' | 'levels'; readonly id: string; readonly node: string; readonly left: number; readonly right: number };

/**
 * A contradiction of a printed report with itself.
 *
 * - `count`, `certain`: no other change of so few cells makes all sums hold, and at least two printed statements that
 *   failed (sums or rates) hold with it.
 * - `count`, `undetermined`: sums are broken and several repairs, or none, explain it (`alternatives`, each a set of cells).
 * - `rate`: it does not follow from its counts, as printed or as repaired; `cut` when digits were dropped instead of rounded.
 * - `bound`: a part is larger than the whole.
 */
export type ReportFinding =
  | { readonly kind: 'count'; readonly certainty: 'certain'; readonly repair: ReportRepair; readonly broken: readonly BrokenSum[]; readonly confirmedBy: number }
  | { readonly kind: 'count'; readonly certainty: 'undetermined'; readonly broken: readonly BrokenSum[]; readonly alternatives: readonly (readonly ReportRepair[])[] }
  | { readonly kind: 'rate'; readonly fault: 'cut' | 'wrong'; readonly node: string; readonly rate: RateId; readonly printed: number; readonly expected: number | null }
  | { readonly kind: 'bound'; readonly node: string; readonly part: FigureId; readonly whole: FigureId };

/** Dossiers of a node that came in and stand in no printed line of what became of them; negative: more came out than in. */
export type Unaccounted = { readonly node: string; readonly dossiers: number };

export type ReportCheck = { readonly findings: readonly ReportFinding[]; readonly unaccounted: readonly Unaccounted[] };

/**
 * Checks a printed report against itself: its sums, its totals, its rates. Knows nothing of any particular report.
 * That figures agree proves nothing; that they contradict each other proves an error, not always which one.
 */
export function checkReport(report: PublishedReport): ReportCheck {
  const statements = statementsOf(report);
  const broken = statements.sums.filter((sum) => !holds(sum, statements.counts));
  const knots = knotsOf(broken).map((knot) => judgeKnot(knot, statements, broken));
  const certain = knots.flatMap(({ changes, sure }) => sure ? changes[0] ?? [] : []);
  const repaired = withChanges(statements.counts, certain);
  const possible = [repaired, ...knots.filter(({ sure }) => !sure).flatMap(({ changes }) => changes.map((set) => withChanges(repaired, set)))];
  return {
    findings: [...knots.flatMap(({ findings }) => findings), ...rateFindings(statements, possible), ...boundFindings(statements, possible)],
    unaccounted: unaccountedOf(report, statements.counts),
  };
}

type Knot = { readonly findings: readonly ReportFinding[]; readonly changes: readonly (readonly Change[])[]; readonly sure: boolean };

/** Broken sums that share a cell, directly or over others, may have one cause and are judged together. */
function knotsOf(broken: readonly SumStatement[]): readonly (readonly SumStatement[])[] {
  const knots: SumStatement[][] = [];
  for (const sum of broken) {
    const cells = new Set(cellsOf(sum).map(cellKey));
    const near = knots.filter((knot) => knot.some((other) => cellsOf(other).some((cell) => cells.has(cellKey(cell)))));
    for (const knot of near) knots.splice(knots.indexOf(knot), 1);
    knots.push([...near.flat(), sum]);
  }
  return knots;
}

function judgeKnot(knot: readonly SumStatement[], statements: Statements, broken: readonly SumStatement[]): Knot {
  const others = new Set(broken.filter((sum) => !knot.includes(sum)));
  const changes = smallestRepairs(statements, statements.sums.filter((sum) => !others.has(sum)));
  const [only] = changes;
  const confirmed = changes.length === 1 && only !== undefined ? only.map((change) => confirmations(change, only, statements)) : [];
  if (only === undefined || confirmed.length === 0 || confirmed.some((count) => count < 2)) {
    const alternatives = changes.map((set) => set.map(withSlip));
    return { changes, sure: false, findings: [{ kind: 'count', certainty: 'undetermined', broken: knot.map((sum) => brokenSum(sum, statements.counts)), alternatives }] };
  }
  return { changes, sure: true, findings: only.map((change, index) => certainFinding(change, confirmed[index] ?? 0, knot, statements.counts)) };
}

function certainFinding(change: Change, confirmedBy: number, knot: readonly SumStatement[], counts: Counts): ReportFinding {
  const broken = knot.filter((sum) => touches(sum, change)).map((sum) => brokenSum(sum, counts));
  return { kind: 'count', certainty: 'certain', repair: withSlip(change), broken, confirmedBy };
}

/** How many printed statements about the cell failed and hold with the repair; 0 when one of its rates then fails. */
function confirmations(change: Change, repair: readonly Change[], { counts, sums, rates }: Statements): number {
  const repaired = withChanges(counts, repair);
  const own = rates.filter(({ numerator, denominator }) => [numerator, denominator].some((cell) => cellKey(cell) === cellKey(change)));
  if (own.some((rate) => verdictOn(rate, repaired).kind === 'wrong')) return 0;
  return sums.filter((sum) => touches(sum, change) && !holds(sum, counts)).length
    + own.filter((rate) => verdictOn(rate, counts).kind === 'wrong').length;
}

function touches(sum: SumStatement, cell: Cell): boolean {
  return cellsOf(sum).some((other) => cellKey(other) === cellKey(cell));
}

function withSlip(change: Change): ReportRepair {
  return { ...change, slip: slipBetween(change.printed, change.expected) };
}

function brokenSum({ kind, id, left, right }: SumStatement, counts: Counts): BrokenSum {
  return { kind, id, node: left[0]?.node ?? '', left: sideValue(left, counts), right: sideValue(right, counts) };
}

/** A rate is at fault when it follows from none of the possible counts. */
function rateFindings({ rates }: Statements, possible: readonly Counts[]): readonly ReportFinding[] {
  return rates.flatMap((statement) => {
    const verdicts = possible.map((counts) => verdictOn(statement, counts));
    const [first] = verdicts;
    if (first === undefined || verdicts.some(({ kind }) => kind === 'follows')) return [];
    const fault = verdicts.some(({ kind }) => kind === 'cut') ? 'cut' : 'wrong';
    return [{ kind: 'rate', fault, node: statement.node, rate: statement.rate, printed: statement.printed, expected: first.expected }];
  });
}

function boundFindings({ bounds }: Statements, possible: readonly Counts[]): readonly ReportFinding[] {
  return bounds
    .filter(({ part, whole }) => possible.every((counts) => (counts.get(cellKey(part)) ?? 0) > (counts.get(cellKey(whole)) ?? 0)))
    .map(({ part, whole }) => ({ kind: 'bound', node: part.node, part: part.figure, whole: whole.figure }));
}

/** Both books together: what came in less what became of it, with whatever of either the report prints. */
function unaccountedOf(report: PublishedReport, counts: Counts): readonly Unaccounted[] {
  return Object.keys(report.levels).flatMap((node) => {
    const value = (figure: FigureId) => counts.get(cellKey({ node, figure })) ?? 0;
    if (!['received', 'resolved', 'inProgress'].every((figure) => report.levels[node]?.[figure as FigureId] !== undefined)) return [];
    const sum = (side: 'left' | 'right') => books.flatMap((book) => book[side])
      .filter(({ figure }) => figure !== 'closingReceived' && figure !== 'awaitingReception')
      .reduce((total, { figure, sign }) => total + sign * value(figure), 0);
    const dossiers = sum('left') - sum('right') - value('inProgress');
    return dossiers === 0 ? [] : [{ node, dossiers }];
  });
}
