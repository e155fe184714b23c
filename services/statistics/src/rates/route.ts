import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import { problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { asKnown, asOfQuestion } from '../figures/as-of.ts';
import type { LogPositions } from '../figures/as-of.ts';
import { ratesAnswer } from './answer-schema.ts';
import { rateQuery, ratesParameters } from './query.ts';
import { readRate } from './read-rate.ts';

const schema = {
  tags: ['statistics'],
  summary: 'Tỷ lệ của kỳ: one rate by its definition',
  description: 'Reports count the rate of dossiers resolved on time in several ways, and each is a definition of its own. Without a name the default of the kind is '
    + 'given, and the answer says which it is, what it is counted from and which others there are. A rate with a lateness rule of its own is counted in the book of that rule. '
    + 'A rate that a target is set for stands beside it, with its distance in percentage points.',
  querystring: ratesParameters,
  response: { 200: ratesAnswer, 400: problemSchema, 404: problemSchema, 409: problemSchema },
};

/** `GET /v1/rates`. */
export function addRatesRoute(server: HttpServer, { db }: Pick<Database, 'db'>, log: LogPositions): void {
  server.get('/v1/rates', { schema }, async (request) => {
    const [query, when] = [rateQuery(request.query), asOfQuestion(request.query.asOf)];
    const { rows, alternatives, targets, ...answer } = await inSnapshot(db, async (snapshot) => readRate(await asKnown(snapshot, log, when), query));
    return { ...answer, targets: [...targets], rows: [...rows], alternatives: [...alternatives] };
  });
}
