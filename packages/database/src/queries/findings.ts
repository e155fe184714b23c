import { UNKNOWN } from '@motcua/dossier';
import type { CivilDate } from '@motcua/kernel';
import type { FindingKind, FindingSeverity } from '@motcua/ledger';
import { sql } from 'kysely';
import type { Kysely, RawBuilder, Transaction } from 'kysely';
import type { ReadModel } from '../schema.ts';
import { cursorBatches } from './cursor.ts';
import { endedWithoutSuccessor } from './ended.ts';
import { ENDED_KIND, foundCtes, NOTED_COLUMNS } from './found.ts';
import type { FoundQuery } from './found.ts';
import { readAsOf } from './snapshot.ts';

/** The kinds that come from refused events; `occurred_in_future` comes from the log as well. */
export const REFUSED_KINDS = ['end_before_reception', 'finished_without_end', 'impossible_jump', 'occurred_in_future'] as const satisfies readonly FindingKind[];

/** The place behind which a page of findings begins. `refusal`: the number of the rejection, 0 for what the log holds. */
export type FindingKey = { readonly kind: FindingKind; readonly subject: string; readonly position: number; readonly refusal: number };

/** What is wrong with the data, one entry. `authority` and `source`: `unknown` when nobody can say. */
export type Finding = FindingKey & {
  readonly severity: FindingSeverity;
  /** Settled: it was so and is not so any more. */
  readonly status: 'open' | 'settled';
  /** Where it counts. */
  readonly authority: string;
  /** The system that told it. */
  readonly source: string;
  /** The civil date of the event, null when nobody noted it. */
  readonly day: CivilDate | null;
  readonly detail: unknown;
  /** Whether the ledger has a dossier of the subject's name. */
  readonly isDossier: boolean;
};

/** Which findings. A scope with everything in it is `WHOLE_COUNTRY`. */
export type FindingsQuery = FoundQuery & Partial<{ readonly [Filter in (typeof NOTED)[number] | 'status']: Finding[Filter] | undefined }>;

const NOTED = ['kind', 'severity', 'source', 'authority'] as const;

export type FindingDimension = 'kind' | 'source' | 'authority';

/** How many there are of a kind, told by a source or counting under an authority; null where that is not asked for. */
export type FindingCount = {
  readonly kind: FindingKind; readonly severity: FindingSeverity; readonly source: string | null; readonly authority: string | null;
  readonly open: number; readonly settled: number;
};

/** Counts of the findings that {@link findingsPage} lists for the same question, by kind and severity, and by what is asked for before them. */
export async function findingCounts(db: Kysely<ReadModel>, query: FindingsQuery & { readonly by: FindingDimension }): Promise<readonly FindingCount[]> {
  const only = (by: FindingDimension) => (query.by === by ? sql.ref(by) : sql`null::text`);
  const { rows } = await sql<FindingCount>`
    with recursive ${await foundIn(db, query)}
    select ${only('source')} as source, ${only('authority')} as authority, kind, severity, (count(*) filter (where status = 'open'))::integer as open,
      (count(*) filter (where status = 'settled'))::integer as settled
    from found where ${standsSo(query)} group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(db);
  return rows;
}

/** A page of findings in order of kind, subject, position and refusal. */
export async function findingsPage(db: Kysely<ReadModel>, { status, limit, ...query }: FindingsQuery & { readonly after?: FindingKey | undefined; readonly limit: number }): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  // Who wants only those that stand in one way looks at more than one page to fill it.
  const looked = status === undefined ? limit : Math.max(limit, LOOKED);
  let { after } = query;
  for (;;) {
    const next = await firstFindings(db, { ...query, after, limit: looked });
    found.push(...next.filter((one) => status === undefined || one.status === status));
    after = next.at(-1);
    if (next.length < looked || found.length >= limit) return found.slice(0, limit);
  }
}

const LOOKED = 1_000;

async function firstFindings(db: Kysely<ReadModel>, query: Sought & { readonly limit: number }): Promise<readonly Finding[]> {
  const { rows } = await sql<Finding>`with recursive ${await foundIn(db, query)} ${LISTED} ${IN_ORDER}`.execute(db);
  return rows;
}

/**
 * All of them in the same order, batch by batch; what is held at a time does not grow with the list.
 *
 * @param tx - Stays open until the last batch was read; one list of a transaction at a time.
 */
export async function* findingBatches(tx: Transaction<ReadModel>, query: FindingsQuery): AsyncGenerator<readonly Finding[]> {
  yield* cursorBatches(tx, sql<Finding>`with recursive ${await foundIn(tx, query)} ${LISTED} where ${standsSo(query)} ${IN_ORDER}`);
}

const LISTED = sql`select kind, subject, position, refusal, severity, status, authority, source, day, detail, is_dossier as "isDossier" from found`;
const IN_ORDER = sql`order by kind, subject, position, refusal`;

/** A finding that keeps a period from being closed. `id`: its {@link findingName}. */
export type BlockingFinding = { readonly kind: FindingKind; readonly subject: string; readonly position: number; readonly authority: string | null; readonly id: string };

/** The name of a blocking finding, by which a person may accept it; the same whenever the read model is made again. */
export function findingName({ kind, subject, position }: Pick<Finding, 'kind' | 'subject' | 'position'>): string {
  return `${kind}:${subject}:${position}`;
}

/**
 * The blocking findings of a scope that are open, in order of kind, subject and position.
 *
 * @param question - `upTo`: as known at this position of the log. `on`: as the organisation is at the end of this day.
 */
export async function openBlockingFindings(db: Kysely<ReadModel>, question: Pick<FoundQuery, 'scope' | 'upTo' | 'on'>): Promise<readonly BlockingFinding[]> {
  const { rows } = await sql<Omit<BlockingFinding, 'id'>>`
    with recursive ${await foundIn(db, { ...question, severity: 'blocking', status: 'open' })}
    select kind, subject, position, nullif(authority, 'unknown') as authority from found where ${standsSo({ status: 'open' })}
    order by kind, subject, position`.execute(db);
  return rows.map((row) => ({ ...row, id: findingName(row) }));
}

/** As known at the end of what is posted is as it stands now, which costs less to read. */
async function foundIn(db: Kysely<ReadModel>, asked: Sought): Promise<RawBuilder<unknown>> {
  const query = asked.upTo !== undefined && asked.upTo >= (await readAsOf(db)).position ? { ...asked, upTo: undefined } : asked;
  const { scope, on, upTo, after, limit } = query;
  return foundCtes(query, on !== undefined && mayHaveEnded(query) ? await endedWithoutSuccessor(db, { scope, on, upTo }) : [], { at: matches(query), after, limit });
}

type Sought = FindingsQuery & { readonly after?: FindingKey | undefined; readonly limit?: number };

/** Whether authorities that have ended can be among what is asked for; to look for them costs a table of stocks. */
function mayHaveEnded({ kind = ENDED_KIND, severity = 'blocking', status = 'open', source = UNKNOWN, after }: Sought): boolean {
  return kind === ENDED_KIND && severity === 'blocking' && status === 'open' && source === UNKNOWN && (after === undefined || after.kind <= ENDED_KIND);
}

function matches(query: Sought): RawBuilder<unknown> {
  const wanted = NOTED.flatMap((column) => query[column] === undefined ? [] : [sql`and ${NOTED_COLUMNS[column]} = ${query[column]}`]);
  return sql`true ${sql.join(wanted, sql` `)}`;
}

function standsSo({ status }: Pick<Sought, 'status'>): RawBuilder<unknown> {
  return status === undefined ? sql`true` : sql`status = ${status}`;
}
