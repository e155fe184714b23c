import type { Kysely } from 'kysely';
import type { FindingKind, ReadModel } from '../schema.ts';

/** What is wrong with the data, one entry. `authority`: where it counts, null when unknown. */
export type Finding = {
  readonly kind: FindingKind;
  readonly severity: 'blocking' | 'warning';
  readonly subject: string;
  readonly position: number;
  readonly authority: string | null;
  readonly detail: unknown;
};

export type FindingCount = { readonly kind: FindingKind; readonly severity: 'blocking' | 'warning'; readonly count: number };

/** The place behind which a page of findings begins. */
export type FindingKey = Pick<Finding, 'kind' | 'subject' | 'position'>;

export type FindingsQuery = { readonly kind?: FindingKind | undefined; readonly after?: FindingKey | undefined; readonly limit: number };

/** How many there are of each kind, in order of kind. */
export async function findingCounts(db: Kysely<ReadModel>): Promise<readonly FindingCount[]> {
  return db.selectFrom('finding').select(({ fn }) => ['kind', 'severity', fn.countAll<number>().as('count')])
    .groupBy(['kind', 'severity']).orderBy('kind').orderBy('severity').execute();
}

/** A page of findings in order of kind, subject and position; the same cost however far one has read. */
export async function findingsPage(db: Kysely<ReadModel>, { kind, after, limit }: FindingsQuery): Promise<readonly Finding[]> {
  let query = db.selectFrom('finding').select(['kind', 'severity', 'subject', 'position', 'authority', 'detail']);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (after !== undefined) {
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('kind', 'subject', 'position'), '>', tuple(after.kind, after.subject, after.position)));
  }
  return query.orderBy('kind').orderBy('subject').orderBy('position').limit(limit).execute();
}
