import { tmpdir } from 'node:os';
import type { FastifyReply, FastifyRequest, FastifyTypeProviderDefault } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { AppError } from '@motcua/kernel';
import type { EventStore } from '@motcua/event-store';
import { sendProblem } from '@motcua/http';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { openDesk } from './desk.ts';
import type { Office } from './desk.ts';
import { answerText, count, emptyTally, isShown, statusOf, summaryText } from './answer.ts';
import { openBody } from './body.ts';
import { BATCH_TYPE, describeEvents, EVENT_TYPES, LINES_TYPE } from './describe.ts';
import { dossierFamily } from './dossier-family.ts';
import type { EventFamily } from './family.ts';
import { feedbackFamily } from './feedback-family.ts';
import { keepableSource } from './known-fields.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { IntakeLimits } from './limits.ts';
import { createMemory } from './memory.ts';
import { createMetrics } from './metrics.ts';
import { receiveLines } from './receive-lines.ts';
import { receiveBatch, receiveOne } from './receive-whole.ts';
import { referenceFamily } from './reference-family.ts';
import { serviceFamily } from './service-family.ts';
import { FAULTS } from './refusal.ts';
import { createRefusalLimit } from './refusal-limit.ts';
import { createRejectionLog } from './rejection-log.ts';

export type IntakeOptions = {
  readonly store: EventStore;
  /** For the rejection log; its schema comes from `migrateIntake`. Not closed here. */
  readonly database: Pool;
  readonly log: Logger;
  readonly registry: Registry;
  readonly limits?: Partial<IntakeLimits>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** For answers that nobody reads yet; the system's temporary folder by default. */
  readonly spoolFolder?: string;
};

/**
 * The intake's routes: `POST /v1/dossier-events`, `POST /v1/reference-events`, `POST /v1/service-events`,
 * `POST /v1/feedback-events`, `GET /v1/rejections`.
 *
 * While the server closes, running streams end with a last line, what is being appended is answered, the rejection log is written.
 */
export const intakePlugin: FastifyPluginAsyncZod<IntakeOptions> = async (server, options) => {
  const limits: IntakeLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const stopping = new AbortController();
  const metrics = createMetrics(options.registry);
  const rejections = createRejectionLog({
    pool: options.database, limits, clock: options.clock, head: async () => (await options.store.head()).position, onDropped: metrics.countDropped,
    onError: (error) => options.log.warn({ err: error }, 'rejections not written, trying again'),
  });
  server.addHook('preClose', async () => stopping.abort());
  server.addHook('onClose', () => rejections.close());
  server.removeAllContentTypeParsers();
  server.addContentTypeParser([...EVENT_TYPES], (_request, payload, done) => done(null, payload));

  const plain = server.withTypeProvider<FastifyTypeProviderDefault>();
  const shared = { limits, rejections, metrics, clock: options.clock, refusals: createRefusalLimit(limits.refusalsPerMinute, options.clock) };
  const take = <State, Event>(url: string, family: EventFamily<State, Event>, cached: number, what: string): void => {
    const admission = { family, store: options.store, memory: createMemory(options.store, family, cached), observeAppend: metrics.observeAppend };
    const office: Office<State, Event> = { ...shared, admission };
    plain.post(url, {
      schema: describeEvents(family.schemas, limits, what),
      // The schema is for the description: items are validated one by one, each with an answer of its own.
      validatorCompiler: () => (value: unknown) => ({ value }),
      serializerCompiler: () => (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
      preParsing: async (request) => refuseEarly(request, shared.refusals.waitSeconds(request.ip)),
      errorHandler: (error, request, reply) => {
        const wait = shared.refusals.waitSeconds(request.ip);
        if (!(error instanceof TooMany)) throw error;
        void sendProblem(reply, error, wait);
      },
    }, (request, reply) => receive(office, request, reply, { stop: stopping.signal, folder: options.spoolFolder ?? tmpdir() }));
  };
  take('/v1/dossier-events', dossierFamily, limits.cachedDossiers, 'events of dossiers');
  take('/v1/reference-events', referenceFamily, 1_000, 'declarations of authorities and procedures, and announcements of working calendars');
  take('/v1/service-events', serviceFamily, 1_000, 'sums of ratings of a one-stop unit, without a dossier or a person');
  take('/v1/feedback-events', feedbackFamily, 1_000, 'events of feedback on procedures (phản ánh, kiến nghị), without who gave it and what was said');

  server.get('/v1/rejections', { schema: rejectionsSchema }, async (request) => {
    const { source } = request.query;
    const rows = await rejections.list({ ...request.query, source: source === undefined ? undefined : keepableSource(source) });
    const last = rows.length === request.query.limit ? rows.at(-1)?.id : undefined;
    return { rejections: [...rows].map((row) => ({ ...row, pointers: [...row.pointers], unknownFields: [...row.unknownFields] })), ...(last === undefined ? {} : { next: last }) };
  });
};

class TooMany extends AppError {}

/** What the head of a request already tells. */
function refuseEarly(request: FastifyRequest, waitSeconds: number): undefined {
  if (waitSeconds > 0) throw new TooMany('TOO_MANY_REFUSALS', `Too many items of this address were refused: correct the sender, then come back in ${waitSeconds} seconds.`);
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new AppError('MEDIA_TYPE_UNSUPPORTED', 'Compressed content is not accepted: send it without a Content-Encoding.');
  }
  const contentType = request.headers['content-type'];
  if (contentType !== undefined && !isUtf8Type(contentType)) {
    throw new AppError('MEDIA_TYPE_UNSUPPORTED', 'The Content-Type names a charset that is not accepted: write the content as UTF-8, and say charset=utf-8 or nothing.');
  }
  if (contentType === undefined) {
    throw new AppError(request.headers['content-length'] === '0' ? 'BODY_EMPTY' : 'MEDIA_TYPE_UNSUPPORTED', `Say in the Content-Type what is sent: ${EVENT_TYPES.join(', ')}.`);
  }
}

