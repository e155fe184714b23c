import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { openDatabase } from '@motcua/database';
import type { Database } from '@motcua/database';
import { openEventStore } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { countAnswers, emptyTally, EVENT_KINDS, importEvents, isShown, shownAnswer } from '@motcua/intake';
import type { EventKind, ImportEnd, LineAnswer, Tally } from '@motcua/intake';
import { AppError, isAppError } from '@motcua/kernel';
import { wrappedLines } from '@motcua/statistics';
import { Option } from 'commander';
import type { Command } from 'commander';
import { logOf } from '../database-access.ts';
import type { DatabaseAccess } from '../database-access.ts';
import { openEventSource, STDIN } from '../imports/event-source.ts';
import { eventTable } from '../imports/event-table.ts';
import type { EventTable } from '../imports/event-table.ts';
import { behind, openImportMark, PartCounter } from '../imports/import-mark.ts';
import type { ImportMark } from '../imports/import-mark.ts';
import { showImport } from '../imports/import-progress.ts';
import { migrate } from '../ledger.ts';
import { STATUS } from './refusal.ts';
import type { Status } from './refusal.ts';

/** As the command line gives them. */
export type ImportArgs = {
  readonly kind?: EventKind | undefined; readonly form?: 'csv' | 'ndjson' | undefined; readonly source?: string | undefined;
  readonly answers?: string | undefined; readonly resume?: string | undefined; readonly json?: boolean | undefined;
};

export type ImportCommand = {
  readonly store: EventStore;
  readonly database: Pick<Database, 'pool'>;
  readonly files: readonly string[];
  readonly args: ImportArgs;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly stdin: AsyncIterable<Buffer>;
  readonly out: { readonly write: (text: string) => unknown };
  /** Shows how far it is, and the first lines that were not taken. */
  readonly log: NodeJS.WriteStream;
};

/** `motcua import`. */
export function addImportCommand(program: Command, openAccess: () => Promise<DatabaseAccess>): void {
  program.command('import')
    .description('Nhập sự kiện của nhiều năm từ tệp vào sổ: xét và trả lời từng dòng đúng như khi gửi qua HTTP')
    .argument('<tệp...>', `NDJSON hoặc CSV, cũng có thể nén gzip; ${STDIN} là đầu vào chuẩn (stdin)`)
    .addOption(new Option('--kind <loại>', 'sự kiện trong tệp, theo địa chỉ của API nhận chúng').choices([...EVENT_KINDS]).default('dossier-events'))
    .addOption(new Option('--form <dạng>', 'dạng của tệp (mặc định theo tên: .csv, .csv.gz là CSV, còn lại là NDJSON)').choices(['csv', 'ndjson']))
    .option('--source <nguồn>', 'nguồn của các sự kiện trong CSV không có cột Nguồn, ví dụ urn:igate:H57')
    .option('--answers <tệp>', 'ghi câu trả lời của từng dòng không được nhận vào tệp này (NDJSON)')
    .option('--resume <tệp>', 'ghi lại đã nhập đến đâu; bị ngắt thì chạy lại đúng lệnh này là làm tiếp')
    .option('--json', 'chỉ in JSON')
    .addHelpText('after', '\nNhập lại cùng một tệp không thay đổi gì: sự kiện đã có được nhận ra theo nguồn và mã.\nCác cột của CSV: docs/reference/imports.md.')
    .action(async (files: readonly string[], args: ImportArgs) => {
      const access = await openAccess();
      try {
        if (!access.projected) await migrate(access);
        const store = openEventStore(logOf(access), { retryMsMax: 30_000 });
        const database = openDatabase(access.databaseUrl, { connections: 1, applicationName: 'motcua-import' });
        process.exitCode = await runImport({ store, database, files, args, clock: Date.now, stdin: process.stdin, out: process.stdout, log: process.stderr })
          .finally(() => Promise.all([store.close(), database.close()]));
      } finally {
        await access.leave();
      }
    });
}

/**
 * Imports files one after the other and tells what became of their events.
 *
 * @returns The exit status: 0 when every event is in the log, 2 when some were refused.
 * @throws AppError when a file cannot be read to its end, or an event could not be judged now; everything before that place is taken.
 */
