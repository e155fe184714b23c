import type { EventStore } from '@motcua/event-store';
import type { Pool } from 'pg';
import type { Answer } from './answer.ts';
import { openDesk } from './desk.ts';
import { dossierFamily } from './dossier-family.ts';
import type { EventFamily } from './family.ts';
import { feedbackFamily } from './feedback-family.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { createMemory } from './memory.ts';
import type { RawItem } from './raw-item.ts';
import { referenceFamily } from './reference-family.ts';
import { createRejectionLog } from './rejection-log.ts';
import { serviceFamily } from './service-family.ts';
import { settleItems } from './settle-items.ts';
import type { ItemsStep } from './settle-items.ts';
import { splitLines } from './split-lines.ts';
import type { Line } from './split-lines.ts';

/** What a file of events holds: what the address of the API with this name takes. */
export const EVENT_KINDS = ['dossier-events', 'reference-events', 'service-events', 'feedback-events'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** What became of the event in a line; `item` is what was read there. */
export type LineAnswer = { readonly line: number; readonly item: RawItem; readonly answer: Answer };

export type EventsToImport = {
  readonly store: EventStore;
  /** For the rejection log; its schema comes from `migrateIntake`. Not closed here. */
  readonly database: Pool;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly kind: EventKind;
  /** The file. What it throws ends the import behind the lines that came before. */
  readonly chunks: AsyncIterable<Buffer>;
  /** What a line that is not blank holds; undefined: nothing to take. What it throws ends the import before its piece of the file. */
  readonly itemOf: (line: Line) => RawItem | undefined;
  /** Told of every portion, in the order of the lines; `stop` ends the import when what was read already is settled, and so does what it throws. */
  readonly onAnswers: (answers: readonly LineAnswer[]) => Promise<'go_on' | 'stop'>;
  /** Told what could not be written to the rejection log. */
  readonly onError: (error: unknown) => void;
};

/** `line`: the last one that was read. */
export type ImportEnd = { readonly kind: 'ended' | 'stopped'; readonly line: number } | { readonly kind: 'broken'; readonly line: number; readonly error: unknown };

/**
 * Takes the events of a file, a line each, as the API takes a stream of them: read, decided, appended and answered by the
 * same code, and refused ones noted alike; only how many may be refused is not limited. Memory does not grow with the file.
 *
 * @throws What `onAnswers` throws.
 */
export async function importEvents(options: EventsToImport): Promise<ImportEnd> {
  const { store, database, clock, onError } = options;
  const rejections = createRejectionLog({
    pool: database, limits: DEFAULT_LIMITS, clock, head: async () => (await store.head()).position, onError, onDropped: () => undefined,
  });
  try {
    switch (options.kind) {
      case 'dossier-events': return await settleLines(dossierFamily, options, rejections);
      case 'reference-events': return await settleLines(referenceFamily, options, rejections);
      case 'service-events': return await settleLines(serviceFamily, options, rejections);
      case 'feedback-events': return await settleLines(feedbackFamily, options, rejections);
    }
  } finally {
    await rejections.close();
  }
}

async function settleLines<State, Event>(
  family: EventFamily<State, Event>, { store, clock, onAnswers, ...file }: EventsToImport, rejections: ReturnType<typeof createRejectionLog>,
): Promise<ImportEnd> {
  const desk = openDesk({
    limits: DEFAULT_LIMITS, rejections, clock,
    refusals: { note: () => undefined, waitSeconds: () => 0 },
    metrics: { countAnswers: () => undefined, observeAppend: () => undefined, countDropped: () => undefined },
    admission: { family, store, memory: createMemory(store, family, DEFAULT_LIMITS.cachedDossiers), observeAppend: () => undefined },
  }, 'import');
  const lines = linesOf(file);
  const faults: { readonly error: unknown }[] = [];
  const write = async (answers: readonly Answer[]): Promise<void> => {
    const given = lines.answered(answers);
    if (faults.length > 0) return;
    const told = await onAnswers(given).catch((error: unknown) => {
      faults.push({ error });
      return 'stop' as const;
    });
    if (told === 'stop') lines.stop();
  };
  const end = await settleItems({ desk, next: lines.next, write }).finally(() => lines.close());
  const [fault] = faults;
  if (fault !== undefined) throw fault.error;
  return end;
}

/** The lines of a file as items, and which of them an answer belongs to. */
function linesOf({ chunks, itemOf }: Pick<EventsToImport, 'chunks' | 'itemOf'>) {
  const pieces = chunks[Symbol.asyncIterator]();
  const splitter = splitLines(DEFAULT_LIMITS.eventBytes);
  const unanswered: { readonly line: number; readonly item: RawItem }[] = [];
  let line = 0;
  let end: ImportEnd | undefined;
  const read = async (): Promise<readonly RawItem[]> => {
    const piece = await pieces.next();
    const found = piece.done === true ? splitter.end() : splitter.push(piece.value);
    const items = found.flatMap((one) => {
      const item = itemOf(one);
      return item === undefined ? [] : [{ line: one.line, item }];
    });
    line = found.at(-1)?.line ?? line;
    if (piece.done === true) end ??= { kind: 'ended', line };
    unanswered.push(...items);
    return items.map(({ item }) => item);
  };
  return {
    next: async (): Promise<ItemsStep<ImportEnd>> => {
      try {
        return end === undefined ? { kind: 'items', items: await read() } : { kind: 'end', end };
      } catch (error) {
        end = { kind: 'broken', line, error };
        return { kind: 'end', end };
      }
    },
    answered: (answers: readonly Answer[]): readonly LineAnswer[] => {
      const asked = unanswered.splice(0, answers.length);
      return asked.flatMap((one, at) => {
        const answer = answers[at];
        return answer === undefined ? [] : [{ ...one, answer }];
      });
    },
    stop: (): void => { end ??= { kind: 'stopped', line }; },
    close: async (): Promise<void> => void await pieces.return?.(undefined),
  };
}