/** Characters in another code would be read as other characters, or as none. */
function isUtf8Type(contentType: string): boolean {
  const charset = /;\s*charset\s*=\s*("?)([^";]*)\1/i.exec(contentType)?.[2];
  return charset === undefined || /^utf-?8$/i.test(charset.trim());
}

async function receive<State, Event>(
  office: Office<State, Event>, request: FastifyRequest, reply: FastifyReply, { stop, folder }: { readonly stop: AbortSignal; readonly folder: string },
): Promise<FastifyReply> {
  const desk = openDesk(office, request.ip);
  const body = openBody(request.raw, { idleMs: office.limits.idleMs, stop });
  reply.raw.once('close', body.release);
  const minimal = prefersMinimal(request);
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === LINES_TYPE) {
    const { status, stream } = await receiveLines({ desk, body, limits: office.limits, minimal, folder });
    return applied(reply, minimal).code(status).type(LINES_TYPE).send(stream);
  }
  if (mediaType === BATCH_TYPE) {
    const answers = await receiveBatch(desk, body, office.limits);
    const tally = emptyTally();
    count(tally, answers);
    const shown = answers.filter((answer) => isShown(answer, minimal)).map(answerText);
    return applied(reply, minimal).code(statusOf(tally)).type('application/json').send(`[${[...shown, ...(minimal ? [summaryText(tally)] : [])].join(',\n')}]`);
  }
  const answer = await receiveOne(desk, body, office.limits);
  const { outcome } = answer;
  if ('refusal' in outcome) throw new AppError(outcome.refusal.code, outcome.refusal.detail, { errors: outcome.refusal.errors });
  return reply.code(outcome.kind === 'accepted' ? 201 : 200).type('application/json').send(answerText(answer));
}

/** Says so only where the wish was followed: one event and a whole request that is refused have nothing to leave out. */
function applied(reply: FastifyReply, minimal: boolean): FastifyReply {
  return minimal ? reply.header('preference-applied', 'return=minimal') : reply;
}

function prefersMinimal(request: FastifyRequest): boolean {
  const prefer = request.headers['prefer'];
  return prefer !== undefined && [prefer].flat().join(',').split(/[,;]/).some((one) => one.trim().toLowerCase().replaceAll('"', '') === 'return=minimal');
}

/** What PostgreSQL does not take as text, NUL, is among what no parameter holds. */
const oneLine = z.string().regex(/^\P{Cc}*$/u, 'not one line of text');

const rejectionsSchema = {
  tags: ['rejections'],
  summary: 'What was refused',
  description: 'One row for each different item (by SHA-256 of its bytes), with how often and when it came. No value of an unknown or wrong field is kept. Ask again with `after` = `next` for more.',
  querystring: z.strictObject({
    source: oneLine.max(200).optional().meta({ description: 'As the sender wrote it; one with nine digits or more is kept, and found, only up to the first of them' }),
    code: oneLine.max(60).optional(),
    after: z.string().regex(/^\d{1,18}$/, 'not a cursor: take `next` of the answer before').optional(),
    limit: z.coerce.number().int().min(1).max(1_000).default(100),
  }),
  response: {
    200: z.object({
      rejections: z.array(z.object({
        id: z.string(), sha256: z.string(), source: z.string(), code: z.string(), pointers: z.array(z.string()), known: z.record(z.string(), z.string()),
        unknownFields: z.array(z.string()), fault: z.enum(FAULTS).nullable().meta({ description: 'What it shows to be wrong with its source: a finding of GET /v1/findings' }),
        authority: z.string().nullable().meta({ description: 'Where the dossier counts by the log, else where the item says' }), size: z.int(), count: z.int(), firstAt: z.string(), lastAt: z.string(),
      })),
      next: z.string().optional(),
    }),
  },
} as const;
