import { editionContentOf, editionParts, editionsPage, editionTexts, inSnapshot, knownEdition } from '@motcua/database';
import type { Database } from '@motcua/database';
import { authorityCode, ND61, plainLine } from '@motcua/dossier';
import { cursorsOf, matchesEtag, problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { AppError, PERIOD_SCHEMES } from '@motcua/kernel';
import { EDITION_DIMENSIONS } from '@motcua/ledger';
import { z } from 'zod';
import { editionAnswer, editionSchema } from './edition-answer.ts';
import { tableAnswer, tableSchema } from './table-answer.ts';

const params = z.object({ id: plainLine(160).meta({ description: 'Of an edition', example: 'vpcp-15-14-H57-2024-Q1-1' }) });

const listSchema = {
  tags: ['editions'],
  summary: 'Các ấn bản: what was closed, when and by whom',
  description: 'In the order in which they were made. An edition never changes; one that restates another names it.',
  querystring: z.strictObject({
    scope: authorityCode.optional(), scheme: z.enum(PERIOD_SCHEMES).optional(), period: plainLine(40).optional(),
    limit: z.coerce.number().int().min(1).max(1_000).default(100), after: z.string().max(400).optional().meta({ description: 'The `next` of the page before' }),
  }),
  response: { 200: z.object({ editions: z.array(editionSchema), next: z.string().nullable() }), 400: problemSchema },
};

const difference = z.object({
  rule: z.string(), by: z.enum(EDITION_DIMENSIONS), node: z.string().nullable(), figure: z.string(), closing: z.int(), opening: z.int(),
  reasons: z.array(z.object({ reason: z.string(), amount: z.int(), dossiers: z.array(z.string()) })),
});

const oneSchema = {
  tags: ['editions'],
  summary: 'Một ấn bản: what an edition says of itself, where its parts are, and how it opens',
  params,
  response: {
    200: editionSchema.extend({
      partList: z.array(z.object({ part: z.int(), position: z.int(), bytes: z.int() })),
      opening: z.object({ previous: editionSchema.shape.previous, compared: z.int(), different: z.array(difference) }).meta({ description: 'Cells whose opening stock is not what the edition before closed with' }),
    }),
    400: problemSchema, 404: problemSchema,
  },
};

const tablesSchema = {
  tags: ['editions'],
  summary: 'Bảng của ấn bản: a table as it was printed',
  description: 'Figures and rates by the edition\'s own definitions, with the distance of each rate from its target; the links open the dossiers that it counted.',
  params,
  querystring: z.strictObject({ rule: z.string().max(32).default(ND61.id), by: z.enum(EDITION_DIMENSIONS).default('level') }),
  response: { 200: tableSchema, 400: problemSchema, 404: problemSchema },
};

const contentSchema = {
  tags: ['editions'],
  summary: 'Nội dung ấn bản: the bytes of which the printed SHA-256 is',
  description: 'Canonical JSON (RFC 8785) in UTF-8. The ETag is the SHA-256.',
  params,
  headers: z.looseObject({ 'if-none-match': z.string().max(2_000).optional() }),
  produces: ['application/json'],
  response: {
    200: { description: 'The content', content: { 'application/json': { schema: z.any().meta({ description: 'An edition\'s content' }) } } },
    304: z.undefined().meta({ description: 'Nothing ever changes' }), 400: problemSchema, 404: problemSchema,
  },
};

const listKey = z.tuple([z.int().min(0)]);

/** `GET /v1/editions`, `/v1/editions/{id}`, `/v1/editions/{id}/tables` and `/v1/editions/{id}/content`. */
export function addEditionRoutes(server: HttpServer, { db }: Pick<Database, 'db'>): void {
  server.get('/v1/editions', { schema: listSchema }, async (request) => {
    const { limit, after, ...query } = request.query;
    const cursors = cursorsOf('editions', query);
    const [behind] = after === undefined ? [] : cursors.read(after, listKey);
    const found = await editionsPage(db, { ...query, after: behind, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { editions: page.map(editionAnswer), next: last === undefined ? null : cursors.write([last.position]) };
  });

  server.get('/v1/editions/:id', { schema: oneSchema }, async (request) => inSnapshot(db, async ({ tx }) => {
    const made = await knownEdition(tx, request.params.id);
    const { opening } = await editionContentOf(tx, made);
    return {
      ...editionAnswer(made), partList: [...await editionParts(tx, made.closed)],
      opening: { ...opening, different: opening.different.map((cell) => ({ ...cell, reasons: cell.reasons.map((reason) => ({ ...reason, dossiers: [...reason.dossiers] })) })) },
    };
  }));

  server.get('/v1/editions/:id/tables', { schema: tablesSchema }, async (request) => inSnapshot(db, async ({ tx }) => {
    const made = await knownEdition(tx, request.params.id);
    const { rule, by } = request.query;
    const table = tableAnswer(made.closed.edition, await editionContentOf(tx, made), rule, by);
    if (table !== undefined) return table;
    const detail = `The edition has no book of the rule "${rule}": it has ${Object.keys(made.closed.versions.rules).join(', ')}.`;
    throw new AppError('PARAMETER_INVALID', detail, { errors: [{ pointer: '/rule', detail }] });
  }));

  server.get('/v1/editions/:id/content', { schema: contentSchema }, async (request, reply) => {
    const made = await knownEdition(db, request.params.id);
    const etag = `"${made.closed.sha256}"`;
    void reply.header('etag', etag).header('cache-control', 'max-age=31536000, immutable');
    if (matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.type('application/json').send(Buffer.from((await editionTexts(db, made.closed)).join('')));
  });
}
