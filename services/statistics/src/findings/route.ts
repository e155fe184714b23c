import { inSnapshot } from '@motcua/database';
import type { Database, RefusedEvents } from '@motcua/database';
import { cursorsOf, problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { asKnown, asOfQuestion } from '../figures/as-of.ts';
import type { LogPositions } from '../figures/as-of.ts';
import { begunAsOf } from '../figures/pinned-key.ts';
import { listQuestion } from '../lists/list-query.ts';
import { openWholeList, sendWholeList } from '../lists/whole-list.ts';
import { findingsAnswer, findingSummaryAnswer } from './answer-schema.ts';
import { findingKey, findingsParameters, findingSummaryParameters } from './query.ts';
import { allFindings, findingColumns, readFindings, readFindingSummary } from './read-findings.ts';

const listSchema = {
  tags: ['statistics'],
  summary: 'Phát hiện về chất lượng dữ liệu: what somebody should look at',
  description: 'In order of kind, subject and position. What is settled was so and is not so any more; it stays listed. Blocking findings that are open keep a period from being closed. '
    + 'Kinds of refused events come from the rejection log, where they stay as long as it keeps them.',
  querystring: findingsParameters,
  response: { 200: findingsAnswer, 400: problemSchema, 404: problemSchema, 409: problemSchema },
};

const summarySchema = {
  tags: ['statistics'],
  summary: 'Tổng hợp phát hiện: how many findings of each kind, by source or authority',
  description: 'From the same query as the list; each count has the address of its list.',
  querystring: findingSummaryParameters,
  response: { 200: findingSummaryAnswer, 400: problemSchema, 404: problemSchema, 409: problemSchema },
};

/** `GET /v1/findings` and `GET /v1/findings/summary`. */
export function addFindingsRoutes(server: HttpServer, { db }: Pick<Database, 'db'>, log: LogPositions, refusedEvents: () => Promise<RefusedEvents | undefined>): void {
  server.get('/v1/findings', { schema: listSchema }, async (request, reply) => {
    const { after, asOf, format, limit, ...query } = request.query;
    const [asked, list, question] = [asOfQuestion(asOf), listQuestion({ format, limit, after }), { ...query, refused: await refusedEvents() }];
    if (list.kind === 'whole') {
      const whole = await openWholeList({ db }, list.format, findingColumns, async (snapshot) => allFindings(await asKnown(snapshot, log, asked), question));
      sendWholeList(reply, whole, 'findings');
      return reply;
    }
    const cursors = cursorsOf('findings', request.query);
    const begun = list.after === undefined ? undefined : cursors.read(list.after, findingKey);
    return inSnapshot(db, async (snapshot) => readFindings(await asKnown(snapshot, log, begunAsOf(begun) ?? asked), { ...question, after: begun?.key, limit: list.limit, cursors }));
  });
  server.get('/v1/findings/summary', { schema: summarySchema }, async (request) => {
    const { by, asOf, ...question } = request.query;
    const [asked, refused] = [asOfQuestion(asOf), await refusedEvents()];
    return inSnapshot(db, async (snapshot) => readFindingSummary(await asKnown(snapshot, log, asked), { ...question, refused }, by));
  });
}
