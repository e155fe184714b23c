import { definitions, ratePartsOf, rowRates } from '@motcua/ledger';
import type { FigureId, Figures, RateParts, Rates, RowRateId } from '@motcua/ledger';
import { rateToShow } from '../definitions/all-definitions.ts';
import type { RateAnswer } from '../definitions/answer-schema.ts';
import type { KnownSnapshot } from '../figures/as-of.ts';
import { readFigures } from '../figures/read-figures.ts';
import type { FiguresRow, FiguresTable } from '../figures/table.ts';
import { alternativesTo } from './query.ts';
import type { RateQuery } from './query.ts';

/** What a row has beside its lines. */
type Beside<Row> = Omit<Row, FigureId | RowRateId>;

/** Bảng tỷ lệ: one rate of every row of a table of figures. */
export type RateTable = Omit<FiguresTable, 'rows' | 'total'> & {
  readonly definition: Omit<RateAnswer, 'isDefault'>;
  readonly isDefault: boolean;
  readonly alternatives: readonly string[];
  readonly rows: readonly (Beside<FiguresRow> & RateParts)[];
  readonly total: Beside<FiguresTable['total']> & RateParts;
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
  const parts = <Row extends Figures & Rates>(row: Row) => ({ ...besideLines(row), ...ratePartsOf(rate, row) });
  return { ...told, definition, isDefault, alternatives: alternativesTo(rate), rows: rows.map(parts), total: parts(total) };
}

const LINES = new Set<string>([...definitions, ...rowRates].map(({ id }) => id));

function besideLines<Row extends object>(row: Row): Beside<Row> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !LINES.has(name))) as Beside<Row>;
}
