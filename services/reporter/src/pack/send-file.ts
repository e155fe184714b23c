import { setTimeout as sleep } from 'node:timers/promises';
import { byteRange, matchesEtag, patienceMs, problemSchema, sendProblem } from '@motcua/http';
import type { HttpReply } from '@motcua/http';
import type { Edition } from '@motcua/database';
import { AppError } from '@motcua/kernel';
import { z } from 'zod';
import { MANIFEST } from './manifest.ts';
import type { Shelf, ShelvedFile } from './shelf.ts';

/** For the routes that send a file of a pack. */
export const fileHeaders = z.looseObject({
  'if-none-match': z.string().max(2_000).optional(), range: z.string().max(200).optional().meta({ description: 'One range of bytes', example: 'bytes=1000000-' }),
  'if-range': z.string().max(200).optional(), prefer: z.string().max(200).optional().meta({ description: 'How long to wait for the pack, 30 seconds unless told', example: 'wait=5' }),
});
const content = { content: { 'application/octet-stream': { schema: z.any().meta({ description: 'Its bytes' }) } } };
export const fileResponse = {
  200: { description: 'The file', ...content }, 206: { description: 'The range that was asked for', ...content },
  304: z.undefined().meta({ description: 'The client has these bytes' }), 400: problemSchema, 404: problemSchema, 416: problemSchema, 503: problemSchema, 504: problemSchema,
} as const;

/** How long is waited for a pack that is being made, unless told; milliseconds. */
const USUAL_MS = 30_000;
/** When to come back for it; seconds. */
const RETRY_AFTER_S = 5;

/** What is used of a request and its answer. */
export type Exchange = { readonly asked: z.output<typeof fileHeaders>; readonly reply: HttpReply };

/**
 * Sends a file of an edition's pack: nothing to who has it, and the range that was asked for.
 *
 * @throws AppError `NOT_FOUND` for a name that the pack does not have, `RANGE_INVALID`; answers 503 `PACK_BEING_MADE` with Retry-After while it is not there.
 */
export async function sendFile(shelf: Pick<Shelf, 'take' | 'step'>, edition: Edition, name: string, { asked, reply }: Exchange): Promise<HttpReply> {
  const { edition: id } = edition.closed;
  const file = await soon(shelf.take(edition, name), patienceMs(asked.prefer, USUAL_MS));
  if (file === 'later') return sendProblem(reply, beingMade(id, shelf.step(id)), RETRY_AFTER_S);
  if (file === undefined) throw new AppError('NOT_FOUND', `The pack of ${id} has no file "${name}": ${MANIFEST} names those there are.`, { errors: [{ pointer: '/name', detail: 'not known' }] });
  const etag = `"${file.sha256}"`;
  const range = byteRange(asked.range, asked['if-range'], { etag, bytes: file.bytes });
  reply.header('etag', etag).header('cache-control', 'no-cache').header('accept-ranges', 'bytes');
  if (matchesEtag(asked['if-none-match'], etag)) return reply.code(304).send(await file.handle.close());
  if (range.kind === 'unsatisfiable') {
    await file.handle.close();
    reply.header('content-range', `bytes */${file.bytes}`);
    throw new AppError('RANGE_INVALID', `The file has ${file.bytes} bytes, and none of those that were asked for.`, { errors: [{ pointer: '/range', detail: `at most ${file.bytes - 1}` }] });
  }
  const [first, last] = range.kind === 'part' ? [range.first, range.last] : [0, file.bytes - 1];
  if (range.kind === 'part') reply.code(206).header('content-range', `bytes ${first}-${last}/${file.bytes}`);
  reply.header('content-length', String(last - first + 1)).header('content-disposition', `attachment; filename="${id}-${name}"`);
  return reply.type(file.mediaType).send(file.handle.createReadStream({ start: first, end: last }));
}

/** Whoever does not wait leaves the file to be closed when it comes. */
async function soon(taken: Promise<ShelvedFile | undefined>, ms: number): Promise<ShelvedFile | undefined | 'later'> {
  const patience = new AbortController();
  const file = await Promise.race([taken, sleep(ms, 'later' as const, { signal: patience.signal })]);
  patience.abort();
  if (file === 'later') taken.then((late) => late?.handle.close(), () => undefined);
  return file;
}

function beingMade(id: string, step: ReturnType<Shelf['step']>): AppError {
  const far = step === undefined ? 'waits for others' : `${step.number} of ${step.files}: ${step.name}`;
  return new AppError('PACK_BEING_MADE', `The pack of ${id} is being made (${far}): ask again in ${RETRY_AFTER_S} seconds.`, { errors: [{ pointer: '/files', detail: far }] });
}
