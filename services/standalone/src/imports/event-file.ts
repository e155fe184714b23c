import type { FileHandle } from 'node:fs/promises';
import type { Database } from '@motcua/database';
import type { EventStore } from '@motcua/event-store';
import { countAnswers, importEvents, isShown } from '@motcua/intake';
import type { EventKind, ImportEnd, LineAnswer, Tally } from '@motcua/intake';
import { AppError, isAppError } from '@motcua/kernel';
import type { Output } from '../output.ts';
import type { EventSource } from './event-source.ts';
import type { EventTable } from './event-table.ts';
import { behind, NOTHING, OTHER_FILE, PartCounter } from './import-mark.ts';
import type { FilePart, ImportMark } from './import-mark.ts';
import { showImport } from './import-progress.ts';
import type { ImportProgress } from './import-progress.ts';
import { shownLine, toldLine } from './line-answer.ts';

/** What became of everything. `passed`: events that were settled by an earlier run, `passedUntaken` of them not taken. */
export type ImportSums = { readonly tally: Tally; passed: number; passedUntaken: number };

export type EventFile = {
  /** As the user calls it. */
  readonly file: string;
  readonly source: EventSource;
  /** Its columns, when it is a table. */
  readonly table: EventTable | undefined;
  readonly kind: EventKind;
  readonly store: EventStore;
  readonly database: Database['pool'];
  readonly clock: () => number;
  readonly mark: ImportMark;
  /** Where the answers go that are told at all. */
  readonly answers: FileHandle | undefined;
  readonly sums: ImportSums;
  readonly log: Output;
};

/**
 * Imports what one file holds, behind what its mark says is settled.
 *
 * @throws AppError `IMPORT_INVALID` (it cannot be read to its end, or is not the file that the mark is of), or the code of an
 *   event that could not be judged now; everything before that place is settled.
 */
export async function importEventFile(given: EventFile): Promise<void> {
  const { file, source, table, kind, store, database, clock, sums, log } = given;
  const progress = showImport(`Nhập ${file}`, log);
  const record = new FileRecord(given, progress);
  const { before, counter } = record;
  const end = await importEvents({
    store, database, clock, kind, chunks: source.chunks, onAnswers: record.take,
    onError: () => { log.write('Chưa ghi được danh sách sự kiện không được nhận; sẽ thử lại.\n'); },
    itemOf: behind(before, counter, table?.itemOf ?? ((line) => line)),
  }).finally(() => { progress.end(); });
  if (counter.events > before.events) await record.note();
  refuseUnfinished(file, end, record.unjudged);
  if (counter.events < before.events) throw new AppError('IMPORT_INVALID', `${file}: ${OTHER_FILE}.`);
  sums.passed += before.events;
  sums.passedUntaken += before.untaken;
}

/** The mark is written at most so often; what is taken behind it is a duplicate when it is sent again. */
const MARK_MS = 1_000;
/** Lines that were not taken and are told at once; all of them are in the file of answers. */
const TOLD_MAX = 20;

/** What has become of a file so far: counted, told, and marked. */
class FileRecord {
  readonly before: FilePart;
  readonly counter: PartCounter;
  /** Where the import has to end. */
  unjudged: LineAnswer | undefined;
  readonly #given: EventFile;
  readonly #progress: ImportProgress;
  #untaken = 0;
  #markedAt = performance.now();

  constructor(given: EventFile, progress: ImportProgress) {
    this.#given = given;
    this.#progress = progress;
    this.counter = new PartCounter(given.mark.isKept);
    this.before = given.mark.before(given.file) ?? NOTHING;
  }

  readonly take = async (answered: readonly LineAnswer[]): Promise<'go_on' | 'stop'> => {
    // Whatever stands behind an event that was not judged is sent again with it.
    if (this.unjudged !== undefined) return 'stop';
    this.unjudged = answered.find(isUnjudged);
    await this.#settle(this.unjudged === undefined ? answered : answered.slice(0, answered.indexOf(this.unjudged)));
    return this.unjudged === undefined ? 'go_on' : 'stop';
  };

  async note(): Promise<void> {
    await this.#given.mark.note(this.#given.file, { ...this.counter.part(), untaken: this.before.untaken + this.#untaken });
    this.#markedAt = performance.now();
  }

  async #settle(settled: readonly LineAnswer[]): Promise<void> {
    const { file, source, table, answers, sums: { tally }, log } = this.#given;
    const untaken = settled.filter(({ answer }) => isShown(answer, true));
    for (const one of untaken.slice(0, Math.max(0, TOLD_MAX - tally.refused - tally.failed))) log.write(`${toldLine(file, one, table)}\n`);
    await answers?.appendFile(untaken.map((one) => `${JSON.stringify(shownLine(file, one, table))}\n`).join(''));
    countAnswers(tally, settled.map(({ answer }) => answer));
    this.#untaken += untaken.length;
    for (const { line, item } of settled) this.counter.add(line, item);
    this.#progress.show(this.counter.events - this.before.events, source.size === undefined ? undefined : source.read() / Math.max(1, source.size));
    if (performance.now() - this.#markedAt >= MARK_MS) await this.note();
  }
}

/** What will be judged when it is sent again; a history that is broken will not, until the operator has set an event aside. */
function isUnjudged({ answer: { outcome } }: LineAnswer): boolean {
  return outcome.kind === 'failed' && outcome.refusal.code !== 'HISTORY_IMPOSSIBLE';
}

function refuseUnfinished(file: string, end: ImportEnd, unjudged: LineAnswer | undefined): void {
  const again = 'Mọi dòng trước đó đã được xét; chạy lại lệnh này thì không dòng nào bị ghi hai lần';
  if (unjudged !== undefined && 'refusal' in unjudged.answer.outcome) {
    const { code, detail } = unjudged.answer.outcome.refusal;
    throw new AppError(code, `${file}: dừng ở dòng ${unjudged.line}: ${detail} ${again}.`);
  }
  if (end.kind !== 'broken') return;
  if (isAppError(end.error)) throw new AppError(end.error.code, `${file}: ${end.error.message}.`, { cause: end.error });
  const reason = end.error instanceof Error ? end.error.message : String(end.error);
  throw new AppError('IMPORT_INVALID', `${file}: không đọc được tiếp sau dòng ${end.line} (${reason}): tệp bị cắt hoặc hỏng. ${again}.`, { cause: end.error });
}
