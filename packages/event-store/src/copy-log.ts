import { AppError } from '@motcua/kernel';
import { readBack, rootAt, verifiedPages } from './log-pages.ts';
import type { EventStore, LogImport } from './port.ts';

export type LogCopyOptions = {
  readonly from: EventStore;
  /** The same log twice: to look at, and to import into. */
  readonly to: EventStore;
  readonly into: LogImport;
  /** Told after every page. `verifying`: what was copied is read back. */
  readonly onProgress?: (progress: { readonly phase: 'copying' | 'verifying'; readonly done: number; readonly total: number }) => void;
};

export type LogCopy = {
  /** Events that were there before. */
  readonly before: number;
  readonly copied: number;
  /** Where both logs were compared, and the root that both have there. */
  readonly position: number;
  readonly root: string;
  /** Events that the source has recorded since; copying again brings them. */
  readonly behind: number;
};

/**
 * Copies a log into another engine, into an empty log or one that is a beginning of the source: an interrupted copy goes
 * on where it stood. At the end all of the target is read back, its chain reckoned and compared with the source's. Memory
 * does not grow with the log.
 *
 * @throws AppError `LOG_IMPORT_REFUSED` (the target is no beginning of the source), `HISTORY_IMPOSSIBLE` (the events of one
 *   of the logs do not give its chain), `DATABASE_UNAVAILABLE`.
 */
export async function copyLog({ from, to, into, onProgress = () => undefined }: LogCopyOptions): Promise<LogCopy> {
  const [source, target] = await Promise.all([from.head(), to.head()]);
  await refuseOtherLog({ from, to }, source.position, target.position);
  const total = source.position - target.position;
  let done = 0;
  for await (const { events } of verifiedPages(from, { after: target.position, upTo: source.position })) {
    await into.importEvents(events);
    done += events.length;
    onProgress({ phase: 'copying', done, total });
  }
  const root = await rootAt(from, source.position);
  await readBack(to, { position: source.position, root }, (events) => { onProgress({ phase: 'verifying', done: events, total: source.position }); });
  return { before: target.position, copied: total, position: source.position, root, behind: (await from.head()).position - source.position };
}

async function refuseOtherLog({ from, to }: Pick<LogCopyOptions, 'from' | 'to'>, source: number, target: number): Promise<void> {
  if (target > source) throw new AppError('LOG_IMPORT_REFUSED', `The target holds ${target} events and the source only ${source}, so it is no beginning of the source. Nothing was written.`);
  if (await rootAt(from, target) === await rootAt(to, target)) return;
  throw new AppError('LOG_IMPORT_REFUSED', `The target holds ${target} events that are not the first ${target} of the source: their chains have other roots there. Nothing was written.`);
}
