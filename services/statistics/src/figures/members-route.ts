import { authorityCode } from '@motcua/dossier';
import { inSnapshot, membersOf } from '@motcua/database';
import type { Database, MembersQuery } from '@motcua/database';
import { problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { AppError, isCivilDate } from '@motcua/kernel';
import type { Period } from '@motcua/kernel';
import { definitions } from '@motcua/ledger';
import type { Dimension, FigureId } from '@motcua/ledger';
import { z } from 'zod';
import { asOfSchema } from './answer-schema.ts';
import { keyText, nextSchema, pageOf, pageParameters, readCursor } from '../paging.ts';
import { figuresParameters, figuresQuery } from './query.ts';
import { assertScope } from './read-figures.ts';

const FIGURES = definitions.map(({ id }) => id) as [FigureId, ...FigureId[]];

const schema = {
  tags: ['statistics'],
  summary: 'Mở số liệu: the dossiers behind a figure',
  description: 'From the same legs that the figure sums: over all pages the amounts add up to it. '
    + 'A dossier counts twice where it did the same thing twice in the period, such as being resolved, reopened and resolved again.',
  params: z.object({ figure: z.enum(FIGURES).meta({ description: 'The id of a definition, see /v1/definitions', example: 'overdue' }) }),
  querystring: figuresParameters.extend({
    row: authorityCode.optional().meta({ description: 'The row of the table: a level, a code, a channel or a day; the whole scope without it', example: 'district' }),
    ...pageParameters,
    limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
  }),
  response: {
    200: z.object({
      asOf: asOfSchema, figure: z.enum(FIGURES), label: z.string(),
      dossiers: z.array(z.object({ dossier: z.string(), amount: z.int() })),
      next: nextSchema,
    }),
    400: problemSchema, 404: problemSchema,
  },
};

const key = z.tuple([keyText]);

/** `GET /v1/figures/{figure}/dossiers`. */
export function addMembersRoute(server: HttpServer, { db }: Pick<Database, 'db'>): void {
  server.get('/v1/figures/:figure/dossiers', { schema }, async (request) => {
    const { figure } = request.params;
    const { row, after, limit, ...table } = request.query;
    const { scope, period, rule, by: dimension } = figuresQuery(table);
    const [behind] = after === undefined ? [] : readCursor(after, key);
    return inSnapshot(db, async ({ tx, asOf }) => {
      await assertScope(tx, scope);
      const found = await membersOf(tx, { scope, ...cellOf(dimension, period, row), rule, dimension, figure, after: behind, limit: limit + 1 });
      const { page, next } = pageOf(found, limit, ({ dossier }) => [dossier]);
      const label = definitions.find(({ id }) => id === figure)?.label ?? figure;
      return { asOf, figure, label, dossiers: [...page], next };
    });
  });
}

/** A day of a table by day is a period of its own, with the stocks of that day. */
function cellOf(dimension: Dimension, period: Pick<Period, 'from' | 'to'>, row: string | undefined): Pick<MembersQuery, 'period' | 'node'> {
  if (row === undefined || dimension !== 'day') return { period, node: row };
  if (!isCivilDate(row)) throw new AppError('PARAMETER_INVALID', 'A row of a table by day is a date such as 2024-01-05.', { errors: [{ pointer: '/row', detail: 'not a date' }] });
  return { period: { from: row, to: row }, node: undefined };
}
