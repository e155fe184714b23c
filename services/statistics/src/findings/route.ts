import { findingCounts, findingsPage, inSnapshot } from '@motcua/database';
import type { Database, FindingKind } from '@motcua/database';
import { problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { z } from 'zod';
import { asOfSchema } from '../figures/answer-schema.ts';
import { findingLabels } from '../labels.ts';
import { keyText, nextSchema, pageOf, pageParameters, readCursor } from '../paging.ts';

const kind = z.enum(Object.keys(findingLabels) as [FindingKind, ...FindingKind[]]);
const severity = z.enum(['blocking', 'warning']);
const answer = z.object({
  asOf: asOfSchema,
  counts: z.array(z.object({ kind, label: z.string(), severity, count: z.int() })).meta({ description: 'Of all findings, whatever is asked for' }),
  findings: z.array(z.object({
    kind, label: z.string(), severity,
    subject: z.string().meta({ description: 'The code of the dossier, or the name of another stream' }),
    position: z.int(), authority: z.string().nullable(), detail: z.unknown(),
  })),
  next: nextSchema,
});

const schema = {
  tags: ['statistics'],
  summary: 'Phát hiện về chất lượng dữ liệu: what somebody should look at',
  description: 'In order of kind, subject and position. Blocking findings keep a period from being closed.',
  querystring: z.strictObject({
    kind: kind.optional(),
    ...pageParameters,
  }),
  response: { 200: answer, 400: problemSchema },
};

const key = z.tuple([kind, keyText, z.int().min(0)]);

/** `GET /v1/findings`. */
export function addFindingsRoute(server: HttpServer, { db }: Pick<Database, 'db'>): void {
  server.get('/v1/findings', { schema }, async (request) => {
    const { kind: wanted, limit, after } = request.query;
    const behind = after === undefined ? undefined : readCursor(after, key);
    const from = behind && { kind: behind[0], subject: behind[1], position: behind[2] };
    return inSnapshot(db, async ({ tx, asOf }) => {
      const counts = await findingCounts(tx);
      const found = await findingsPage(tx, { kind: wanted, after: from, limit: limit + 1 });
      const { page, next } = pageOf(found, limit, ({ kind: of, subject, position }) => [of, subject, position]);
      return {
        asOf,
        counts: counts.map((count) => ({ ...count, label: findingLabels[count.kind] })),
        findings: page.map((finding) => ({ ...finding, label: findingLabels[finding.kind] })),
        next,
      };
    });
  });
}
