import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { openDatabase } from '@motcua/database';
import type { Database } from '@motcua/database';
import { openEventStore } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { emptyTally, EVENT_KINDS } from '@motcua/intake';
import type { EventKind, Tally } from '@motcua/intake';
import { AppError, wrappedLines } from '@motcua/kernel';
import type { Command } from 'commander';
import { logOf } from '../database-access.ts';
import { importEventFile } from '../imports/event-file.ts';
import type { ImportSums } from '../imports/event-file.ts';
import { openEventSource, STDIN } from '../imports/event-source.ts';
import { eventTable } from '../imports/event-table.ts';
import { openImportMark } from '../imports/import-mark.ts';
import { migrate } from '../migrate.ts';
import type { Output } from '../output.ts';
import { STATUS } from './refusal.ts';
import type { Status } from './refusal.ts';
import { describeArguments } from './program-words.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** As the command line gives them. */
export type ImportArgs = {
  readonly kind?: string | undefined; readonly form?: string | undefined; readonly source?: string | undefined;
  readonly answers?: string | undefined; readonly resume?: string | undefined; readonly json?: boolean | undefined;
};

export type ImportCommand = {
  readonly store: EventStore;
  readonly database: Pick<Database, 'pool'>;
  readonly files: readonly string[];
  readonly args: ImportArgs;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly stdin: () => AsyncIterable<Buffer>;
  readonly out: { readonly write: (text: string) => unknown };
  /** Shows how far it is, and the first lines that were not taken. */
  readonly log: Output;
};

/** `motcua import`. */
export function defineImport(command: Command, { openAccess, stdin, out, log, endWith }: CommandSurroundings): void {
  describeArguments(command, `NDJSON hoặc CSV, cũng có thể nén gzip; ${STDIN} là đầu vào chuẩn (stdin)`)
    .option('--kind <loại>', `sự kiện trong tệp, theo địa chỉ của API nhận chúng: ${EVENT_KINDS.join(', ')} (mặc định ${EVENT_KINDS[0]})`)
    .option('--form <dạng>', 'csv hoặc ndjson (mặc định theo tên: .csv và .csv.gz là CSV, còn lại là NDJSON)')
    .option('--source <nguồn>', 'nguồn của các sự kiện trong CSV không có cột Nguồn, ví dụ urn:igate:H57')
    .option('--answers <tệp>', 'ghi câu trả lời của từng dòng không được nhận vào tệp này (NDJSON)')
    .option('--resume <tệp>', 'ghi lại đã nhập đến đâu; bị ngắt thì chạy lại đúng lệnh này là làm tiếp')
    .option('--json', 'chỉ in JSON')
    .addHelpText('after', '\nNhập lại cùng một tệp không thay đổi gì: sự kiện đã có được nhận ra theo nguồn và mã.\nCác cột của CSV: docs/reference/imports.md.')
    .action(async (files: readonly string[], args: ImportArgs) => {
      readForm(args);
      const access = await openAccess();
      try {
        if (!access.projected) await migrate(access);
        const store = openEventStore(logOf(access), { retryMsMax: 30_000 });
        const database = openDatabase(access.databaseUrl, { connections: 1, applicationName: 'motcua-import' });
        endWith(await runImport({ store, database, files, args, clock: Date.now, stdin, out, log }).finally(() => Promise.all([store.close(), database.close()])));
      } finally {
        await access.leave();
      }
    });
}

/**
 * Imports files one after the other and tells what became of their events.
 *
 * @returns The exit status: 0 when every event is in the log, 2 when some were not taken.
 * @throws AppError `PARAMETER_INVALID`, and when a file cannot be read to its end, or an event could not be judged now; everything before that place is taken.
 */
export async function runImport(command: ImportCommand): Promise<Status> {
  const { store, database, clock, files, args, stdin, out, log } = command;
  const { kind, form } = readForm(args);
  const startedAt = performance.now();
  const mark = await openImportMark(args.resume, store);
  const answers = args.answers === undefined ? undefined : await openAnswers(args.answers, args.resume !== undefined);
  const sums: ImportSums = { tally: emptyTally(), passed: 0, passedUntaken: 0 };
  try {
    for (const file of files) {
      const source = await openEventSource(file, stdin);
      const table = (form ?? formOf(file)) === 'csv' ? eventTable(args.source) : undefined;
      await importEventFile({ file, source, table, kind, store, database: database.pool, clock, mark, answers, sums, log });
    }
  } finally {
    await answers?.close();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  out.write(`${args.json === true ? JSON.stringify(asJson(sums, seconds)) : wrappedLines(asText(sums, seconds, args).join('\n'))}\n`);
  return sums.tally.refused + sums.tally.failed + sums.passedUntaken > 0 ? STATUS.no : STATUS.done;
}

type Form = 'csv' | 'ndjson';

function formOf(file: string): Form {
  return /\.csv(?:\.gz)?$/i.test(file) ? 'csv' : 'ndjson';
}

/** @throws AppError `PARAMETER_INVALID`. */
function readForm({ kind = EVENT_KINDS[0], form }: ImportArgs): { readonly kind: EventKind; readonly form: Form | undefined } {
  const known = EVENT_KINDS.find((one) => one === kind);
  if (known === undefined) throw new AppError('PARAMETER_INVALID', `Tùy chọn --kind phải là một trong: ${EVENT_KINDS.join(', ')}.`);
  if (form !== undefined && form !== 'csv' && form !== 'ndjson') throw new AppError('PARAMETER_INVALID', 'Tùy chọn --form phải là một trong: csv, ndjson.');
  return { kind: known, form };
}

/** An import that goes on adds to the answers that it has given. */
async function openAnswers(path: string, goesOn: boolean): Promise<FileHandle> {
  return open(path, goesOn ? 'a' : 'w').catch((cause: unknown) => { throw new AppError('PARAMETER_INVALID', `Không ghi được tệp ${path}.`, { cause }); });
}

/** Events a second that were judged. */
function rateOf({ accepted, duplicate, refused }: Tally, seconds: number): number {
  return Math.round((accepted + duplicate + refused) / Math.max(seconds, 0.001));
}

function asJson({ tally, passed, passedUntaken }: ImportSums, seconds: number): object {
  const { accepted, duplicate, refused, failed } = tally;
  return {
    accepted, duplicate, refused, failed, passed, passedUntaken,
    seconds: Math.round(seconds * 10) / 10, eventsPerSecond: rateOf(tally, seconds),
  };
}

function asText({ tally, passed, passedUntaken }: ImportSums, seconds: number, { answers }: ImportArgs): readonly string[] {
  const { accepted, duplicate, refused, failed } = tally;
  const number = (value: number): string => value.toLocaleString('vi');
  return [
    `Đã nhận ${number(accepted)} sự kiện; ${number(duplicate)} đã có từ trước; ${number(refused + failed)} không được nhận (${number(Math.round(seconds))} giây, ${number(rateOf(tally, seconds))} sự kiện/giây).`,
    ...(passed > 0 ? [`Bỏ qua ${number(passed)} sự kiện đã xét lần trước, trong đó ${number(passedUntaken)} không được nhận.`] : []),
    ...(refused + failed === 0 ? [] : [answers === undefined ? 'Thêm --answers TỆP để ghi lại mọi dòng không được nhận.' : `Câu trả lời của từng dòng không được nhận: ${answers}.`]),
    ...(accepted === 0 ? [] : ['Số liệu được lập tiếp khi sổ chạy, hoặc ở lệnh hỏi số liệu đầu tiên.']),
  ];
}
