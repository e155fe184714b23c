import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import { matchesEtag, problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { z } from 'zod';
import { figuresAnswer } from './answer-schema.ts';
import { asKnown, asOfParameter, asOfQuestion } from './as-of.ts';
import type { LogPositions } from './as-of.ts';
import { figuresEtag } from './etag.ts';
import { figuresParameters, figuresQuery } from './query.ts';
import { readFigures } from './read-figures.ts';
import type { FiguresTable } from './table.ts';

const schema = {
  tags: ['statistics'],
  summary: 'Bảng số liệu của kỳ: the figures of a scope over a period',
  description: 'Every figure of both books and every rate with the distance from its target, by level, authority, field, procedure, channel or day. '
    + 'The answer has two times: the day until which the period is counted, and as of which position of the log. Each row says where its numbers open. '
    + 'The ETag changes with what is counted, the definitions, the targets, or the question.',
  querystring: figuresParameters.extend({ asOf: asOfParameter }),
  headers: z.looseObject({ 'if-none-match': z.string().max(2_000).optional() }),
  response: { 200: figuresAnswer, 304: z.undefined().meta({ description: 'Nothing has changed' }), 400: problemSchema, 404: problemSchema, 409: problemSchema },
};

/** `GET /v1/figures`. */
export function addFiguresRoute(server: HttpServer, { db }: Pick<Database, 'db'>, log: LogPositions): void {
  server.get('/v1/figures', { schema }, async (request, reply) => {
    const { asOf, ...asked } = request.query;
    const [query, when] = [figuresQuery(asked), asOfQuestion(asOf)];
    const { etag, table } = await inSnapshot(db, async (present): Promise<{ readonly etag: string; readonly table?: FiguresTable }> => {
      const snapshot = await asKnown(present, log, when);
      const etag = figuresEtag(query, snapshot.asOf);
      return matchesEtag(request.headers['if-none-match'], etag) ? { etag } : { etag, table: await readFigures(snapshot, query) };
    });
    void reply.header('etag', etag).header('cache-control', 'no-cache');
    return table === undefined ? reply.code(304).send() : reply.send({ ...table, targets: [...table.targets], rows: [...table.rows] });
  });
}
