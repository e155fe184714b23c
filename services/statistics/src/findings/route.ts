import { findingCounts, findingsPage, inSnapshot } from '@motcua/database';
import type { Database } from '@motcua/database';
import { problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { z } from 'zod';
import { asOfSchema } from '../figures/answer-schema.ts';
import { findingLabels } from '../labels.ts';
import { cursorOf, FINDING_KINDS, readCursor } from './cursor.ts';

const kind = z.enum(FINDING_KINDS);
const severity = z.enum(['blocking', 'warning']);
const answer = z.object({
  asOf: asOfSchema,
  counts: z.array(z.object({ kind, label: z.string(), severity, count: z.int() })).meta({ description: 'Of all findings, whatever is asked for' }),
  findings: z.array(z.object({
    kind, label: z.string(), severity,
    subject: z.string().meta({ description: 'The code of the dossier, or the name of another stream' }),
    position: z.int(), authority: z.string().nullable(), detail: z.unknown(),
  })),
  next: z.string().nullable().meta({ description: 'For the parameter `after`; null on the last page' }),
});

const schema = {
  tags: ['statistics'],
  summary: 'Phát hiện về chất lượng dữ liệu: what somebody should look at',
  description: 'In order of kind, subject and position. Blocking findings keep a period from being closed.',
  querystring: z.strictObject({
    kind: kind.optional(),
    after: z.string().max(400).optional().meta({ description: 'The `next` of the page before' }),
    limit: z.coerce.number().int().min(1).max(1_000).default(100),
  }),
  response: { 200: answer, 400: problemSchema },
};

/** `GET /v1/findings`. */
export function addFindingsRoute(server: HttpServer, { db }: Pick<Database, 'db'>): void {
  server.get('/v1/findings', { schema }, async (request) => {
    const { kind: wanted, limit, after } = request.query;
    const from = after === undefined ? undefined : readCursor(after);
    return inSnapshot(db, async ({ tx, asOf }) => {
      const counts = await findingCounts(tx);
      // One more than asked for tells whether there is another page.
      const found = await findingsPage(tx, { kind: wanted, after: from, limit: limit + 1 });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        asOf,
        counts: counts.map((count) => ({ ...count, label: findingLabels[count.kind] })),
        findings: page.map((finding) => ({ ...finding, label: findingLabels[finding.kind] })),
        next: found.length > limit && last !== undefined ? cursorOf(last) : null,
      };
    });
  });
}
