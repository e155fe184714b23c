import { inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import { problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import type { Target } from '@motcua/ledger';
import { asKnown, asOfQuestion } from '../figures/as-of.ts';
import type { LogPositions } from '../figures/as-of.ts';
import { indicatorsAnswer } from './answer-schema.ts';
import { indicatorsParameters, indicatorsQuery } from './query.ts';
import { readIndicators } from './read-indicators.ts';

const schema = {
  tags: ['statistics'],
  summary: 'Chỉ số của kỳ: indicators with their targets',
  description: 'Shares that are measured against a target or earn points, such as those of the service index: each with numerator, denominator, per cent, points, target and '
    + 'distance, and with every fact that is counted beside the table of figures. The links of an indicator open the figures and facts that its definition names.',
  querystring: indicatorsParameters,
  response: { 200: indicatorsAnswer, 400: problemSchema, 404: problemSchema, 409: problemSchema },
};

/** `GET /v1/indicators`. */
export function addIndicatorsRoute(server: HttpServer, { db }: Pick<Database, 'db'>, log: LogPositions, targets: readonly Target[]): void {
  server.get('/v1/indicators', { schema }, async (request) => {
    const { asOf, ...asked } = request.query;
    const [query, when] = [indicatorsQuery(asked), asOfQuestion(asOf)];
    const { rows, definitions, ...answer } = await inSnapshot(db, async (snapshot) => readIndicators(await asKnown(snapshot, log, when), query, targets));
    return { ...answer, definitions: [...definitions], rows: [...rows] };
  });
}
