import { hasCome } from '@motcua/database';
import type { FigureQuery } from '@motcua/database';
import { definitions, FACT_BOOK, factDefinitions, isFactId } from '@motcua/ledger';
import type { CountId } from '@motcua/ledger';
import { z } from 'zod';
import { listParameters } from '../lists/list-query.ts';
import { checkRow, invalidParameter, rowCode } from '../parameters.ts';
import { asOfParameter } from './as-of.ts';
import type { KnownSnapshot } from './as-of.ts';
import { countedDays, figuresParameters, figuresQuery, isDayOf, tableLegs } from './query.ts';
import type { FiguresQuery } from './query.ts';

/** One number of a table, or a fact of its row. `row`: a level, a code, a channel or a day; without one it is the table's total. */
export type FigureCell = { readonly table: FiguresQuery; readonly figure: CountId; readonly row?: string | undefined };

const COUNTS = [...definitions, ...factDefinitions];

/** The ids of all that opens: the figures, in the order of the books, and the facts. */
export const FIGURES = COUNTS.map(({ id }) => id) as [CountId, ...CountId[]];

/** Of the address of a list behind a cell. */
export const cellPath = z.object({ figure: z.enum(FIGURES).meta({ description: 'The id of a definition, see /v1/definitions', example: 'overdue' }) });

/** The parameters of a list behind a cell: those of its table, the row, and how the list is read. */
export const cellParameters = figuresParameters.extend({
  asOf: asOfParameter,
  row: rowCode.optional().meta({ description: 'The row of the table: a level, a code, a channel or a day; the whole scope without it', example: 'district' }),
  ...listParameters,
});

/** @throws AppError `PARAMETER_INVALID` for what a table refuses, for a row by day that is no day of the table, and for a level or a channel that there is not. */
export function figureCell(figure: CountId, { row, ...table }: Omit<z.output<typeof cellParameters>, 'asOf' | keyof typeof listParameters>): FigureCell {
  const query = figuresQuery(table);
  const days = countedDays(query);
  if (row !== undefined && query.by === 'day' && !isDayOf(days, row)) {
    throw invalidParameter('/row', `A row of a table by day is a date such as 2024-01-05, here from ${days.from} to ${days.to}.`);
  }
  checkRow(query.by, row);
  return { table: query, figure, row };
}

/** The legs of the cell. A day of a table by day is a period of its own, with the stocks of that day. */
export function cellLegs({ table, figure, row }: FigureCell, known: Known): FigureQuery {
  const legs = isFactId(figure) ? factLegs(table, known) : tableLegs(table, known.upTo);
  if (row === undefined || table.by !== 'day') return { ...legs, figure, node: row };
  const day = { from: row, to: row };
  return { ...legs, period: isFactId(figure) ? hasCome(day, known.asOf) : day, figure };
}

/** How far the answer goes. */
type Known = Pick<KnownSnapshot, 'asOf' | 'upTo'>;

/** The legs of the facts of a table, which are the same under every lateness rule. Of feedback the book knows what will pass if nothing comes: so no day counts that lies ahead of the last event that was known. */
export function factLegs(table: FiguresQuery, { asOf, upTo }: Known): Omit<FigureQuery, 'figure'> {
  const { period, ...legs } = tableLegs(table, upTo);
  return { ...legs, period: hasCome(period, asOf), rule: FACT_BOOK, definitions: { figures: factDefinitions } };
}

/** What a list says of the figure that it opens. */
export function figureShown(figure: CountId): { readonly figure: CountId; readonly label: string; readonly version: number } {
  const { label, version } = COUNTS.find(({ id }) => id === figure) ?? { label: figure, version: 0 };
  return { figure, label, version };
}
