import { NATIONAL_CODE } from '@motcua/calendar';
import { assertScope, authorityNames, dueAuthorities, duesPage } from '@motcua/database';
import type { AlmanacReader, OpenDue, Snapshot } from '@motcua/database';
import type { Almanac } from '@motcua/dossier';
import type { Cursors } from '@motcua/http';
import { civilDateOf, formatInstant, minuteOf } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { z } from 'zod';
import { workingTime } from '../due-dates/answer.ts';
import { pageOf } from '../paging.ts';
import type { dueAnswer } from './answer-schema.ts';

export type DueAnswer = z.input<typeof dueAnswer>;

/** Whose open dossiers, under which rule, as of when; and which page of them. */
export type OpenDuesQuestion<Key> = {
  readonly scope: string; readonly rule: string; readonly at: Instant; readonly limit: number; readonly after?: Key | undefined; readonly cursors: Pick<Cursors, 'write'>;
};

/** `within`: working days of each dossier's own authority, today not counted. */
export type DueQuestion = OpenDuesQuestion<Pick<OpenDue, 'dossier' | 'dueAt'>> & { readonly within: number };

const BATCH = 10_000;

/**
 * Sắp đến hạn: open dossiers that become due within some working days, within a snapshot.
 *
 * @throws AppError `SCOPE_UNKNOWN` when nothing in the ledger has the scope.
 */
export async function readDue({ tx, asOf }: Snapshot, almanacOf: AlmanacReader, question: DueQuestion): Promise<DueAnswer> {
  const { scope, rule, at, within, limit, after, cursors } = question;
  await assertScope(tx, scope);
  const almanac = await almanacOf(tx);
  const cutOffs = cutOffReader(almanac, at, within);
  // All of them: a count of what one page holds would not be the count.
  const wanted = (await allBefore(tx, question, cutOffs)).filter(({ authority, dueAt }) => minuteOf(dueAt) >= minuteOf(at) && dueAt <= cutOffs(authority));
  const found = after === undefined ? wanted : wanted.filter((due) => due.dueAt > after.dueAt || (due.dueAt === after.dueAt && due.dossier > after.dossier));
  const { page, next } = pageOf(found, limit, cursors, ({ dueAt, dossier }) => [formatInstant(dueAt), dossier]);
  const names = await authorityNames(tx, civilDateOf(at));
  return {
    asOf, at: formatInstant(at), scope, rule, within, count: wanted.length,
    items: page.map(({ dossier, authority, dueAt }) => ({
      dossier, authority, authorityName: names.get(authority)?.name ?? null, dueAt: formatInstant(dueAt),
      remaining: workingTime(almanac.workingTime(authority, at).minutesBetween(at, dueAt)),
    })),
    next, unannouncedYears: unannouncedYears(almanac, at, Math.max(cutOffs(NATIONAL_CODE), wanted.at(-1)?.dueAt ?? at)),
  };
}

/** What the country has announced by now, whatever an authority knows of its own days. */
function unannouncedYears(almanac: Almanac, at: Instant, until: Instant): number[] {
  return [...almanac.workingTime(NATIONAL_CODE, at).unannouncedYears(civilDateOf(at), civilDateOf(until))];
}

/** The end of the n-th working day after today, by the calendar of each authority as announced by now. */
function cutOffReader(almanac: Almanac, at: Instant, within: number): (authority: string) => Instant {
  const known = new Map<string, Instant>();
  return (authority) => {
    const cutOff = known.get(authority) ?? cutOffOf(almanac, authority, at, within);
    known.set(authority, cutOff);
    return cutOff;
  };
}

function cutOffOf(almanac: Almanac, authority: string, at: Instant, within: number): Instant {
  const time = almanac.workingTime(authority, at);
  return time.endOfDay(time.addWorkingDays(civilDateOf(at), within));
}

/** Every open dossier of the scope up to the largest cut-off of any authority. */
async function allBefore(tx: Snapshot['tx'], { scope, rule, at }: DueQuestion, cutOffs: (authority: string) => Instant): Promise<readonly OpenDue[]> {
  const before = (await dueAuthorities(tx)).reduce((latest, authority) => Math.max(latest, cutOffs(authority)), at) + 1;
  const all: OpenDue[] = [];
  for (;;) {
    const page = await duesPage(tx, { scope, rule, on: civilDateOf(at), before, after: all.at(-1), limit: BATCH });
    all.push(...page);
    if (page.length < BATCH) return all;
  }
}
