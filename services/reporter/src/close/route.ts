import { WHOLE_COUNTRY } from '@motcua/database';
import { authorityCode } from '@motcua/dossier';
import { problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { parsePeriod, PERIOD_SCHEMES } from '@motcua/kernel';
import { acceptedSchema, closerSchema, editionLine } from '@motcua/ledger';
import { z } from 'zod';
import { editionAnswer, editionSchema, previewAnswer, previewSchema } from '../editions/edition-answer.ts';
import { closePeriod } from './close-period.ts';
import type { CloseQuestion, ReporterSources } from './close-period.ts';
import { closeRefused, described } from './obstacles.ts';

const obstacle = z.object({ pointer: z.string(), detail: z.string() });
const made = z.object({
  already: z.boolean().meta({ description: 'The edition was there before' }),
  edition: editionSchema,
});

/** As many findings as a province with years of faults in its log has; each with its reason takes some hundred bytes. */
const ACCEPTED_MAX = 10_000;
const BODY_BYTES_MAX = 8 * 1_048_576;

const schema = {
  tags: ['editions'],
  summary: 'Chốt kỳ: closes a period of a scope',
  description: 'Writes an edition as of the position at which the log stands: every table by every rule, with definitions, versions and a SHA-256. Refused (CLOSE_REFUSED) with everything that '
    + 'stands against it. Closing twice answers the same edition; `restate` makes the next one when the ledger says otherwise by now. `preview` writes nothing, also before the period has ended.',
  params: z.object({
    scheme: z.enum(PERIOD_SCHEMES), id: z.string().max(40).meta({ description: 'Kỳ báo cáo: 2024-Q1, 2024-03, 2024-6M, 2024-9M, 2024; of the scheme free two dates such as 2023-12-15..2024-03-14', example: '2024-Q1' }),
  }),
  body: z.strictObject({
    scope: authorityCode.meta({ description: 'Phạm vi: the code of an authority, with everything under it, or VN (unless told) for everything', example: 'H57' }).default(WHOLE_COUNTRY),
    accept: z.array(acceptedSchema).max(ACCEPTED_MAX).default([]).meta({ description: 'Blocking findings to accept, by name, each with a reason that the edition prints' }),
    closedBy: closerSchema.optional().meta({ description: 'Who closes: a unit, a role, or both, never a person. Required unless it is a preview' }),
    note: editionLine.optional(),
    preview: z.literal(true).optional(), restate: z.literal(true).optional(),
    expectedPosition: z.int().min(0).optional().meta({ description: 'Close only as of this position, such as that of the preview which was looked at' }),
  }),
  response: {
    200: z.union([made, z.object({
      preview: previewSchema, refusals: z.array(obstacle).meta({ description: 'What would stand against closing now' }),
      standing: editionSchema.nullable(), differs: z.boolean().meta({ description: 'Whether the standing edition says otherwise; true without one' }),
    })]),
    201: made, 400: problemSchema, 404: problemSchema, 409: problemSchema, 415: problemSchema, 503: problemSchema, 504: problemSchema,
  },
};

/** `POST /v1/periods/{scheme}/{id}/close`. */
export function addCloseRoute(server: HttpServer, sources: ReporterSources): void {
  server.post('/v1/periods/:scheme/:id/close', { schema, bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const { scope, accept, closedBy, note, expectedPosition } = request.body;
    const period = parsePeriod(request.params.id, request.params.scheme);
    const closing = await closePeriod(sources, { scope, period, accept, closedBy: closedBy ?? null, note: note ?? null, expectedPosition, purpose: purposeOf(request.body) });
    switch (closing.kind) {
      case 'closed': return reply.code(201).header('location', editionAnswer(closing.edition).links.self).send({ already: false, edition: editionAnswer(closing.edition) });
      case 'already': return reply.code(200).send({ already: true, edition: editionAnswer(closing.edition) });
      case 'refused': throw closeRefused(closing.obstacles);
      case 'preview': return reply.code(200).send({
        preview: previewAnswer(closing.data), refusals: closing.obstacles.map(described), standing: closing.standing === undefined ? null : editionAnswer(closing.standing), differs: closing.differs,
      });
    }
  });
}

function purposeOf({ preview, restate }: { readonly preview?: true | undefined; readonly restate?: true | undefined }): CloseQuestion['purpose'] {
  if (preview === true) return restate === true ? 'preview_restatement' : 'preview';
  return restate === true ? 'restate' : 'close';
}
