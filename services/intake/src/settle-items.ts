import type { Answer } from './answer.ts';
import type { Desk, DeskItem } from './desk.ts';
import type { RawItem } from './raw-item.ts';

/** The next items of a stream, or how it ended. */
export type ItemsStep<End> = { readonly kind: 'items'; readonly items: readonly RawItem[] } | { readonly kind: 'end'; readonly end: End };

export type ItemStream<Event, End> = {
  readonly desk: Desk<Event>;
  /** Asked again as soon as there is room for more. Must not reject. */
  readonly next: () => Promise<ItemsStep<End>>;
  /** Takes the answers of a portion, in the order of the items; the next portion waits for it. Must not reject. */
  readonly write: (answers: readonly Answer[]) => Promise<void>;
};

/** Items that wait while others are appended, at most; the reader pauses then. */
const WAITING_ITEMS = 1_000;
const WAITING_BYTES = 4 * 1024 * 1024;

/**
 * Reads the next items while earlier ones are appended, with bounded memory; answers leave in the order of the items.
 *
 * @returns How the stream ended, once everything that came before its end is answered.
 */
export async function settleItems<Event, End>({ desk, next, write }: ItemStream<Event, End>): Promise<End> {
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
    const step = await next();
    if (step.kind === 'items') {
      await take(step.items);
      continue;
    }
    while (settling !== undefined) await settling;
    return step.end;
  }
}
