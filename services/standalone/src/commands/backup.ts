import { checkBackup, migrateEventStore, openEventStore, writeBackup } from '@motcua/event-store';
import type { BackupManifest, EventStore } from '@motcua/event-store';
import { AppError, formatInstant, wrappedLines } from '@motcua/kernel';
import type { Command } from 'commander';
import { logOf } from '../database-access.ts';
import type { Output } from '../output.ts';
import { Phases } from './phases.ts';
import { describeArguments } from './program-words.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** As the command line gives them. */
export type BackupArgs = { readonly after?: string | undefined; readonly json?: boolean | undefined };

export type BackupCommand = {
  readonly store: EventStore;
  readonly file: string;
  readonly args: BackupArgs;
  readonly now: number;
  readonly out: { readonly write: (text: string) => unknown };
  /** Shows how far it is. */
  readonly log: Output;
};

/** `motcua backup`. It needs the log alone: also a log that cannot be projected is kept. */
export function defineBackup(command: Command, { openAccess, out, log }: CommandSurroundings): void {
  describeArguments(command, 'tệp mới, không được có sẵn')
    .option('--after <vị trí>', 'chỉ sao lưu những gì ghi sau vị trí này, để nối vào bản sao lưu đến vị trí ấy')
    .option('--json', 'chỉ in JSON')
    .action(async (file: string, args: BackupArgs) => {
      const access = await openAccess();
      try {
        if (!access.projected) await migrateEventStore(logOf(access));
        const store = openEventStore(logOf(access), { retryMsMax: 5_000 });
        await runBackup({ store, file, args, now: Date.now(), out, log }).finally(() => store.close());
      } finally {
        await access.leave();
      }
    });
}

/**
 * Writes the backup, reads it again and tells what it holds.
 *
 * @throws AppError as `writeBackup` and `checkBackup`.
 */
export async function runBackup({ store, file, args, now, out, log }: BackupCommand): Promise<void> {
  const phases = new Phases({ writing: 'Sao lưu', checking: 'Đọc lại tệp' }, log);
  try {
    const manifest = await writeBackup({
      store, file, after: readAfter(args.after), createdAt: formatInstant(now), onProgress: (progress) => { phases.show({ phase: 'writing', ...progress }); },
    });
    await checkBackup(file, ({ last }, { after, upTo }) => {
      phases.show({ phase: 'checking', done: last.position - after.position, total: upTo - after.position });
    });
    phases.end();
    out.write(`${args.json === true ? JSON.stringify({ file, ...manifest }) : wrappedLines(asText(file, manifest).join('\n'))}\n`);
  } finally {
    phases.end();
  }
}

function readAfter(text = '0'): number {
  if (!/^\d{1,15}$/.test(text)) throw new AppError('PARAMETER_INVALID', 'Tùy chọn --after phải là một vị trí trong nhật ký: số nguyên từ 0.');
  return Number(text);
}

function asText(file: string, { count, after, upTo, bytes }: BackupManifest): readonly string[] {
  return [
    `Đã sao lưu ${count.toLocaleString('vi')} sự kiện vào ${file} (${Math.ceil(bytes / 1024).toLocaleString('vi')} KiB) và đã đọc lại: khớp.`,
    ...(after.position === 0 ? [] : [`Đây là phần nối sau vị trí ${after.position}: khi khôi phục cần cả các bản trước.`]),
    `Gốc của chuỗi ở vị trí ${upTo.position}: ${upTo.root}`,
    `Hãy giữ gốc này ở nơi khác; khi khôi phục đối chiếu bằng --root ${upTo.position}:${upTo.root}`,
    `Lần sau có thể sao lưu tiếp bằng --after ${upTo.position}.`,
  ];
}
