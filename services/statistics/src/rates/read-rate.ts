import { definitions, eachTargetOnce, rateDistancesOf, ratePartsOf, rowRates } from '@motcua/ledger';
import type { FigureId, Figures, RateDistance, RateParts, Rates, RateTarget, RowHead, RowRateId } from '@motcua/ledger';
import { rateToShow } from '../definitions/all-definitions.ts';
import type { RateAnswer } from '../definitions/answer-schema.ts';
import type { KnownSnapshot } from '../figures/as-of.ts';
import { readFigures } from '../figures/read-figures.ts';
import { rowTargets } from '../figures/table.ts';
import type { FiguresRow, FiguresTable } from '../figures/table.ts';
import { alternativesTo } from './query.ts';
import type { RateQuery } from './query.ts';

/** What a row has beside its lines. */
type Beside<Row> = Omit<Row, FigureId | RowRateId | 'distances'>;

/** `distance`: from the target of the rate; null where none is set. */
type RateCells = RateParts & { readonly distance: RateDistance | null };

/** Bảng tỷ lệ: one rate of every row of a table of figures. */
export type RateTable = Omit<FiguresTable, 'rows' | 'total'> & {
  readonly definition: Omit<RateAnswer, 'isDefault'>;
  readonly isDefault: boolean;
  readonly alternatives: readonly string[];
  readonly rows: readonly (Beside<FiguresRow> & RateCells)[];
  readonly total: Beside<FiguresTable['total']> & RateCells;
};

/**
 * Reads one rate within a snapshot, as of what the snapshot is as of.
 *
 * @throws AppError `SCOPE_UNKNOWN` when nothing in the ledger has the scope.
 */
export async function readRate(snapshot: KnownSnapshot, { rate, table }: RateQuery): Promise<RateTable> {
  return rateTable(rate, await readFigures(snapshot, table));
}

/** The table of a rate from the table of figures, which is of the rate's own rule if it has one. Pure. */
export function rateTable(rate: RateQuery['rate'], { rows, total, ...told }: FiguresTable): RateTable {
  const { isDefault, ...definition } = rateToShow(rate);
  const targetsAt = ({ authority }: RowHead = {}) => rowTargets(told, authority, [rate.id]);
  const parts = <Row extends Figures & Rates>(row: Row, targets: readonly RateTarget[]) => {
    const counted = ratePartsOf(rate, row);
    return { ...besideLines(row), ...counted, distance: rateDistancesOf(targets, { [rate.id]: counted.percent })[rate.id] ?? null };
  };
  return {
    ...told, definition, isDefault, alternatives: alternativesTo(rate), targets: eachTargetOnce([...targetsAt(), ...rows.flatMap(targetsAt)]),
    rows: rows.map((row) => parts(row, targetsAt(row))), total: parts(total, targetsAt()),
  };
}

const LINES = new Set<string>([...[...definitions, ...rowRates].map(({ id }) => id), 'distances']);

function besideLines<Row extends object>(row: Row): Beside<Row> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !LINES.has(name))) as Beside<Row>;
}
