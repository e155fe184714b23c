import type { Readable } from 'node:stream';
import type { AppError } from '@motcua/kernel';
import { answerText, count, emptyTally, isShown, statusOf, summaryText } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Body, BodyEnd } from './body.ts';
import type { Desk, DeskItem } from './desk.ts';
import type { IntakeLimits } from './limits.ts';
import type { RawItem } from './raw-item.ts';
import { emptyBody, refuseUnfinished } from './receive-whole.ts';
import { splitLines } from './split-lines.ts';
import { createSpool } from './spool.ts';

/** Items that wait while others are appended, at most; the reader pauses then. */
const WAITING_ITEMS = 1_000;
const WAITING_BYTES = 4 * 1024 * 1024;
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
  readAndSettle(request, write).then(finish)
    .catch((error: unknown) => {
      begin.reject(error);
      spool.stream.destroy(error instanceof Error ? error : undefined);
    })
    .finally(() => clearTimeout(timer));
  // Whoever is refused before the answer begins gets a problem, and nobody reads the spool.
  spool.stream.on('error', () => undefined);
  return { status: await begin.promise, stream: spool.stream };
}

/** Reads the next lines while earlier ones are appended; answers leave in the order of the lines. */
async function readAndSettle<Event>({ desk, body, limits }: LinesRequest<Event>, write: (answers: readonly Answer[]) => Promise<void>): Promise<BodyEnd> {
  const lines = splitLines(limits.eventBytes);
  let waiting: DeskItem<Event>[] = [];
  let waitingBytes = 0;
  let portion: Promise<void> | undefined;
  let settling: Promise<void> | undefined;

  const isFull = (): boolean => waiting.length >= WAITING_ITEMS || waitingBytes >= WAITING_BYTES;
  const settleWaiting = async (): Promise<void> => {
    const items = waiting;
    [waiting, waitingBytes] = [[], 0];
    await write(await desk.settle(items));
  };
  const settleAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      portion = settleWaiting();
      await portion;
    }
  };
  /** One portion after another as long as something waits, so a sender that pauses gets its answers. */
  const keepSettling = (): void => {
    if (waiting.length === 0) return;
    settling ??= settleAll().then(() => {
      settling = undefined;
      keepSettling();
    });
  };
  const take = async (items: readonly RawItem[]): Promise<void> => {
    for (const raw of items) {
      const item = desk.read(raw);
      waiting.push(item);
      waitingBytes += item.size;
      if (isFull()) keepSettling();
      // Only for the portion before: these items are settled while the next ones are read.
      while (isFull()) await portion;
    }
    keepSettling();
  };

  for (;;) {
    const step = await body.next();
    if (step.kind === 'data') {
      await take(lines.push(step.bytes));
      continue;
    }
    // A line that was cut off by a broken connection is no item: half an event could be a wrong one.
    if (step.kind === 'ended') await take(lines.end());
    while (settling !== undefined) await settling;
    return step.kind;
  }
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
