import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import type { EventStore } from '@motcua/event-store';
import { cursorsOf, problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { z } from 'zod';
import { listQuestion } from '../lists/list-query.ts';
import { openWholeList, sendWholeList } from '../lists/whole-list.ts';
import { keyText, nextSchema } from '../paging.ts';
import { asOfSchema } from './answer-schema.ts';
import { asKnown, asOfQuestion } from './as-of.ts';
import { begunAsOf, pinnedKey } from './pinned-key.ts';
import { cellParameters, cellPath, figureCell, FIGURES } from './cell.ts';
import { allFigureDossiers, memberColumns, readFigureDossiers } from './read-members.ts';

const answer = z.object({
  asOf: asOfSchema, figure: z.enum(FIGURES), label: z.string(), version: z.int(),
  dossiers: z.array(z.object({ dossier: z.string(), amount: z.int() })),
  next: nextSchema,
});

const schema = {
  tags: ['statistics'],
  summary: 'Mở số liệu: the dossiers behind a figure',
  description: 'From the same legs that the figure sums: over all pages the amounts add up to it. '
    + 'A dossier counts twice where it did the same thing twice in the period, such as being resolved, reopened and resolved again. '
    + 'As csv or ndjson the whole list comes as it was at one moment, whatever its size.',
  params: cellPath,
  querystring: cellParameters,
  response: {
    200: {
      description: 'A page, or the whole list',
      content: { 'application/json': { schema: answer }, 'text/csv': { schema: z.string() }, 'application/x-ndjson': { schema: z.string() } },
    },
    400: problemSchema, 404: problemSchema, 409: problemSchema,
  },
};

const key = pinnedKey(z.tuple([keyText]));

/** `GET /v1/figures/{figure}/dossiers`. */
export function addMembersRoute(server: HttpServer, { db }: Pick<Database, 'db'>, store: Pick<EventStore, 'positionAt' | 'readAll'>): void {
  server.get('/v1/figures/:figure/dossiers', { schema }, async (request, reply) => {
    const { format, limit, after, asOf, ...table } = request.query;
    const [cell, asked, list] = [figureCell(request.params.figure, table), asOfQuestion(asOf), listQuestion({ format, limit, after })];
    if (list.kind === 'whole') {
      const whole = await openWholeList({ db }, list.format, memberColumns, async (snapshot) => allFigureDossiers(await asKnown(snapshot, store, asked), cell));
      sendWholeList(reply, whole, ['dossiers', cell.figure, cell.table.scope, cell.table.period.id].join('-'));
      return reply;
    }
    const cursors = cursorsOf('dossiers', { ...request.query, figure: cell.figure });
    const begun = list.after === undefined ? undefined : cursors.read(list.after, key);
    const page = await inSnapshot(db, async (snapshot) =>
      readFigureDossiers(await asKnown(snapshot, store, begunAsOf(begun) ?? asked), cell, { after: begun?.key[0], limit: list.limit, cursors }));
    return reply.send({ ...page, dossiers: [...page.dossiers] });
  });
}
