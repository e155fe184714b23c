import { migrateEventStore, verifyEventStore } from '@motcua/event-store';
import type { ChainRoot, LogConfig, LogFault, LogVerification } from '@motcua/event-store';
import { AppError, isAppError } from '@motcua/kernel';
import type { Command } from 'commander';
import { logOf } from '../database-access.ts';
import type { DatabaseAccess } from '../database-access.ts';
import type { Output } from '../output.ts';
import { showProgress } from '../sample/progress.ts';
import type { Progress } from '../sample/progress.ts';
import { readRoot } from './kept-root.ts';
import { STATUS } from './refusal.ts';
import type { Status } from './refusal.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** As the command line gives them. */
export type VerifyArgs = { readonly from?: string | undefined; readonly root?: readonly string[] | undefined; readonly json?: boolean | undefined };

export type VerifyCommand = {
  readonly args: VerifyArgs;
  /** Brings the log up to date and tells where it is; called only when the options can be read. */
  readonly atLog: <T>(work: (config: LogConfig) => Promise<T>) => Promise<T>;
  readonly out: { readonly write: (text: string) => unknown };
  /** Shows how far it is. */
  readonly log: Output;
};

/** `motcua verify`. It looks at the log alone: a log that was tampered with must not be projected first. */
export function defineVerify(command: Command, { openAccess, out, log, endWith }: CommandSurroundings): void {
  command
    .option('--from <vị trí>', 'kiểm tra tiếp từ vị trí này, tin vào mắt xích ngay trước nó (mặc định 1: từ đầu)')
    .option('--root <vị trí:gốc...>', 'đối chiếu với gốc đã giữ ở nơi khác, ví dụ 12345:0f2c…; gốc trong các kỳ đã chốt luôn được đối chiếu')
    .option('--json', 'chỉ in JSON')
    .action(async (args: VerifyArgs) => {
      endWith(await runVerify({ args, atLog: (work) => atLog(openAccess, work), out, log }));
    });
}

async function atLog<T>(openAccess: () => Promise<DatabaseAccess>, work: (config: LogConfig) => Promise<T>): Promise<T> {
  const access = await openAccess();
  try {
    if (!access.projected) await migrateEventStore(logOf(access));
    return await work(logOf(access));
  } finally {
    await access.leave();
  }
}

/**
 * Verifies the log and tells what was found.
 *
 * @returns The exit status: 0 when everything fits, 2 when something does not.
 * @throws AppError `PARAMETER_INVALID` (a wrong option), `DATABASE_UNAVAILABLE` (with the position to go on from).
 */
export async function runVerify({ args, atLog: open, out, log }: VerifyCommand): Promise<Status> {
  const [from, roots] = [readFrom(args.from), (args.root ?? []).map((text) => ({ name: '--root', ...readRoot(text) }))];
  const found = await open((config) => verifyShown({ config, from, roots }, log));
  out.write(`${args.json === true ? JSON.stringify(asJson(found)) : asText(found).join('\n')}\n`);
  return found.fault === undefined ? STATUS.done : STATUS.no;
}

type Asked = { readonly config: LogConfig; readonly from: number; readonly roots: readonly ChainRoot[] };

/** Shows how far it is meanwhile. */
async function verifyShown({ config, from, roots }: Asked, log: Output): Promise<LogVerification> {
  let progress: Progress | undefined;
  let told = 0;
  const onProgress = ({ checked, total }: { readonly checked: number; readonly total: number }): void => {
    progress ??= showProgress('Kiểm tra nhật ký', total, log);
    progress.add(checked - told);
    told = checked;
  };
  return verifyEventStore(config, { from, roots, onProgress })
    .catch((error: unknown) => { throw inWords(error, { from, reached: from + told }); })
    .finally(() => { progress?.end(); });
}

function readFrom(text = '1'): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new AppError('PARAMETER_INVALID', 'Tùy chọn --from phải là một vị trí trong nhật ký: số nguyên từ 1.');
  return Number(text);
}

function inWords(error: unknown, { from, reached }: { readonly from: number; readonly reached: number }): unknown {
  if (!isAppError(error)) return error;
  const told = (sentence: string) => new AppError(error.code, sentence, { cause: error });
  if (error.code === 'PARAMETER_INVALID') return told(`Nhật ký chưa có vị trí ${from}: hãy dùng --from nhỏ hơn.`);
  if (error.code === 'HISTORY_IMPOSSIBLE') return told(`Nhật ký thiếu sự kiện đã được đếm, hoặc các mốc đọc là của nhật ký khác (${error.message})`);
  return error.code === 'DATABASE_UNAVAILABLE' ? told(`Mất kết nối với cơ sở dữ liệu (${error.message}). Có thể kiểm tra tiếp bằng --from ${reached}.`) : error;
}

function asJson({ from, checked, rootsChecked, upTo, fault }: LogVerification): object {
  return { fits: fault === undefined, from, checked, rootsChecked, ...upTo, fault: fault ?? null };
}

function asText({ from, checked, rootsChecked, upTo, fault }: LogVerification): readonly string[] {
  const fitting = checked === 0 ? [] : [`${checked.toLocaleString('vi')} sự kiện khớp với chuỗi băm: từ vị trí ${from} đến ${upTo.position}.`];
  if (fault !== undefined) return [`KHÔNG KHỚP ở vị trí ${fault.position}: ${sentence(fault)}.`, ...fitting];
  return [
    checked === 0 ? 'Không có sự kiện nào cần kiểm tra.' : 'Nhật ký nguyên vẹn.', ...fitting,
    `Gốc của chuỗi ở vị trí ${upTo.position}: ${upTo.chain}`,
    rootsChecked > 0
      ? `Đã đối chiếu với ${rootsChecked} gốc được giữ.`
      : 'Chưa có gốc nào để đối chiếu. Ai sửa được mọi bảng cũng tính lại được cả chuỗi: hãy giữ gốc trên ở nơi khác và đối chiếu bằng --root.',
    `Lần sau có thể kiểm tra tiếp bằng --from ${upTo.position + 1}.`,
  ];
}

function sentence(fault: LogFault): string {
  switch (fault.kind) {
    case 'missing': return 'sự kiện ở đây không còn, đã bị xóa sau khi ghi';
    case 'content': return 'nội dung sự kiện đã bị sửa sau khi ghi';
    case 'link': return 'mắt xích lưu ở đây đã bị sửa; nội dung sự kiện vẫn khớp với những gì được ghi sau nó';
    case 'broken': return 'chuỗi bị đứt từ đây: nhiều chỗ đã bị sửa, hoặc có sự kiện bị đổi chỗ, xóa hay chèn thêm';
    case 'counter': return 'bộ đếm của nhật ký không khớp với sự kiện cuối cùng';
    case 'root': return `chuỗi không khớp với gốc mà ${fault.name} giữ: sự kiện ở đây hoặc trước đó đã bị sửa, rồi chuỗi được tính lại`;
  }
}
