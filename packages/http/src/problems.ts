import type { FastifyReply } from 'fastify';
import { errorCatalogue, toProblem } from '@motcua/kernel';
import type { AppError, ErrorCode } from '@motcua/kernel';
import { z } from 'zod';

/** The media type of every failure (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

/** For the `response` of a route: what a failure looks like. */
export const problemSchema = z.object({
  type: z.string(), title: z.string(), status: z.int(), detail: z.string(), code: z.enum(Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
}).meta({ description: 'RFC 9457 problem details with a stable code' });

/** Answers with the problem of an error; 429 and 503 say when to come back. */
export function sendProblem(reply: FastifyReply, error: AppError, retryAfterSeconds = 1): FastifyReply {
  if (error.status === 429 || error.status === 503) reply.header('retry-after', String(retryAfterSeconds));
  return reply.code(error.status).type(PROBLEM_TYPE).serializer(JSON.stringify).send(toProblem(error));
}
