import { AppError } from '@motcua/kernel';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { ChainRoot, LogFault, LogVerification } from '../verification.ts';
import { COVERED_COLUMNS, GENESIS } from '../chain.ts';
import { textTypes, toAppError } from './connection.ts';
import { binaryRows } from './copy-rows.ts';
import { LogWalk } from '../log-walk.ts';

export type VerifyLogOptions = {
  /** Of a role that may read the log. */
  readonly connectionString: string;
  /** The first position to look at, 1 unless given; the link before it is taken as it stands. */
  readonly from?: number;
  /** Told now and then how many events have been looked at, of how many. */
  readonly onProgress?: (progress: { readonly checked: number; readonly total: number }) => void;
  /** Links that others keep; those before `from` are not looked at. */
  readonly roots?: readonly ChainRoot[];
};

/**
 * Walks the log from a position to its end in one snapshot and reckons every link again from the stored columns, outside
 * the database. Stops at the first place that does not fit. Memory does not grow with the log.
 *
 * @throws AppError `PARAMETER_INVALID` (`from` is no position that the log has or would have next),
 *   `DATABASE_UNAVAILABLE`, `INTERNAL` (no right to read, no such table).
 */
export async function verifyLog({ connectionString, from = 1, onProgress = () => undefined, roots = [] }: VerifyLogOptions): Promise<LogVerification> {
  if (!Number.isSafeInteger(from) || from < 1) throw new AppError('PARAMETER_INVALID', 'A position is a whole number from 1.');
  // No time limit for an answer: the rows are one answer, which may take hours.
  const client = new pg.Client({ connectionString, application_name: 'motcua-verify', connectionTimeoutMillis: 10_000, types: textTypes });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('begin isolation level repeatable read read only');
    return await walkLog(client, { from, onProgress, roots });
  } catch (error) {
    throw toAppError(error);
  } finally {
    await client.end();
  }
}

async function walkLog(client: pg.Client, { from, onProgress, roots }: Required<Omit<VerifyLogOptions, 'connectionString'>>): Promise<LogVerification> {
  const { last, before, counter } = await readEnds(client, from);
  if (from > Math.max(last, counter?.position ?? 0) + 1) throw new AppError('PARAMETER_INVALID', `The log ends at position ${last}.`);
  const walk = new LogWalk({ position: from - 1, chain: before ?? GENESIS }, roots);
  const answer = (fault: LogFault | undefined): LogVerification => ({
    from, checked: walk.last.position - (from - 1), rootsChecked: walk.rootsChecked,
    upTo: { position: walk.last.position, chain: walk.last.chain.toString('hex') }, fault,
  });
  if (before === undefined) return answer({ kind: 'missing', position: from - 1 });
  const atStart = walk.checkRoots();
  if (atStart !== undefined) return answer(atStart);
  for await (const rows of binaryRows(client.query(copyTo(walkStatement(from))))) {
    for (const row of rows) {
      const fault = walk.next(row);
      if (fault !== undefined) return answer(fault);
    }
    onProgress({ checked: walk.last.position - (from - 1), total: last - (from - 1) });
  }
  return answer(walk.end(counter));
}

/** COPY takes no parameters; the number is one. */
function walkStatement(from: number): string {
  const columns = COVERED_COLUMNS.map((name) => (name === 'actor' || name === 'data' ? `${name}::text` : name));
  return `copy (select ${columns.join(', ')}, chain from log.event where position >= ${from} order by position) to stdout (format binary)`;
}

type EndsRow = [last: string | null, before: string | null, counterPosition: string | null, counterChain: string | null];

type Ends = {
  /** The last event's position. */
  readonly last: number;
  /** The link before the first event to look at; undefined when that event is missing. */
  readonly before: Buffer | undefined;
  /** A log that was restored from a copy has none until the next append. */
  readonly counter: { readonly position: number; readonly chain: Buffer } | undefined;
};

async function readEnds(client: pg.Client, from: number): Promise<Ends> {
  const { rows } = await client.query<EndsRow>({
    text: `select (select max(position) from log.event), (select encode(chain, 'hex') from log.event where position = $1::bigint - 1),
      c.position, encode(c.chain, 'hex') from (values (1)) as always left join log.counter c on true`,
    values: [from], rowMode: 'array',
  });
  const [last, before, counterPosition, counterChain] = rows[0] ?? [null, null, null, null];
  return {
    last: Number(last ?? 0),
    before: from === 1 ? GENESIS : bytesOf(before),
    counter: counterPosition === null || counterChain === null ? undefined : { position: Number(counterPosition), chain: Buffer.from(counterChain, 'hex') },
  };
}

function bytesOf(hex: string | null): Buffer | undefined {
  return hex === null ? undefined : Buffer.from(hex, 'hex');
}
