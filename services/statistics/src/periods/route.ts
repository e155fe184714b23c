import { problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import type { Instant } from '@motcua/kernel';
import { periodsAnswer } from './answer-schema.ts';
import { listPeriods } from './list-periods.ts';
import { periodsParameters, periodsYear } from './query.ts';

const schema = {
  tags: ['statistics'],
  summary: 'Các kỳ báo cáo của năm: the periods of a year, with their dates',
  querystring: periodsParameters,
  response: { 200: periodsAnswer, 400: problemSchema },
};

/** `GET /v1/periods`. */
export function addPeriodsRoute(server: HttpServer, clock: () => Instant): void {
  server.get('/v1/periods', { schema }, async (request) => listPeriods(periodsYear(request.query, clock()), request.query.scheme));
}
