import { AppError } from '@motcua/kernel';
import type { Verdict } from '../port.ts';
import type { EncodedAppend, EncodedEvent } from '../encoded-append.ts';
import { integerArray, textArray } from './binary-arrays.ts';
import type { Queryable } from './lines.ts';

/** Prepared once a connection. The texts of instants and ids get their types here. */
const APPEND = {
  name: 'motcua-append',
  text: `select first_position, written, recorded, heads, exceptions from log.append(
    $1::int[], $2::int[], $3::text[], $4::int[], $5::text[]::uuid[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::text[]::timestamptz[], $11::int[], $12::text[], $13::text[], $14::text[])`,
} as const;

/**
 * Runs one batch: every append gets its verdict, in order. No two appends of it may name the same stream or event id.
 *
 * @throws pg's error when the statement fails; then nothing of the batch is written, unless the connection was lost.
 *   AppError `INTERNAL` when the answer does not fit the batch.
 */
export async function runAppends(client: Queryable, appends: readonly EncodedAppend[]): Promise<readonly Verdict[]> {
  const { rows } = await client.query<OutcomeRow>({ ...APPEND, values: columnsOf(appends), rowMode: 'array' });
  const [row] = rows;
  if (row === undefined) throw new AppError('INTERNAL', 'The log gave no verdicts');
  return decodeVerdicts(appends, decodeOutcome(row));
}

/** In the order of the function's arguments. */
function columnsOf(appends: readonly EncodedAppend[]): Buffer[] {
  const events = appends.flatMap((append) => append.events);
  const ofAppends = <T>(pick: (append: EncodedAppend, no: number, place: number) => T): readonly T[] =>
    appends.flatMap((append, no) => append.events.map((_, index) => pick(append, no, index + 1)));
  const texts = (pick: (event: EncodedEvent) => string | null) => textArray(events.map(pick));
  return [
    integerArray(ofAppends((_append, no) => no)),
    integerArray(ofAppends((_append, _no, place) => place)),
    textArray(ofAppends(({ stream }) => stream)),
    integerArray(ofAppends(({ expected }) => expected)),
    texts((event) => event.id),
    texts((event) => event.type),
    texts((event) => event.subject),
    texts((event) => event.source),
    texts((event) => event.sourceId),
    texts((event) => event.occurredAt),
    integerArray(events.map((event) => event.schemaVersion)),
    texts((event) => event.commandId),
    texts((event) => event.actor),
    texts((event) => event.data),
  ];
}

type OutcomeRow = [firstPosition: string, written: string, recordedAt: string, heads: string, exceptions: string | null];

type Outcome = {
  readonly firstPosition: number;
  readonly written: number;
  readonly recordedAt: string;
  readonly heads: readonly number[];
  readonly exceptions: ReadonlyMap<number, VerdictException>;
};

type VerdictException = {
  readonly append: number;
  readonly verdict: Exclude<Verdict['kind'], 'appended'>;
  readonly positions: readonly number[];
  readonly revision: number;
  readonly recorded: string;
  readonly id: string;
};

function decodeOutcome([firstPosition, written, recordedAt, heads, exceptions]: OutcomeRow): Outcome {
  const excepted = JSON.parse(exceptions ?? '[]') as readonly VerdictException[];
  return {
    firstPosition: Number(firstPosition), written: Number(written), recordedAt,
    heads: heads.slice(1, -1).split(',').map(Number),
    exceptions: new Map(excepted.map((exception) => [exception.append, exception])),
  };
}

/** Positions were given in the order of the batch to every append that is no exception. */
function decodeVerdicts(appends: readonly EncodedAppend[], outcome: Outcome): readonly Verdict[] {
  let eventsBefore = 0;
  let written = 0;
  const verdicts = appends.map((append, no): Verdict => {
    const { events } = append;
    const head = outcome.heads[eventsBefore] ?? Number.NaN;
    eventsBefore += events.length;
    const exception = outcome.exceptions.get(no);
    if (exception !== undefined) return decodeException(exception);
    if (append.expected !== null && append.expected >= -1 && append.expected !== head) throw new AppError('INTERNAL', `The log wrote behind revision ${head} where ${append.expected} was expected`);
    const first = outcome.firstPosition + written;
    written += events.length;
    return { kind: 'appended', positions: events.map((_, index) => first + index), revision: head + events.length, recordedAt: outcome.recordedAt };
  });
  if (written !== outcome.written || eventsBefore !== outcome.heads.length) {
    throw new AppError('INTERNAL', `The log wrote ${outcome.written} events where its verdicts speak of ${written}`);
  }
  return verdicts;
}

function decodeException({ verdict, positions, revision, recorded, id }: VerdictException): Verdict {
  switch (verdict) {
    case 'duplicate': return { kind: verdict, positions, revision, recordedAt: recorded };
    case 'wrong_revision': return { kind: verdict, current: revision };
    case 'id_reused': return { kind: verdict, id };
  }
}
