import { openDatabase, readCheckpoint } from '@motcua/database';
import { openEventStore, openLogImport, restoreBackup } from '@motcua/event-store';
import type { BackupPlace, LogConfig, RestoredLog } from '@motcua/event-store';
import { AppError, isAppError, wrappedLines } from '@motcua/kernel';
import { startProjector } from '@motcua/projector';
import type { Command } from 'commander';
import { pino } from 'pino';
import { caughtUp } from '../caught-up.ts';
import { logOf } from '../database-access.ts';
import type { DatabaseAccess } from '../database-access.ts';
import { migrate } from '../migrate.ts';
import type { Output } from '../output.ts';
import { readRoot } from './kept-root.ts';
import { Phases } from './phases.ts';
import { describeArguments } from './program-words.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** As the command line gives them. */
export type RestoreArgs = { readonly resume?: boolean | undefined; readonly root?: readonly string[] | undefined; readonly json?: boolean | undefined };

export type RestoreCommand = {
  readonly access: Pick<DatabaseAccess, 'databaseUrl' | 'ownerUrl' | 'log'>;
  readonly files: readonly string[];
  readonly args: RestoreArgs;
  readonly out: { readonly write: (text: string) => unknown };
  /** Shows how far it is. */
  readonly log: Output;
};

/** `motcua restore`. */
export function defineRestore(command: Command, { openEmpty, out, log }: CommandSurroundings): void {
  describeArguments(command, 'bản sao lưu đầy đủ, rồi các phần nối theo thứ tự')
    .option('--resume', 'làm tiếp lần khôi phục bị ngắt giữa chừng')
    .option('--root <vị trí:gốc...>', 'đối chiếu với gốc đã giữ ở nơi khác, ví dụ 12345:0f2c…')
    .option('--json', 'chỉ in JSON')
    .action(async (files: readonly string[], args: RestoreArgs) => {
      (args.root ?? []).forEach(readRoot);
      const access = await openEmpty();
      await runRestore({ access, files, args, out, log }).finally(() => access.leave());
    });
}

/**
 * Checks the files, restores the log, reads it back, and makes the read model from it. The clock is not started: behind the
 * restore the log is exactly the one that was backed up.
 *
 * @throws AppError as `restoreBackup`; `PROJECTION_STOPPED` when the log is restored and the read model cannot follow.
 */
export async function runRestore({ access, files, args, out, log }: RestoreCommand): Promise<void> {
  const phases = new Phases({ checking: 'Kiểm tra tệp', restoring: 'Khôi phục nhật ký', verifying: 'Đọc lại và đối chiếu', projecting: 'Lập lại số liệu' }, log);
  try {
    const roots = (args.root ?? []).map(readRoot);
    await migrate(access);
    await refuseOtherReadModel(access.databaseUrl, args.resume === true);
    const restored = await restoreLog(logOf(access), { files, roots, resume: args.resume === true, onProgress: phases.show }).catch((error: unknown) => { throw inWords(error); });
    await project(access, restored.position, (done) => { phases.show({ phase: 'projecting', done, total: restored.position }); });
    phases.end();
    out.write(`${args.json === true ? JSON.stringify(restored) : wrappedLines(asText(restored).join('\n'))}\n`);
  } finally {
    phases.end();
  }
}

/** A read model of another log would never learn that its log is another one. */
async function refuseOtherReadModel(databaseUrl: string, resume: boolean): Promise<void> {
  const database = openDatabase(databaseUrl, { connections: 1, applicationName: 'motcua-restore' });
  const { position } = await readCheckpoint(database.db).finally(() => database.close());
  if (position > 0 && !resume) throw new AppError('LOG_NOT_EMPTY', `Sổ này đã có số liệu đến vị trí ${position}: chỉ khôi phục được vào một sổ trống. Không ghi gì cả.`);
}

type Wanted = {
  readonly files: readonly string[]; readonly roots: readonly BackupPlace[]; readonly resume: boolean;
  readonly onProgress: (progress: { readonly phase: 'checking' | 'restoring' | 'verifying'; readonly done: number; readonly total: number }) => void;
};

async function restoreLog(config: LogConfig, wanted: Wanted): Promise<RestoredLog> {
  const [to, into] = [openEventStore(config, { retryMsMax: 5_000 }), openLogImport(config)];
  return restoreBackup({ ...wanted, to, into }).finally(() => Promise.all([to.close(), into.close()]));
}

const LOOK_MS = 200;

async function project(access: RestoreCommand['access'], position: number, onProgress: (done: number) => void): Promise<void> {
  const store = openEventStore(logOf(access), { retryMsMax: 5_000 });
  const projector = startProjector({ store, databaseUrl: access.databaseUrl, log: pino({ level: 'silent' }), pollMs: 100 });
  const looking = setInterval(() => { onProgress(Math.min(projector.position(), position)); }, LOOK_MS);
  try {
    await caughtUp(projector, position);
    onProgress(position);
  } finally {
    clearInterval(looking);
    await projector.stop();
    await store.close();
  }
}

function inWords(error: unknown): unknown {
  if (!isAppError(error)) return error;
  const told = (sentence: string) => new AppError(error.code, `${sentence} (${error.message})`, { cause: error });
  switch (error.code) {
    case 'BACKUP_INVALID': return told('Tệp sao lưu bị cắt, bị sửa hoặc không khớp nên không dùng được; không ghi gì cả.');
    case 'LOG_NOT_EMPTY': return told('Sổ này đã có sự kiện: chỉ khôi phục được vào một sổ trống. Nếu lần khôi phục trước bị ngắt, hãy thêm --resume.');
    case 'LOG_IMPORT_REFUSED': return told('Nhật ký đang có không phải là phần đầu của bản sao lưu này; không ghi thêm gì cả.');
    default: return error;
  }
}

function asText({ restored, position, root }: RestoredLog): readonly string[] {
  return [
    `Đã khôi phục ${restored.toLocaleString('vi')} sự kiện và lập lại số liệu; nhật ký có ${position.toLocaleString('vi')} sự kiện.`,
    `Gốc của chuỗi ở vị trí ${position}: ${root}`,
    'Nhật ký đã được đọc lại từ nơi lưu: khớp với bản sao lưu. Chạy sổ đi kèm này bằng "npm start -- --empty".',
  ];
}
