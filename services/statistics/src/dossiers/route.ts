import { dossierCode } from '@motcua/dossier';
import type { Database } from '@motcua/database';
import type { EventStore } from '@motcua/event-store';
import { problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { z } from 'zod';
import { dossierAnswer } from './answer-schema.ts';
import { readDossier } from './read-dossier.ts';

const schema = {
  tags: ['statistics'],
  summary: 'Hồ sơ: where a dossier stands, and its timeline',
  description: 'Every recorded event in order of arrival, with the movements that it made known, inverses included. The log holds no personal data, so neither does the answer.',
  params: z.object({ code: dossierCode.meta({ description: 'Mã hồ sơ', example: 'H57.31-240105-0012' }) }),
  response: { 200: dossierAnswer, 400: problemSchema, 404: problemSchema },
};

/** `GET /v1/dossiers/{code}`. */
export function addDossierRoute(server: HttpServer, { db }: Pick<Database, 'db'>, store: Pick<EventStore, 'readStream'>): void {
  server.get('/v1/dossiers/:code', { schema }, async (request) => readDossier({ db }, store, request.params.code));
}
