import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '@motcua/kernel';
import { rootAt, verifiedPages } from '../log-pages.ts';
import type { EventStore, Head, RecordedEvent } from '../port.ts';
import { headHash, pieceHash, writeLine } from './format.ts';
import type { BackupHead, BackupManifest } from './format.ts';
import { compressedMember, storedMember } from './gzip-member.ts';

export type WriteBackupOptions = {
  readonly store: EventStore;
  /** Where it shall stand; nothing may be there yet. Until it is whole it is called `….part`. */
  readonly file: string;
  /** Only what was recorded behind this position: an addition to a backup up to there. Default 0, all. */
  readonly after?: number;
  /** RFC 3339 UTC milliseconds. */
  readonly createdAt: string;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
};

/**
 * Writes the log, up to where it stands at the beginning, into a file that stands by itself (docs/reference/backup-format.md).
 * The ledger may go on meanwhile. Every event is reckoned into the chain before it is written. Memory does not grow with the log.
 *
 * @throws AppError `PARAMETER_INVALID` (the log has no such position), `DATA_FOLDER_UNUSABLE` (the file is there, or cannot
 *   be written), `HISTORY_IMPOSSIBLE` (the events do not give the log's chain), `DATABASE_UNAVAILABLE`.
 */
export async function writeBackup({ store, file, after = 0, createdAt, onProgress = () => undefined }: WriteBackupOptions): Promise<BackupManifest> {
  const upTo = await store.head();
  if (!Number.isSafeInteger(after) || after < 0 || after > upTo.position) throw new AppError('PARAMETER_INVALID', `The log ends at position ${upTo.position}.`);
  await refuseExisting(file);
  const part = `${file}.part`;
  const handle = await open(part, 'w', 0o600).catch((cause: unknown) => { throw unwritable(file, cause); });
  try {
    const head: BackupHead = { format: 'motcua-backup', version: 1, createdAt, after: { position: after, root: await rootAt(store, after) }, upTo: upTo.position };
    const manifest = await writeMembers(handle, store, { head, upTo, onProgress });
    await handle.sync();
    await handle.close();
    await refuseExisting(file);
    await rename(part, file);
    await syncFolder(dirname(file));
    return manifest;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
    throw isSystemError(error) ? unwritable(file, error) : error;
  }
}

type Plan = { readonly head: BackupHead; readonly upTo: Head; readonly onProgress: NonNullable<WriteBackupOptions['onProgress']> };

async function writeMembers(handle: FileHandle, store: EventStore, { head, upTo, onProgress }: Plan): Promise<BackupManifest> {
  const out = new Members(handle);
  const headLine = Buffer.from(writeLine({ head }));
  await out.add(headLine);
  let [sha256, pieces, root] = [headHash(headLine), 0, head.after.root];
  const total = upTo.position - head.after.position;
  for await (const page of verifiedPages(store, { after: head.after.position, upTo: upTo.position })) {
    const lines = Buffer.from(page.events.map((event) => writeLine({ event })).join(''));
    [sha256, pieces, root] = [pieceHash(sha256, lines), pieces + 1, page.root];
    await out.add(Buffer.concat([lines, Buffer.from(writeLine({ seal: { piece: pieces, ...endsOf(page.events), root, sha256 } }))]));
    onProgress({ done: (page.events.at(-1)?.position ?? 0) - head.after.position, total });
  }
  const manifest: BackupManifest = {
    count: total, after: head.after, upTo: { position: upTo.position, root, recordedAt: upTo.recordedAt ?? null }, pieces, sha256, ...out.soFar(),
  };
  await handle.write(storedMember(Buffer.from(writeLine({ manifest }))));
  return manifest;
}

function endsOf(events: readonly RecordedEvent[]): { readonly first: number; readonly last: number } {
  return { first: events[0]?.position ?? 0, last: events.at(-1)?.position ?? 0 };
}

/** The file as it grows. */
class Members {
  readonly #handle: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  #bytes = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async add(text: Buffer): Promise<void> {
    const member = await compressedMember(text);
    this.#hash.update(member);
    this.#bytes += member.length;
    await this.#handle.write(member);
  }

  soFar(): { readonly bytes: number; readonly fileSha256: string } {
    return { bytes: this.#bytes, fileSha256: this.#hash.copy().digest('hex') };
  }
}

async function refuseExisting(file: string): Promise<void> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return;
  await handle.close();
  throw new AppError('DATA_FOLDER_UNUSABLE', `${file} is there already and was left as it is.`);
}

/** The new name must last too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function unwritable(file: string, cause: unknown): AppError {
  return new AppError('DATA_FOLDER_UNUSABLE', `The backup cannot be written to ${file}: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause });
}
