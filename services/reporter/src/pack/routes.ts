import { assertScope, knownEdition, standingEdition, WHOLE_COUNTRY } from '@motcua/database';
import type { Database } from '@motcua/database';
import { authorityCode } from '@motcua/dossier';
import type { HttpServer } from '@motcua/http';
import { parsePeriod, PERIOD_SCHEMES } from '@motcua/kernel';
import { z } from 'zod';
import type { Jobs } from '../jobs/jobs.ts';
import { fileHeaders, fileResponse, sendFile } from './send-file.ts';
import { PACK_ZIP } from './shelf.ts';
import type { Shelf } from './shelf.ts';
import { notStanding } from './not-standing.ts';

const id = z.string().max(160).meta({ description: 'Of an edition', example: 'vpcp-15-14-H57-2024-Q1-1' });
const known = { tags: ['editions'], headers: fileHeaders, response: fileResponse };

const zipSchema = {
  ...known, summary: 'Bộ báo cáo của ấn bản: every document of an edition in one zip',
  description: 'Form II.06a, the section of the report, lists, comparison, findings, and the manifest with the SHA-256 of each. Made when it is first asked for: until it is there the answer is 503 with Retry-After. '
    + 'The ETag is the SHA-256 of the bytes: those of an edition are always the same from one version of the program.',
  params: z.object({ id }),
};

const fileSchema = {
  ...known, summary: 'Một tệp của bộ báo cáo: one document of an edition',
  description: 'By its name; manifest.json names all. The ETag is the SHA-256 that the manifest tells.',
  params: z.object({ id, name: z.string().max(100).meta({ description: 'Of a file', example: 'bieu-ii06a.xlsx' }) }),
};

const standingSchema = {
  ...known, summary: 'Bộ báo cáo của kỳ: the pack of the edition that stands, for jobs that pull',
  description: 'As /v1/editions/{id}/pack.zip for the last edition of a period, which Content-Location names. 404 PERIOD_NOT_CLOSED where there is none, with Retry-After when a schedule is going to '
    + 'close it; 503 PERIOD_CLOSING with Retry-After while it is being closed.',
  params: z.object({ scheme: z.enum(PERIOD_SCHEMES), id: z.string().max(40).meta({ description: 'Kỳ báo cáo', example: '2024-Q1' }) }),
  querystring: z.strictObject({ scope: authorityCode.meta({ description: 'Phạm vi; VN unless told', example: 'H57' }).default(WHOLE_COUNTRY) }),
};

/** `GET /v1/editions/{id}/pack.zip`, `/v1/editions/{id}/files/{name}` and `/v1/periods/{scheme}/{id}/pack.zip`. */
export function addPackRoutes(server: HttpServer, { db }: Pick<Database, 'db'>, shelf: Pick<Shelf, 'take' | 'step'>, jobs: () => Pick<Jobs, 'closingOf'> | undefined): void {
  server.get('/v1/editions/:id/pack.zip', { schema: zipSchema }, async (request, reply) =>
    sendFile(shelf, await knownEdition(db, request.params.id), PACK_ZIP, { asked: request.headers, reply }));

  server.get('/v1/editions/:id/files/:name', { schema: fileSchema }, async (request, reply) =>
    sendFile(shelf, await knownEdition(db, request.params.id), request.params.name, { asked: request.headers, reply }));

  server.get('/v1/periods/:scheme/:id/pack.zip', { schema: standingSchema }, async (request, reply) => {
    const [{ scope }, period] = [request.query, parsePeriod(request.params.id, request.params.scheme)];
    const edition = await standingEdition(db, { scope, scheme: period.scheme, period: period.id });
    if (edition !== undefined) return sendFile(shelf, edition, PACK_ZIP, { asked: request.headers, reply: reply.header('content-location', `/v1/editions/${encodeURIComponent(edition.closed.edition)}/${PACK_ZIP}`) });
    await assertScope(db, scope);
    return notStanding(db, { scope, period }, jobs(), reply);
  });
}