export async function runImport(command: ImportCommand): Promise<Status> {
  const { store, files, args, out } = command;
  const startedAt = performance.now();
  const mark = await openImportMark(args.resume, store);
  const answers = args.answers === undefined ? undefined : await openAnswers(args.answers, args.resume !== undefined);
  const tally = emptyTally();
  let passed = 0;
  try {
    for (const file of files) passed += await importFile(command, { file, mark, answers, tally });
  } finally {
    await answers?.close();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  out.write(`${args.json === true ? JSON.stringify(asJson(tally, passed, seconds)) : wrappedLines(asText(tally, passed, seconds, args).join('\n'))}\n`);
  return tally.refused > 0 ? STATUS.no : STATUS.done;
}

/** An import that goes on adds to the answers that it has given. */
async function openAnswers(path: string, goesOn: boolean): Promise<FileHandle> {
  return open(path, goesOn ? 'a' : 'w').catch((cause: unknown) => { throw new AppError('PARAMETER_INVALID', `Không ghi được tệp ${path}.`, { cause }); });
}

type OneFile = { readonly file: string; readonly mark: ImportMark; readonly answers: FileHandle | undefined; readonly tally: Tally };

/** The mark is written at most so often; what is taken behind it is a duplicate when it is sent again. */
const MARK_MS = 1_000;
/** Lines that were not taken and are told at once; all of them are in the file of answers. */
const TOLD_MAX = 20;

/** @returns How many events were passed over because they were taken before. */
async function importFile({ store, database: { pool }, args, clock, stdin, log }: ImportCommand, { file, mark, answers, tally }: OneFile): Promise<number> {
  const source = await openEventSource(file, stdin);
  const table = isTable(file, args) ? eventTable(args.source) : undefined;
  const [before, counter] = [mark.before(file), new PartCounter()];
  const progress = showImport(`Nhập ${file}`, log);
  let failed: LineAnswer | undefined;
  let markedAt = performance.now();
  const onAnswers = async (given: readonly LineAnswer[]): Promise<'go_on' | 'stop'> => {
    // Whatever stands behind an event that was not judged is sent again with it.
    if (failed !== undefined) return 'stop';
    failed = given.find(({ answer }) => answer.outcome.kind === 'failed');
    const taken = failed === undefined ? given : given.slice(0, given.indexOf(failed));
    const untaken = taken.filter(({ answer }) => isShown(answer, true));
    for (const one of untaken.slice(0, Math.max(0, TOLD_MAX - tally.refused))) log.write(`${told(file, one, table)}\n`);
    countAnswers(tally, taken.map(({ answer }) => answer));
    await answers?.appendFile(untaken.map((one) => `${JSON.stringify(shown(file, one, table))}\n`).join(''));
    for (const { line, item } of taken) counter.add(line, item);
    progress.show(counter.events - (before?.events ?? 0), source.size === undefined ? undefined : source.read() / Math.max(1, source.size));
    if (failed !== undefined || performance.now() - markedAt >= MARK_MS) {
      await mark.note(file, counter.part());
      markedAt = performance.now();
    }
    return failed === undefined ? 'go_on' : 'stop';
  };
  const end = await importEvents({
    store, database: pool, clock, kind: args.kind ?? 'dossier-events', chunks: source.chunks, onAnswers, onError: () => undefined,
    itemOf: behind(before, counter, table?.itemOf ?? ((line) => line)),
  }).finally(() => { progress.end(); });
  if (counter.events > (before?.events ?? 0)) await mark.note(file, counter.part());
  refuseUnfinished(file, end, failed);
  return Math.min(before?.events ?? 0, counter.events);
}

function isTable(file: string, { form }: ImportArgs): boolean {
  return form === undefined ? /\.csv(?:\.gz)?$/i.test(file) : form === 'csv';
}

/** The answer as the API gives it, with the place in the file. */
function shown(file: string, { line, answer }: LineAnswer, table: EventTable | undefined): object {
  const { errors, ...rest } = shownAnswer(answer);
  const placed = errors?.map((error) => ({ ...error, ...columnOf(error.pointer, table) }));
  return { file, line, ...rest, ...(placed === undefined ? {} : { errors: placed }) };
}

function columnOf(pointer: string, table: EventTable | undefined): { readonly column?: string } {
  const column = table?.headingAt(pointer);
  return column === undefined ? {} : { column };
}

function told(file: string, { line, answer: { outcome } }: LineAnswer, table: EventTable | undefined): string {
  if (!('refusal' in outcome)) return '';
  const { code, detail, errors } = outcome.refusal;
  const column = columnOf(errors[0]?.pointer ?? '', table).column;
  return `${file}, dòng ${line}${column === undefined ? '' : `, cột ${column}`}: ${code}: ${detail}`;
}

function refuseUnfinished(file: string, end: ImportEnd, failed: LineAnswer | undefined): void {
  const again = 'Mọi dòng trước đó đã được xét; chạy lại lệnh này thì không dòng nào bị ghi hai lần';
  if (failed !== undefined && 'refusal' in failed.answer.outcome) {
    const { code, detail } = failed.answer.outcome.refusal;
    throw new AppError(code, `${file}: dừng ở dòng ${failed.line}: ${detail} ${again}.`);
  }
  if (end.kind !== 'broken') return;
  if (isAppError(end.error)) throw new AppError(end.error.code, `${file}: ${end.error.message}.`, { cause: end.error });
  const reason = end.error instanceof Error ? end.error.message : String(end.error);
  throw new AppError('IMPORT_INVALID', `${file}: không đọc được tiếp sau dòng ${end.line} (${reason}): tệp bị cắt hoặc hỏng. ${again}.`, { cause: end.error });
}

function asJson({ accepted, duplicate, refused, failed }: Tally, passed: number, seconds: number): object {
  return { accepted, duplicate, refused, failed, passed, seconds: Math.round(seconds * 10) / 10, eventsPerSecond: Math.round((accepted + duplicate + refused) / Math.max(seconds, 0.001)) };
}

function asText({ accepted, duplicate, refused }: Tally, passed: number, seconds: number, { answers }: ImportArgs): readonly string[] {
  const number = (value: number): string => value.toLocaleString('vi');
  const rate = Math.round((accepted + duplicate + refused) / Math.max(seconds, 0.001));
  return [
    `Đã nhận ${number(accepted)} sự kiện; ${number(duplicate)} đã có từ trước; ${number(refused)} không được nhận (${number(Math.round(seconds))} giây, ${number(rate)} sự kiện/giây).`,
    ...(passed > 0 ? [`Bỏ qua ${number(passed)} sự kiện đã nhập lần trước.`] : []),
    ...(refused === 0 ? [] : [answers === undefined ? 'Thêm --answers TỆP để ghi lại mọi dòng không được nhận.' : `Câu trả lời của từng dòng không được nhận: ${answers}.`]),
    ...(accepted === 0 ? [] : ['Số liệu được lập tiếp khi sổ chạy, hoặc ở lệnh hỏi số liệu đầu tiên.']),
  ];
}
