import { assertScope, authorityNames, inSnapshot, overdueCount, overduePage, readQuarantined } from '@motcua/database';
import type { AlmanacReader, Database, OverdueDossier } from '@motcua/database';
import { delayOf, fold, readDossierEvent } from '@motcua/dossier';
import type { Almanac, LatenessRule } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import type { EventStore, RecordedEvent } from '@motcua/event-store';
import { civilDateOf, formatInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { z } from 'zod';
import { workingTime } from '../due-dates/answer.ts';
import { pageOf } from '../paging.ts';
import { ruleOf } from '../parameters.ts';
import type { overdueAnswer } from './answer-schema.ts';
import type { OpenDuesQuestion } from './read-due.ts';

export type OverdueAnswer = z.input<typeof overdueAnswer>;

/** Where the overdue dossiers are read from: by how much they are late follows from their events. */
export type OverdueSources = { readonly database: Pick<Database, 'db'>; readonly store: Pick<EventStore, 'readStreams'>; readonly almanac: AlmanacReader };

export type OverdueQuestion = OpenDuesQuestion<Pick<OverdueDossier, 'dossier' | 'dueAt'>>;

/**
 * Đang giải quyết, quá hạn: unfinished dossiers that are late, the oldest first, each with its delay up to now.
 *
 * @throws AppError `SCOPE_UNKNOWN` when nothing in the ledger has the scope.
 */
export async function readOverdue({ database, store, almanac: almanacOf }: OverdueSources, question: OverdueQuestion): Promise<OverdueAnswer> {
  const { scope, rule, at, limit, cursors } = question;
  const read = await inSnapshot(database.db, async ({ tx, asOf }) => {
    await assertScope(tx, scope);
    const query = { scope, rule, on: civilDateOf(at) };
    const found = await overduePage(tx, { ...query, after: question.after, limit: limit + 1 });
    return { asOf, found, count: await overdueCount(tx, query), almanac: await almanacOf(tx), names: await authorityNames(tx, query.on), setAside: new Set(await readQuarantined(tx)) };
  });
  const { page, next } = pageOf(read.found, limit, cursors, ({ dueAt, dossier }) => [dueAt === undefined ? '' : formatInstant(dueAt), dossier]);
  const histories = await store.readStreams(page.map(({ dossier }) => streams.dossier(dossier)), { upToPosition: read.asOf.position });
  return {
    asOf: read.asOf, at: formatInstant(at), scope, rule, count: read.count,
    items: page.map(({ dossier, authority, dueAt }) => {
      const counted = (histories.get(streams.dossier(dossier)) ?? []).filter(({ position }) => !read.setAside.has(position));
      const minutes = lateMinutes(counted, ruleOf(rule), read.almanac, at);
      return {
        dossier, authority, authorityName: read.names.get(authority)?.name ?? null, dueAt: dueAt === undefined ? null : formatInstant(dueAt),
        exceeded: minutes === undefined ? null : workingTime(minutes), sentence: minutes === undefined ? 'tính là quá hạn' : `quá hạn ${workingTime(minutes).text}`,
      };
    }),
    next,
  };
}

/** The same delay that the story of the due date tells; undefined where it is late without a date that was missed. */
function lateMinutes(events: readonly RecordedEvent[], rule: LatenessRule, almanac: Almanac, at: Instant): number | undefined {
  const folding = fold(events.map(readDossierEvent), rule, almanac);
  return folding.kind === 'lawful' ? delayOf(folding.steps, almanac, at)?.minutes : undefined;
}
