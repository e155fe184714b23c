import { dossierCode } from '@motcua/dossier';
import { problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import type { Instant } from '@motcua/kernel';
import { z } from 'zod';
import type { HistorySources } from '../dossiers/history.ts';
import { atParameter, instantOf, ruleOf, ruleParameter } from '../parameters.ts';
import { dueDateAnswer } from './answer-schema.ts';
import { readDueDate } from './read-due-date.ts';

const schema = {
  tags: ['statistics'],
  summary: 'Diễn giải hạn trả: why a dossier is due when it is due',
  description: 'Start, limit and its source, rule, each counted and each skipped day with its name, each pause, each change with the old date, the new one and '
    + 'the cause, and the calendar that was known. A date keeps the calendar that it was promised with; what the calendars of today would give stands beside it.',
  params: z.object({ code: dossierCode.meta({ description: 'Mã hồ sơ', example: 'H57.31-240105-0012' }) }),
  querystring: z.strictObject({ rule: ruleParameter, at: atParameter }),
  response: { 200: dueDateAnswer, 400: problemSchema, 404: problemSchema, 409: problemSchema },
};

/** `GET /v1/dossiers/{code}/due-date`. */
export function addDueDateRoute(server: HttpServer, sources: HistorySources, clock: () => Instant): void {
  server.get('/v1/dossiers/:code/due-date', { schema }, async (request) => {
    const { rule, at } = request.query;
    return readDueDate(sources, { code: request.params.code, rule: ruleOf(rule), at: instantOf(at, clock()) });
  });
}
