import { authorityCode } from '@motcua/dossier';
import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import { cursorsOf, problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { parsePeriod } from '@motcua/kernel';
import { z } from 'zod';
import { figuresParameters } from '../figures/query.ts';
import { keyDate, keyText, pageParameters } from '../paging.ts';
import { delaysAnswer } from './answer-schema.ts';
import { readDelays } from './read-delays.ts';

const schema = {
  tags: ['statistics'],
  summary: 'Hồ sơ trễ hạn và cơ quan làm chậm: late dossiers with the offices at fault',
  description: 'Of every dossier resolved late in the period, how much of the delay each office answers for, in working hours of the responsible authority: '
    + 'a co-operating office for what it held beyond its own limit, the responsible authority for the rest.',
  querystring: figuresParameters.pick({ scope: true, period: true, scheme: true }).extend({
    office: authorityCode.optional().meta({ description: 'Only dossiers in which this office answers for a part' }),
    authority: authorityCode.optional().meta({ description: 'Only dossiers of this responsible authority' }),
    ...pageParameters,
  }),
  response: { 200: delaysAnswer, 400: problemSchema, 404: problemSchema },
};

const key = z.tuple([keyDate, keyText]);

/** `GET /v1/delays`. */
export function addDelaysRoute(server: HttpServer, { db }: Pick<Database, 'db'>): void {
  server.get('/v1/delays', { schema }, async (request) => {
    const { scope, period, scheme, office, authority, limit, after } = request.query;
    const cursors = cursorsOf('delays', request.query);
    const behind = after === undefined ? undefined : cursors.read(after, key);
    const question = {
      scope, period: parsePeriod(period, scheme), office, authority, limit, cursors,
      after: behind && { resolvedOn: behind[0], dossier: behind[1] },
    };
    return inSnapshot(db, (snapshot) => readDelays(snapshot, question));
  });
}
