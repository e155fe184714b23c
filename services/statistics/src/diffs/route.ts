import type { Database, LegKey } from '@motcua/database';
import type { EventStore } from '@motcua/event-store';
import { cursorsOf, problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { plainLine } from '@motcua/dossier';
import { z } from 'zod';
import { legKey } from '../figures/leg-key.ts';
import { pinnedKey } from '../figures/pinned-key.ts';
import { keyText } from '../paging.ts';
import { diffAnswer, diffMembersAnswer } from './answer-schema.ts';
import { diffMembersParameters, diffParameters } from './query.ts';
import { readChangedDossiers, readEditionDiff } from './read-changes.ts';

const params = z.object({ id: plainLine(160).meta({ description: 'The id of an edition', example: 'vpcp-15-14-H57-2024-Q1-1' }) });

const diffSchema = {
  tags: ['statistics'],
  summary: 'Điều chỉnh số liệu: what an edition says and what is said later, cell by cell with the reasons',
  description: 'Compares an edition with a later edition of the same period, or with the ledger now. The reasons of a cell add up to its difference; each opens to the dossiers and events that are responsible.',
  params, querystring: diffParameters,
  response: { 200: diffAnswer, 400: problemSchema, 404: problemSchema },
};

const membersSchema = {
  tags: ['statistics'],
  summary: 'The dossiers and events behind one reason of one changed figure',
  description: 'Over all pages the amounts add up to that of the reason. A dossier whose events go on on the next page is on both. All pages are of the moment of the first.',
  params, querystring: diffMembersParameters,
  response: { 200: diffMembersAnswer, 400: problemSchema, 404: problemSchema, 409: problemSchema },
};

const dossierKey = z.tuple([keyText]).transform(([dossier]) => dossier);

/** `GET /v1/editions/{id}/diff` and the lists behind its cells. */
export function addDiffRoutes(server: HttpServer, database: Pick<Database, 'db'>, store: Pick<EventStore, 'readStreams'>): void {
  server.get('/v1/editions/:id/diff', { schema: diffSchema }, async ({ params: { id }, query }) => readEditionDiff(database, { edition: id, ...query }));
  server.get('/v1/editions/:id/diff/dossiers', { schema: membersSchema }, async ({ params: { id }, query: { limit, after, ...question } }) => {
    const cursors = cursorsOf('changes', { ...question, edition: id });
    const byEvents = question.reason === 'late_event' || question.reason === 'correction' || question.reason === 'calendar';
    const begun = after === undefined ? undefined : cursors.read(after, pinnedKey<LegKey | string>(byEvents ? legKey : dossierKey));
    const asked = { edition: id, ...question, upTo: begun?.position ?? question.upTo };
    const { label, upTo, dossiers, next } = await readChangedDossiers(database, store, asked, { after: begun?.key, limit, cursors });
    return { edition: id, figure: question.figure, label, row: question.row ?? null, reason: question.reason, upTo, dossiers: dossiers.map((one) => ({ ...one, events: [...one.events] })), next };
  });
}
