import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import type { EventStore } from '@motcua/event-store';
import { cursorsOf, problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { z } from 'zod';
import { listQuestion } from '../lists/list-query.ts';
import { openWholeList, sendWholeList } from '../lists/whole-list.ts';
import { nextSchema } from '../paging.ts';
import { asOfSchema } from './answer-schema.ts';
import { asKnown, asOfQuestion } from './as-of.ts';
import { begunAsOf, pinnedKey } from './pinned-key.ts';
import { cellParameters, cellPath, figureCell, FIGURES } from './cell.ts';
import { eventColumns, eventSchema } from './event-rows.ts';
import { legKey } from './leg-key.ts';
import { allFigureEvents, readFigureEvents } from './read-members.ts';

const answer = z.object({
  asOf: asOfSchema, figure: z.enum(FIGURES), label: z.string(), version: z.int(),
  events: z.array(eventSchema),
  next: nextSchema,
});

const schema = {
  tags: ['statistics'],
  summary: 'Mở số liệu: the events behind a figure',
  description: 'Every leg that the figure sums, by dossier and in the order of the log, with the event that it follows from: over all pages the amounts add up to the figure. '
    + 'Of a stock these are all legs of the dossiers that are in it; the legs of others cancel out. '
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

const key = pinnedKey(legKey);

/** `GET /v1/figures/{figure}/events`. */
export function addEventsRoute(server: HttpServer, { db }: Pick<Database, 'db'>, store: Pick<EventStore, 'positionAt' | 'readAll' | 'readStreams'>): void {
  server.get('/v1/figures/:figure/events', { schema }, async (request, reply) => {
    const { format, limit, after, asOf, ...table } = request.query;
    const [cell, asked, list] = [figureCell(request.params.figure, table), asOfQuestion(asOf), listQuestion({ format, limit, after })];
    if (list.kind === 'whole') {
      const whole = await openWholeList({ db }, list.format, eventColumns, async (snapshot) => allFigureEvents(await asKnown(snapshot, store, asked), cell, store));
      sendWholeList(reply, whole, ['events', cell.figure, cell.table.scope, cell.table.period.id].join('-'));
      return reply;
    }
    const cursors = cursorsOf('events', { ...request.query, figure: cell.figure });
    const begun = list.after === undefined ? undefined : cursors.read(list.after, key);
    const page = await inSnapshot(db, async (snapshot) =>
      readFigureEvents(await asKnown(snapshot, store, begunAsOf(begun) ?? asked), store, cell, { after: begun?.key, limit: list.limit, cursors }));
    return reply.send({ ...page, events: [...page.events] });
  });
}
