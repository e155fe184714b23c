import { knownEdition } from '@motcua/database';
import type { Database } from '@motcua/database';
import { matchesEtag, problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { AppError } from '@motcua/kernel';
import { z } from 'zod';
import { MANIFEST } from './manifest.ts';
import { PACK_ZIP } from './shelf.ts';
import type { Shelf } from './shelf.ts';

const id = z.string().max(160).meta({ description: 'Of an edition', example: 'vpcp-15-14-H57-2024-Q1-1' });
const headers = z.looseObject({ 'if-none-match': z.string().max(2_000).optional() });
const response = {
  200: { description: 'The file', content: { 'application/octet-stream': { schema: z.any().meta({ description: 'Its bytes' }) } } },
  304: z.undefined().meta({ description: 'The client has these bytes' }), 400: problemSchema, 404: problemSchema, 503: problemSchema, 504: problemSchema,
} as const;

const zipSchema = {
  tags: ['editions'],
  summary: 'Bộ báo cáo của ấn bản: every document of an edition in one zip',
  description: 'Form II.06a, the section of the report, lists, comparison, findings, and the manifest with the SHA-256 of each. Made when it is first asked for, which may take a while. '
    + 'The ETag is the SHA-256 of the bytes: those of an edition are always the same from one version of the program.',
  params: z.object({ id }), headers, response,
};

const fileSchema = {
  tags: ['editions'],
  summary: 'Một tệp của bộ báo cáo: one document of an edition',
  description: 'By its name; manifest.json names all. The ETag is the SHA-256 that the manifest tells.',
  params: z.object({ id, name: z.string().max(100).meta({ description: 'Of a file', example: 'bieu-ii06a.xlsx' }) }), headers, response,
};

/** `GET /v1/editions/{id}/pack.zip` and `/v1/editions/{id}/files/{name}`. */
export function addPackRoutes(server: HttpServer, { db }: Pick<Database, 'db'>, shelf: Pick<Shelf, 'take'>): void {
  server.get('/v1/editions/:id/pack.zip', { schema: zipSchema }, (request, reply) => send(request.params.id, PACK_ZIP, request.headers, reply));
  server.get('/v1/editions/:id/files/:name', { schema: fileSchema }, (request, reply) => send(request.params.id, request.params.name, request.headers, reply));

  async function send(edition: string, name: string, asked: z.output<typeof headers>, reply: Reply): Promise<unknown> {
    const file = await shelf.take(await knownEdition(db, edition), name);
    if (file === undefined) throw new AppError('NOT_FOUND', `The pack of ${edition} has no file "${name}": ${MANIFEST} names those there are.`, { errors: [{ pointer: '/name', detail: 'not known' }] });
    const etag = `"${file.sha256}"`;
    reply.header('etag', etag).header('cache-control', 'no-cache');
    if (matchesEtag(asked['if-none-match'], etag)) {
      await file.handle.close();
      return reply.code(304).send();
    }
    reply.header('content-length', String(file.bytes)).header('content-disposition', `attachment; filename="${edition}-${name}"`);
    return reply.type(file.mediaType).send(file.handle.createReadStream());
  }
}

/** What is used of an answer of the server. */
type Reply = {
  header(name: string, value: string): Reply; type(mediaType: string): Reply; code(status: 200 | 304): Reply; send(payload?: unknown): unknown;
};
