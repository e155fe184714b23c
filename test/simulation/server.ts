import { hash } from 'node:crypto';
import pg from 'pg';
import { integersIn, textsIn } from './arrays.ts';
import type { Timeline } from './timeline.ts';

/** An event as the server keeps it: the texts of its columns, as the store reads them. */
export type StoredRow = [
  position: string, stream: string, revision: string, id: string, type: string, subject: string, source: string, sourceId: string,
  occurredAt: string, recordedAt: string, schemaVersion: string, commandId: string | null, actor: string | null, data: string,
];
type Answer = { readonly rows: unknown[][] };

/** What the server's own data cannot hold: a statement with this text in it is refused as a whole. */
export const UNHOLDABLE = 'no server holds this';

/** Faults of the server itself, by which the checks are shown to see: positions taken without the lock, ids that are forgotten. */
export type Defect = 'none' | 'no lock' | 'forgets ids';

/** The log's database in memory: what the store asks it is answered as PostgreSQL would, `log.append` under its lock. */
export class SimulatedServer {
  readonly rows: StoredRow[] = [];
  readonly listeners = new Set<() => void>();
  readonly #timeline: Timeline;
  readonly #defect: Defect;
  readonly #placeOf = new Map<string, number>();
  readonly #headOf = new Map<string, number>();
  readonly #waiting: (() => void)[] = [];
  #isLocked = false;
  /** Whatever was begun in an earlier life is rolled back. */
  #life = 0;
  #taken = 0;

  constructor(timeline: Timeline, defect: Defect = 'none') {
    this.#timeline = timeline;
    this.#defect = defect;
  }

  /** What was not committed is gone. */
  crash(): void {
    this.#life += 1;
    this.#isLocked = false;
    this.#waiting.length = 0;
    this.#taken = this.rows.length;
  }

