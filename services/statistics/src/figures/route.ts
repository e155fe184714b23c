import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import { problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { z } from 'zod';
import { figuresAnswer } from './answer-schema.ts';
import { figuresEtag, matches } from './etag.ts';
import { figuresParameters, figuresQuery } from './query.ts';
import { readFigures } from './read-figures.ts';
import type { FiguresTable } from './table.ts';

const schema = {
  tags: ['statistics'],
  summary: 'Bảng số liệu của kỳ: the figures of a scope over a period',
  description: 'Every figure of both books and every rate, by level, authority, field, procedure, channel or day. '
    + 'The answer says what it is as of; its ETag changes when the log has grown, the definitions changed, or the question is another one.',
  querystring: figuresParameters,
  headers: z.looseObject({ 'if-none-match': z.string().max(2_000).optional() }),
  response: { 200: figuresAnswer, 304: z.undefined().meta({ description: 'Nothing has changed' }), 400: problemSchema, 404: problemSchema },
};

/** `GET /v1/figures`. */
export function addFiguresRoute(server: HttpServer, { db }: Pick<Database, 'db'>): void {
  server.get('/v1/figures', { schema }, async (request, reply) => {
    const query = figuresQuery(request.query);
    const { etag, table } = await inSnapshot(db, async (snapshot): Promise<{ readonly etag: string; readonly table?: FiguresTable }> => {
      const etag = figuresEtag(query, snapshot.asOf);
      return matches(request.headers['if-none-match'], etag) ? { etag } : { etag, table: await readFigures(snapshot, query) };
    });
    void reply.header('etag', etag).header('cache-control', 'no-cache');
    return table === undefined ? reply.code(304).send() : reply.send({ ...table, rows: [...table.rows] });
  });
}
