import { AppError } from '@motcua/kernel';
import { coveredFields, GENESIS, linkOf } from '../chain.ts';
import type { EventStore, RecordedEvent } from '../port.ts';
import { periodRootOf } from '../period-root.ts';
import { LogWalk } from '../log-walk.ts';
import type { ChainRoot, LogFault, LogVerification } from '../verification.ts';
import { openKurrentStore } from './open-store.ts';
import type { KurrentStoreOptions } from './open-store.ts';
import { openParts } from './parts.ts';

export type VerifyKurrentLogOptions = Pick<KurrentStoreOptions, 'url' | 'caFile' | 'indexUrl' | 'prefix' | 'log'> & {
  /** The first position to look at, 1 unless given; the link before it is reckoned from the mark before it. */
  readonly from?: number;
  /** Told now and then how many events have been looked at, of how many. */
  readonly onProgress?: (progress: { readonly checked: number; readonly total: number }) => void;
  /** Links that others keep; those before `from` are not looked at. */
  readonly roots?: readonly ChainRoot[];
};

/** Who keeps the marks, in the name of a root that does not fit. */
const MARKS = 'log_index.mark';

const PAGE_EVENTS = 1_000;

/**
 * Reads the log to its end from the engine and reckons every link again. The engine keeps no links, so what is compared are the
 * marks in PostgreSQL, the roots that are given, those that closed periods hold in the log itself, and the order of revisions. An event that was changed is found at the first mark or
 * root behind it; one behind the last of them is not found.
 *
 * @throws AppError `PARAMETER_INVALID` (`from` is no position that the log has or would have next), and as the store's calls.
 */
export async function verifyKurrentLog({ from = 1, onProgress = () => undefined, roots = [], ...options }: VerifyKurrentLogOptions): Promise<LogVerification> {
  if (!Number.isSafeInteger(from) || from < 1) throw new AppError('PARAMETER_INVALID', 'A position is a whole number from 1.');
  const store = openKurrentStore(options);
  const { marks, close } = openParts(options);
  try {
    const { position: last } = await store.head();
    if (from > last + 1) throw new AppError('PARAMETER_INVALID', `The log ends at position ${last}.`);
    const before = from === 1 ? GENESIS.toString('hex') : await store.chainAt(from - 1);
    const kept = (await marks.roots(from)).map((root): ChainRoot => ({ ...root, name: MARKS }));
    const walk = new LogWalk({ position: from - 1, chain: Buffer.from(before ?? '', 'hex') }, [...roots, ...kept]);
    const answer = (fault: LogFault | undefined): LogVerification => ({
      from, checked: walk.last.position - (from - 1), rootsChecked: walk.rootsChecked,
      upTo: { position: walk.last.position, chain: walk.last.chain.toString('hex') }, fault,
    });
    let fault = walk.checkRoots();
    while (fault === undefined && walk.last.position < last) {
      fault = await walkOn(walk, store, await store.readAll(walk.last.position, PAGE_EVENTS));
      onProgress({ checked: walk.last.position - (from - 1), total: last - (from - 1) });
    }
    return answer(fault ?? walk.end(undefined));
  } finally {
    await store.close();
    await close();
  }
}

/** The link that is compared is the one just reckoned: there is no other. */
async function walkOn(walk: LogWalk, store: EventStore, events: readonly RecordedEvent[]): Promise<LogFault | undefined> {
  for (const event of events) {
    const fields = coveredFields(event);
    const fault = walk.next([...fields, linkOf(walk.last.chain, fields)]) ?? await compareOwn(walk, store, event);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** The root that an event of the log keeps itself, of a place that the walk has passed. */
async function compareOwn(walk: LogWalk, store: EventStore, { stream, type, data, position }: RecordedEvent): Promise<LogFault | undefined> {
  if (!stream.startsWith('period-') || type !== 'PeriodClosed') return undefined;
  const [kept] = periodRootOf(data, position);
  return kept === undefined || kept.position < walk.start ? undefined : walk.compare(kept, await store.chainAt(kept.position));
}