  /** @param done - Called when a statement is finished; never, when the server crashes before. */
  carryOut({ name, text, values = [] }: { readonly name?: string; readonly text: string; readonly values?: unknown[] }, done: (answer: Answer | pg.DatabaseError) => void): void {
    if (name === 'motcua-append') this.#append(values, done);
    else done({ rows: this.#read(text, values) });
  }

  row(position: number): StoredRow | undefined {
    return this.rows[position - 1];
  }

  placeOf(id: string): number | undefined {
    return this.#placeOf.get(id);
  }

  lastRevision(stream: string): number {
    return this.#headOf.get(stream) ?? -1;
  }

  #append(values: unknown[], done: (answer: Answer | pg.DatabaseError) => void): void {
    const life = this.#life;
    const begin = (): void => {
      if (life !== this.#life) return;
      this.#isLocked = true;
      const texts = values.map((value, index) => ([0, 1, 3, 10].includes(index) ? integersIn(value) : textsIn(value)));
      if ((texts[13] ?? []).some((data) => String(data).includes(UNHOLDABLE))) {
        this.#unlock();
        done(databaseError('22P05', 'unsupported Unicode escape sequence'));
        return;
      }
      const { rows, answer } = this.#judge(texts);
      this.#timeline.at(this.#timeline.between(0.1, 8), `commit of ${rows.length}`, () => {
        if (life !== this.#life) return;
        this.#commit(rows);
        done({ rows: [answer] });
      });
    };
    if (this.#isLocked && this.#defect !== 'no lock') this.#waiting.push(begin);
    else begin();
  }

  /** As the migrations 0002 and 0003 of the log have it. */
  #judge(columns: readonly (readonly (string | number | null)[])[]): { readonly rows: readonly StoredRow[]; readonly answer: unknown[] } {
    const [numbers = [], places = [], streams = [], expectations = [], ids = []] = columns;
    const recordedAt = this.recordedAt();
    const heads = streams.map((stream) => this.lastRevision(String(stream)));
    const first = this.#taken;
    const rows: StoredRow[] = [];
    const exceptions: object[] = [];
    for (const [append, entries] of Map.groupBy(numbers.keys(), (index) => Number(numbers[index]))) {
      const seen = entries.map((index) => {
        const place = this.#defect === 'forgets ids' ? undefined : this.#placeOf.get(String(ids[index]));
        const row = place === undefined ? undefined : this.row(place);
        return row === undefined ? undefined : { row, same: isSame(row, columns, index) };
      });
      const [head, expected] = [heads[entries[0] ?? 0] ?? -1, expectations[entries[0] ?? 0]];
      const known = seen.filter((each) => each !== undefined);
      const other = seen.findIndex((each) => each?.same === false);
      const isHeld = expected === null || expected === head || (expected === -2 && head >= 0);
      if (other >= 0) exceptions.push({ append, verdict: 'id_reused', id: ids[entries[other] ?? 0] });
      else if (known.length === entries.length) {
        const positions = known.map(({ row }) => Number(row[0]));
        exceptions.push({ append, verdict: 'duplicate', positions, revision: Math.max(...known.map(({ row }) => Number(row[2]))), recorded: known.map(({ row }) => row[9]).sort().at(-1) });
      } else if (known.length > 0 || !isHeld) exceptions.push({ append, verdict: 'wrong_revision', revision: head });
      else for (const index of entries) rows.push(this.#rowOf(columns, index, head + Number(places[index]), recordedAt));
    }
    return { rows, answer: [String(first + 1), String(rows.length), recordedAt, `{${heads.join(',')}}`, exceptions.length === 0 ? null : JSON.stringify(exceptions)] };
  }

  #rowOf(columns: readonly (readonly (string | number | null)[])[], index: number, revision: number, recordedAt: string): StoredRow {
    const text = (column: number): string => String(columns[column]?.[index]);
    const orNull = (column: number): string | null => columns[column]?.[index] === null ? null : text(column);
    this.#taken += 1;
    return [String(this.#taken), text(2), String(revision), text(4), text(5), text(6), text(7), text(8), text(9), recordedAt, text(10), orNull(11), orNull(12), text(13)];
  }

  #commit(rows: readonly StoredRow[]): void {
    for (const row of rows) {
      this.rows[Number(row[0]) - 1] = row;
      this.#placeOf.set(row[3], Number(row[0]));
      this.#headOf.set(row[1], Number(row[2]));
    }
    this.#unlock();
    if (rows.length > 0) for (const listener of this.listeners) listener();
  }

  #unlock(): void {
    this.#isLocked = false;
    this.#waiting.shift()?.();
  }

  recordedAt(): string {
    return new Date(this.#timeline.instant).toISOString();
  }

  #read(text: string, values: unknown[]): unknown[][] {
    const [first, second, third] = values;
    if (text.startsWith('listen')) return [];
    if (text.includes('e.position > $1 and e.position <= $2')) return this.rows.slice(Number(first), Number(second)).filter((row) => row !== undefined);
    if (text.includes('min(e.position)')) return [[this.rows.slice(Number(first)).find((row) => row !== undefined)?.[0] ?? null]];
    if (text.includes('unnest($1::text[])') && Array.isArray(first)) {
      return first.flatMap((stream) => this.rows.filter((row) => row[1] === stream && Number(row[2]) >= Number(second) && (third === null || Number(row[0]) <= Number(third))));
    }
    if (text.includes('order by e.position desc limit 1')) return this.rows.slice(-1).map((row) => [row[0], row[9], chainAt(row)]);
    if (text.includes('where e.position = $1')) return this.rows.slice(Number(first) - 1, Number(first)).map((row) => [row[0], row[9], chainAt(row)]);
    throw new TypeError(`the simulated server does not know this question: ${text}`);
  }
}

/** No chain, but as one it is another at every position. */
export function chainAt([position, , , id]: StoredRow): string {
  return hash('sha256', `${position} ${id}`, 'hex');
}

function isSame(row: StoredRow, columns: readonly (readonly (string | number | null)[])[], index: number): boolean {
  const value = (column: number): string | null => columns[column]?.[index] === null ? null : String(columns[column]?.[index]);
  return row[1] === value(2) && [4, 5, 6, 7, 8].every((at) => row[at] === value(at + 1)) && row[10] === value(10) && row[11] === value(11) && row[12] === value(12) && row[13] === value(13);
}

export function databaseError(code: string, message: string): pg.DatabaseError {
  const error = new pg.DatabaseError(message, message.length, 'error');
  error.code = code;
  return error;
}
