import { copyLog, migrateEventStore, migrateLog, openEventStore, openLogImport } from '@motcua/event-store';
import type { EventStore, LogConfig, LogCopy, LogImport } from '@motcua/event-store';
import { AppError, isAppError, wrappedLines } from '@motcua/kernel';
import { APPLICATION_ROLE } from '@motcua/migrator';
import type { Command } from 'commander';
import { logOf } from '../database-access.ts';
import type { Output } from '../output.ts';
import { Phases } from './phases.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** As the command line gives them. */
export type LogCopyArgs = {
  readonly from?: string | undefined; readonly to: string; readonly index?: string | undefined; readonly caFile?: string | undefined;
  readonly role?: string | undefined; readonly json?: boolean | undefined;
};

export type LogCopyCommand = {
  readonly from: EventStore;
  readonly to: EventStore;
  readonly into: LogImport;
  readonly args: Pick<LogCopyArgs, 'json'>;
  readonly out: { readonly write: (text: string) => unknown };
  /** Shows how far it is. */
  readonly log: Output;
};

/** `motcua log copy`. Addresses hold passwords and are never printed. */
export function defineLog(command: Command, { openAccess, env, out, log }: CommandSurroundings): void {
  command.helpCommand(false).command('copy')
    .description('Chép nhật ký sang máy chủ khác, giữ nguyên vị trí, thời điểm và chuỗi băm; bị ngắt thì chạy lại là làm tiếp')
    .option('--from <địa chỉ>', 'nhật ký nguồn (mặc định: của sổ này)')
    .requiredOption('--to <địa chỉ>', 'nhật ký đích, với vai trò sở hữu nó: trống, hoặc là phần đầu của nguồn')
    .option('--index <địa chỉ>', 'PostgreSQL giữ các mốc đọc của KurrentDB; bắt buộc khi nguồn hoặc đích là KurrentDB')
    .option('--ca-file <tệp>', 'chứng thư (PEM) của nơi cấp chứng thư cho KurrentDB')
    .option('--role <vai trò>', `vai trò của các dịch vụ ở đích (mặc định ${APPLICATION_ROLE})`)
    .option('--json', 'chỉ in JSON')
    .addHelpText('after', '\nĐịa chỉ: postgresql://…, esdb://…, esdb+discover://…; hoặc env:TÊN để đọc địa chỉ từ biến môi trường TÊN,\nvì mật khẩu trên dòng lệnh ai cũng thấy được.')
    .action(async (args: LogCopyArgs) => {
      const to = readEnd('--to', args.to, args, env);
      const from = args.from === undefined ? await ownLog(openAccess) : foreignLog(readEnd('--from', args.from, args, env));
      try {
        if (from.migrates) await migrateEventStore(from.config);
        await (to.kind === 'postgres' ? migrateLog(to.url, args.role) : migrateEventStore(to));
        await copyBetween(from.config, to, { args, out, log });
      } finally {
        await from.leave();
      }
    });
}

/** `migrates`: what is read there is brought up to date first. */
type Source = { readonly config: LogConfig; readonly migrates: boolean; readonly leave: () => Promise<void> };

async function ownLog(openAccess: CommandSurroundings['openAccess']): Promise<Source> {
  const access = await openAccess();
  return { config: logOf(access), migrates: !access.projected, leave: access.leave };
}

/** Of another PostgreSQL nothing is changed; marks of KurrentDB are this command's own. */
function foreignLog(config: LogConfig): Source {
  return { config, migrates: config.kind === 'kurrentdb', leave: () => Promise.resolve() };
}

async function copyBetween(source: LogConfig, target: LogConfig, told: Pick<LogCopyCommand, 'args' | 'out' | 'log'>): Promise<void> {
  const [from, to, into] = [openEventStore(source), openEventStore(target), openLogImport(target)];
  await runLogCopy({ from, to, into, ...told }).finally(() => Promise.all([from.close(), to.close(), into.close()]));
}

/**
 * Copies a log and tells the root that both have at the end.
 *
 * @throws AppError as `copyLog`.
 */
export async function runLogCopy({ from, to, into, args, out, log }: LogCopyCommand): Promise<void> {
  const phases = new Phases({ copying: 'Chép nhật ký', verifying: 'Đọc lại và đối chiếu' }, log);
  const copied = await copyLog({ from, to, into, onProgress: phases.show })
    .catch((error: unknown) => { throw inWords(error); })
    .finally(() => { phases.end(); });
  out.write(`${args.json === true ? JSON.stringify(copied) : wrappedLines(asText(copied).join('\n'))}\n`);
}

/** @throws AppError `PARAMETER_INVALID`, which never repeats an address. */
function readEnd(option: string, text: string, { index, caFile }: LogCopyArgs, env: CommandSurroundings['env']): LogConfig {
  const url = readAddress(option, text, env);
  if (POSTGRES.test(url) && URL.canParse(url)) return { kind: 'postgres', url };
  if (!KURRENTDB.test(url)) throw new AppError('PARAMETER_INVALID', `Tùy chọn ${option} phải là một địa chỉ postgresql://…, esdb://…, esdb+discover://… hoặc env:TÊN.`);
  const indexUrl = index === undefined ? '' : readAddress('--index', index, env);
  if (!POSTGRES.test(indexUrl) || !URL.canParse(indexUrl)) throw new AppError('PARAMETER_INVALID', 'Với KurrentDB cần --index: địa chỉ postgresql://… của nơi giữ các mốc đọc, hoặc env:TÊN.');
  return { kind: 'kurrentdb', url, indexUrl, caFile };
}

const POSTGRES = /^postgres(?:ql)?:\/\//;
const KURRENTDB = /^esdb(?:\+discover)?:\/\//;

function readAddress(option: string, text: string, env: CommandSurroundings['env']): string {
  const name = /^env:(\w+)$/.exec(text)?.[1];
  const address = name === undefined ? text : env[name] ?? '';
  if (address === '') throw new AppError('PARAMETER_INVALID', `Biến môi trường ${name ?? ''} của tùy chọn ${option} không có giá trị.`);
  return address;
}

function inWords(error: unknown): unknown {
  if (!isAppError(error)) return error;
  const told = (sentence: string) => new AppError(error.code, `${sentence} (${error.message})`, { cause: error });
  switch (error.code) {
    case 'LOG_IMPORT_REFUSED': return told('Nhật ký đích không nhận: nó phải trống hoặc đúng là phần đầu của nguồn, và vai trò phải là chủ sở hữu của nó.');
    case 'HISTORY_IMPOSSIBLE': return told('Nội dung không khớp với chuỗi băm; hãy chạy "motcua verify" với nhật ký đó.');
    case 'DATABASE_UNAVAILABLE': return told('Mất kết nối; chạy lại cùng lệnh này để làm tiếp.');
    default: return error;
  }
}

function asText({ before, copied, position, root, behind }: LogCopy): readonly string[] {
  return [
    `Đã chép ${copied.toLocaleString('vi')} sự kiện${before === 0 ? '' : ` (đích đã có sẵn ${before.toLocaleString('vi')})`}; cả nhật ký đích đã được đọc lại.`,
    `Gốc của chuỗi ở vị trí ${position}, nguồn và đích như nhau: ${root}`,
    ...(behind === 0 ? [] : [`Nguồn đã ghi thêm ${behind.toLocaleString('vi')} sự kiện trong lúc chép: dừng việc ghi rồi chạy lại lệnh này.`]),
  ];
}
