import type { Database } from '@motcua/database';
import { feedbackCode } from '@motcua/dossier';
import type { EventStore } from '@motcua/event-store';
import { problemSchema } from '@motcua/http';
import type { HttpServer } from '@motcua/http';
import { z } from 'zod';
import { feedbackAnswer } from './answer-schema.ts';
import { readFeedback } from './read-feedback.ts';

const schema = {
  tags: ['statistics'],
  summary: 'Phản ánh, kiến nghị: where a feedback stands, and its timeline',
  description: 'Every recorded event in order of arrival, corrections too, with the movements that it made known, inverses included. The log does not hold who gave the feedback, nor what was said.',
  params: z.object({ code: feedbackCode.meta({ description: 'Mã phản ánh, kiến nghị', example: 'H57.31.PAKN-240105-0012' }) }),
  response: { 200: feedbackAnswer, 400: problemSchema, 404: problemSchema },
};

/** `GET /v1/feedback/{code}`. */
export function addFeedbackRoute(server: HttpServer, { db }: Pick<Database, 'db'>, store: Pick<EventStore, 'readStream'>): void {
  server.get('/v1/feedback/:code', { schema }, async (request) => readFeedback({ db }, store, request.params.code));
}
