import { inSnapshot } from '@motcua/database';
import { cursorsOf, problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import type { Instant } from '@motcua/kernel';
import { z } from 'zod';
import { figuresParameters } from '../figures/query.ts';
import { keyInstant, keyText, pageParameters } from '../paging.ts';
import { ruleOf, ruleParameter } from '../parameters.ts';
import { dueAnswer, overdueAnswer } from './answer-schema.ts';
import { readDue } from './read-due.ts';
import { readOverdue } from './read-overdue.ts';
import type { OverdueSources } from './read-overdue.ts';

const parameters = figuresParameters.pick({ scope: true }).extend({
  rule: ruleParameter, ...pageParameters,
});

const dueSchema = {
  tags: ['statistics'],
  summary: 'Sắp đến hạn: open dossiers that become due within some working days',
  description: 'Counted in the calendar of each dossier\'s own authority; today is not counted, so 0 means by the end of today. A warning, not a duty.',
  querystring: parameters.extend({ within: z.coerce.number().int().min(0).max(250).default(3).meta({ description: 'Số ngày làm việc', example: 3 }) }),
  response: { 200: dueAnswer, 400: problemSchema, 404: problemSchema },
};

const overdueSchema = {
  tags: ['statistics'],
  summary: 'Đang giải quyết, quá hạn: unfinished dossiers that are late',
  description: 'The oldest due dates first, each with what it exceeds in days of 8 working hours. A dossier is late when the clock has marked its due date, which takes a moment.',
  querystring: parameters,
  response: { 200: overdueAnswer, 400: problemSchema, 404: problemSchema },
};

const dueKey = z.tuple([keyInstant, keyText]);
/** An empty text stands for no due date. */
const overdueKey = z.tuple([z.union([z.literal('').transform(() => undefined), keyInstant]), keyText]);

/** `GET /v1/due` and `GET /v1/overdue`. */
export function addDueRoutes(server: HttpServer, sources: OverdueSources, clock: () => Instant): void {
  server.get('/v1/due', { schema: dueSchema }, async (request) => {
    const { scope, rule, within, limit, after } = request.query;
    const cursors = cursorsOf('due', request.query);
    const behind = after === undefined ? undefined : cursors.read(after, dueKey);
    const question = { scope, rule: ruleOf(rule).id, within, limit, cursors, at: clock(), after: behind && { dueAt: behind[0], dossier: behind[1] } };
    return inSnapshot(sources.database.db, (snapshot) => readDue(snapshot, sources.almanac, question));
  });
  server.get('/v1/overdue', { schema: overdueSchema }, async (request) => {
    const { scope, rule, limit, after } = request.query;
    const cursors = cursorsOf('overdue', request.query);
    const behind = after === undefined ? undefined : cursors.read(after, overdueKey);
    return readOverdue(sources, { scope, rule: ruleOf(rule).id, limit, cursors, at: clock(), after: behind && { dueAt: behind[0], dossier: behind[1] } });
  });
}
