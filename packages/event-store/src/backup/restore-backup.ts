import { AppError } from '@motcua/kernel';
import { GENESIS } from '../chain.ts';
import { EventChain } from '../event-chain.ts';
import { readBack, rootAt } from '../log-pages.ts';
import type { EventStore, LogImport, RecordedEvent } from '../port.ts';
import { checkBackup, readBackup, readHead } from './read-backup.ts';
import type { BackupPiece, BackupPlace } from './format.ts';

export type RestoreBackupOptions = {
  /** A whole backup, and the additions behind it in their order. */
  readonly files: readonly string[];
  /** The same empty log twice: to look at, and to import into. */
  readonly to: EventStore;
  readonly into: LogImport;
  /** Goes on in a log that holds a beginning of the backup, and nothing else; without it a log with events is refused. */
  readonly resume?: boolean;
  /** Roots that were kept elsewhere; each must be that of the backup at its position. */
  readonly roots?: readonly BackupPlace[];
  readonly onProgress?: (progress: { readonly phase: 'checking' | 'restoring' | 'verifying'; readonly done: number; readonly total: number }) => void;
};

export type RestoredLog = { readonly restored: number; readonly position: number; readonly root: string };

/**
 * Restores a log from backups. All files are read to their ends before anything is written, and what was written is read
 * back and reckoned at the end. Memory does not grow with the log.
 *
 * @throws AppError `BACKUP_INVALID` (a file was cut or changed, does not continue the one before, or a root is another),
 *   `LOG_NOT_EMPTY`, `LOG_IMPORT_REFUSED` (to go on in a log of other events), `DATABASE_UNAVAILABLE`.
 */
export async function restoreBackup({ files, to, into, resume = false, roots = [], onProgress = () => undefined }: RestoreBackupOptions): Promise<RestoredLog> {
  const { position: before } = await to.head();
  if (before > 0 && !resume) throw new AppError('LOG_NOT_EMPTY', `The log holds ${before} events; a backup is restored into an empty one.`);
  const ends = await Promise.all(files.map(async (file) => (await readHead(file)).upTo));
  const { position, root } = await checkFiles(files, roots, (done) => { onProgress({ phase: 'checking', done, total: Math.max(...ends) }); });
  if (before > position) throw new AppError('LOG_IMPORT_REFUSED', `The log holds ${before} events and the backup ${position}. Nothing was written.`);
  for await (const events of piecesBehind(files, { position: before, root: await rootAt(to, before) })) {
    await into.importEvents(events);
    onProgress({ phase: 'restoring', done: (events.at(-1)?.position ?? 0) - before, total: position - before });
  }
  await readBack(to, { position, root }, (done) => { onProgress({ phase: 'verifying', done, total: position }); });
  return { restored: position - before, position, root };
}

/** @returns Where the last file ends. */
async function checkFiles(
  files: readonly string[], roots: readonly BackupPlace[], onProgress: (done: number) => void,
): Promise<BackupPlace> {
  let upTo: BackupPlace = { position: 0, root: GENESIS.toString('hex') };
  compareRoots(roots, upTo);
  for (const file of files) {
    const manifest = await checkBackup(file, (piece) => {
      for (const kept of roots) if (kept.position > piece.before.position && kept.position <= piece.last.position) compareRoots([kept], placeIn(piece, kept.position));
      onProgress(piece.last.position);
    });
    if (manifest.after.position !== upTo.position || manifest.after.root !== upTo.root) {
      throw new AppError('BACKUP_INVALID', `${file} goes on behind position ${manifest.after.position}, and what stands before it ends at ${upTo.position} or holds other events.`);
    }
    upTo = manifest.upTo;
  }
  const beyond = roots.find(({ position }) => position > upTo.position);
  if (beyond !== undefined) throw new AppError('BACKUP_INVALID', `The backup ends at position ${upTo.position}, before the root that was kept of ${beyond.position}.`);
  return upTo;
}

function compareRoots(roots: readonly BackupPlace[], place: BackupPlace): void {
  const other = roots.find(({ position, root }) => position === place.position && root.toLowerCase() !== place.root);
  if (other !== undefined) throw new AppError('BACKUP_INVALID', `The root of the backup at position ${place.position} is ${place.root}, not the one that was kept.`);
}

/** A place inside a piece. */
function placeIn({ before, events }: BackupPiece, position: number): BackupPlace {
  const chain = new EventChain(before);
  for (const event of events) if (event.position <= position) chain.follow(event);
  return { position: chain.position, root: chain.root };
}

/** The events behind what the log holds, which must be the beginning of the backup. */
async function* piecesBehind(files: readonly string[], held: BackupPlace): AsyncGenerator<readonly RecordedEvent[]> {
  for (const file of files) {
    for await (const part of readBackup(file)) {
      if (part.kind !== 'piece' || part.last.position < held.position) continue;
      if (part.before.position <= held.position && placeIn(part, held.position).root !== held.root) {
        throw new AppError('LOG_IMPORT_REFUSED', `The log holds ${held.position} events that are not the first ones of the backup. Nothing was written.`);
      }
      const events = part.events.filter(({ position }) => position > held.position);
      if (events.length > 0) yield events;
    }
  }
}
