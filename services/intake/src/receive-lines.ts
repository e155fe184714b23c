import type { Readable } from 'node:stream';
import type { AppError } from '@motcua/kernel';
import { answerText, count, emptyTally, isShown, statusOf, summaryText } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Body, BodyEnd } from './body.ts';
import type { Desk } from './desk.ts';
import type { IntakeLimits } from './limits.ts';
import { emptyBody, refuseUnfinished } from './receive-whole.ts';
import { settleItems } from './settle-items.ts';
import type { ItemsStep } from './settle-items.ts';
import { splitLines } from './split-lines.ts';
import { createSpool } from './spool.ts';

/** Answers held in memory before they go to a file. */
const SPOOL_BYTES = 1024 * 1024;
/** The answer begins when the request has ended, or with so many bytes, or so long after the first answer. */
const BEGIN_BYTES = 256 * 1024;
const BEGIN_MS = 250;

export type LinesRequest<Event> = {
  readonly desk: Desk<Event>;
  readonly body: Body;
  readonly limits: IntakeLimits;
  readonly minimal: boolean;
  /** Where the spool's file goes. */
  readonly folder: string;
};

export type LinesAnswer = { readonly status: number; readonly stream: Readable };

/**
 * Takes a stream of lines of any length: reading, deciding and appending never wait for the reader of the answers.
 *
 * @returns When it is known with which status the answer begins; the rest goes on behind it.
 * @throws AppError when the request holds no item at all.
 */
export async function receiveLines<Event>(request: LinesRequest<Event>): Promise<LinesAnswer> {
  const spool = createSpool({ memoryBytes: SPOOL_BYTES, folder: request.folder });
  const tally = emptyTally();
  const begin = Promise.withResolvers<number>();
  let timer: NodeJS.Timeout | undefined;
  const write = async (answers: readonly Answer[]): Promise<void> => {
    count(tally, answers);
    await spool.write(answers.filter((answer) => isShown(answer, request.minimal)).map((answer) => `${answerText(answer)}\n`).join(''));
    if (spool.written() >= BEGIN_BYTES) begin.resolve(200);
    timer ??= setTimeout(() => begin.resolve(200), BEGIN_MS);
  };
  const finish = async (end: BodyEnd): Promise<void> => {
    const items = request.desk.count();
    if (items === 0) {
      refuseUnfinished(end);
      throw emptyBody();
    }
    if (end !== 'ended') await spool.write(`${lastWord(end, items)}\n`);
    if (request.minimal) await spool.write(`${summaryText(tally)}\n`);
    begin.resolve(statusOf(tally));
    await spool.end();
  };
  settleItems({ desk: request.desk, next: linesOf(request.body, request.limits), write }).then(finish)
    .catch((error: unknown) => {
      begin.reject(error);
      spool.stream.destroy(error instanceof Error ? error : undefined);
    })
    .finally(() => clearTimeout(timer));
  // Whoever is refused before the answer begins gets a problem, and nobody reads the spool.
  spool.stream.on('error', () => undefined);
  return { status: await begin.promise, stream: spool.stream };
}

/** The lines of a request as they come. */
function linesOf(body: Body, { eventBytes }: IntakeLimits): () => Promise<ItemsStep<BodyEnd>> {
  const lines = splitLines(eventBytes);
  let end: BodyEnd | undefined;
  return async () => {
    if (end !== undefined) return { kind: 'end', end };
    const step = await body.next();
    if (step.kind === 'data') return { kind: 'items', items: lines.push(step.bytes) };
    end = step.kind;
    // A line that was cut off by a broken connection is no item: half an event could be a wrong one.
    return end === 'ended' ? { kind: 'items', items: lines.end() } : { kind: 'end', end };
  };
}

function lastWord(end: Exclude<BodyEnd, 'ended'>, index: number): string {
  try {
    refuseUnfinished(end);
    return '';
  } catch (error) {
    const { code, message } = error as AppError;
    return JSON.stringify({ index, status: 'failed', code, detail: `${message} Nothing from item ${index} on was taken.` });
  }
}
