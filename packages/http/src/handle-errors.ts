import type { FastifyError, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { AppError, databaseFault, isAppError } from '@motcua/kernel';
import type { ErrorCode } from '@motcua/kernel';
import type { z } from 'zod';
import { describeIssues } from './issues.ts';
import { sendProblem } from './problems.ts';
import type { HttpServer } from './server.ts';

/** Makes every failure of a route or of the framework a problem; the unexpected is logged and told without details. */
export function handleErrors(server: HttpServer): void {
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const known = asAppError(error, request);
    // Whoever comes while the service stops, or leaves before the end, is no fault of it.
    if (known.status >= 500 && known.code !== 'STOPPING' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') request.log.error({ err: error, code: known.code }, 'request failed');
    return sendProblem(reply, known);
  });
  server.setNotFoundHandler((_request: FastifyRequest, reply) =>
    sendProblem(reply, new AppError('NOT_FOUND', 'There is nothing at this address, or not for this method: /docs shows what there is.')));
}

function asAppError(error: FastifyError, request: FastifyRequest): AppError {
  if (isAppError(error)) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return invalid(error, request);
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new AppError('MEDIA_TYPE_UNSUPPORTED', `Send ${takenAt(request)}, and say so in the Content-Type.`, { cause: error });
  const known = frameworkErrors[error.code];
  if (known !== undefined) return new AppError(known[0], known[1], { cause: error });
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new AppError('REQUEST_INVALID', 'The request cannot be read.', { cause: error });
  }
  return databaseFault(error) ?? new AppError('INTERNAL', 'An unexpected fault; it was logged.', { cause: error });
}

/** The media types that a route declares; JSON unless it does. */
function takenAt({ routeOptions: { schema } }: FastifyRequest): string {
  const consumes: unknown = schema?.consumes;
  const types = Array.isArray(consumes) && consumes.length > 0 ? consumes.map(String) : ['application/json'];
  return types.length === 1 ? types.join('') : `one of ${types.join(', ')}`;
}

function invalid(error: FastifyError, request: FastifyRequest): AppError {
  const part = PARTS[error.validationContext ?? 'body'] ?? PARTS.body;
  const { errors } = describeIssues((error.validation ?? []).map(issueOf), part.of(request), part.unknown);
  return new AppError(part.code, `${part.name} is not valid: ${errors[0]?.pointer ?? ''} ${errors[0]?.detail ?? ''}.`, { errors });
}

type ValidationError = NonNullable<FastifyError['validation']>[number];

/** The validator's wrapping taken off; names in paths of these schemas hold no slash. */
function issueOf({ keyword, instancePath, message, params }: ValidationError): z.core.$ZodIssue {
  return { ...params, code: keyword, path: instancePath.split('/').filter((name) => name !== ''), message: message ?? '' } as z.core.$ZodIssue;
}

type Part = { readonly code: ErrorCode; readonly name: string; readonly unknown: string; readonly of: (request: FastifyRequest) => unknown };

const PARTS: Readonly<Record<string, Part | undefined>> & { readonly body: Part } = {
  body: { code: 'REQUEST_INVALID', name: 'The content', unknown: 'is not a field of this request', of: ({ body }) => body },
  querystring: { code: 'PARAMETER_INVALID', name: 'The query', unknown: 'is not a parameter of this address', of: ({ query }) => query },
  params: { code: 'PARAMETER_INVALID', name: 'The path', unknown: 'is not a parameter of this address', of: ({ params }) => params },
  headers: { code: 'PARAMETER_INVALID', name: 'The head', unknown: 'is not a header of this address', of: ({ headers }) => headers },
};

const frameworkErrors: Readonly<Record<string, readonly [ErrorCode, string] | undefined>> = {
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['REQUEST_INVALID', 'The content is not as long as its Content-Length says.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['BODY_TOO_LARGE', 'The content is larger than this address accepts.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['BODY_EMPTY', 'The content is empty.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['JSON_MALFORMED', 'The content is not well-formed JSON.'],
};
