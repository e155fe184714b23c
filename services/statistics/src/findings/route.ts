import { inSnapshot } from '@motcua/database';
import type { Database, RefusedEvents } from '@motcua/database';
import { problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { readCursor } from '../paging.ts';
import { findingsAnswer, findingSummaryAnswer } from './answer-schema.ts';
import { findingKey, findingsParameters, findingSummaryParameters } from './query.ts';
import { readFindings, readFindingSummary } from './read-findings.ts';

const listSchema = {
  tags: ['statistics'],
  summary: 'Phát hiện về chất lượng dữ liệu: what somebody should look at',
  description: 'In order of kind, subject and position. What is settled was so and is not so any more; it stays listed. Blocking findings that are open keep a period from being closed. '
    + 'Kinds of refused events come from the rejection log, where they stay as long as it keeps them.',
  querystring: findingsParameters,
  response: { 200: findingsAnswer, 400: problemSchema, 404: problemSchema },
};

const summarySchema = {
  tags: ['statistics'],
  summary: 'Tổng hợp phát hiện: how many findings of each kind, by source or authority',
  description: 'From the same query as the list; each count has the address of its list.',
  querystring: findingSummaryParameters,
  response: { 200: findingSummaryAnswer, 400: problemSchema, 404: problemSchema },
};

/** `GET /v1/findings` and `GET /v1/findings/summary`. */
export function addFindingsRoutes(server: HttpServer, { db }: Pick<Database, 'db'>, refused: RefusedEvents | undefined): void {
  server.get('/v1/findings', { schema: listSchema }, async (request) => {
    const { after, ...question } = request.query;
    const behind = after === undefined ? undefined : readCursor(after, findingKey);
    return inSnapshot(db, (snapshot) => readFindings(snapshot, { ...question, after: behind, refused }));
  });
  server.get('/v1/findings/summary', { schema: summarySchema }, async (request) => {
    const { by, ...question } = request.query;
    return inSnapshot(db, (snapshot) => readFindingSummary(snapshot, { ...question, refused }, by));
  });
}
