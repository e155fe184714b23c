import { createIdCache, migrateDatabase, openDatabase, writeBatch } from '@motcua/database';
import type { AuthorityRow, Database, FindingRow, JournalEntry, ProcedureRow } from '@motcua/database';
import { Almanac, LATENESS_RULES, ND61, replay, replayFeedback } from '@motcua/dossier';
import type { DossierEvent, LatenessRule, ReferenceRecord } from '@motcua/dossier';
import { migrateLog, openPostgresStore, streams } from '@motcua/event-store';
import type { EventStore } from '@motcua/event-store';
import { formatInstant } from '@motcua/kernel';
import { bookDifference, factsOf, feedbackMovements, movementsOf, repost, repostDifference, stepsOf } from '@motcua/ledger';
import { testDatabase } from '@motcua/testkit';
import type { FeedbackArrival } from '@motcua/testkit';
import type { Test } from 'tap';
import { timeRows } from './time-rows.ts';

export type Arrival = { readonly dossier: string; readonly event: DossierEvent };

/** `records`: declared or announced before everything else, at positions below that of the first event. `feedback`: behind the dossiers, all posted. */
export type PlayOptions = { readonly postedTo?: number; readonly findings?: readonly FindingRow[]; readonly records?: readonly Omit<ReferenceRecord, 'position'>[]; readonly feedback?: readonly FeedbackArrival[] };

export type Ledger = {
  readonly url: string;
  readonly database: Database;
  readonly store: EventStore;
  /** Appends to the log, and posts everything up to `postedTo` (all unless told) the way a projection would. */
  readonly play: (arrivals: readonly Arrival[], options?: PlayOptions) => Promise<void>;
};

const declared = { valid_from: '2020-01-01', valid_to: null, position: 1 } as const;
const authorities: readonly AuthorityRow[] = [
  { ...declared, code: 'H57', name: 'UBND tỉnh Thừa Thiên Huế', level: 'province', parent: null },
  { ...declared, code: 'H57.31', name: 'UBND phường Phú Hội', level: 'commune', parent: 'H57' },
];
const procedures: readonly ProcedureRow[] = [
  { ...declared, code: '1.001234', name: 'Đăng ký khai sinh', field: 'G03-HT01', field_name: 'Hộ tịch', level: 'commune',
    limit_amount: null, limit_unit: null, fee: null, service_class: null },
];

/** A log and a read model of a test's own, with a province, a commune and a procedure declared. */
export async function openLedger(t: Pick<Test, 'teardown'>): Promise<Ledger> {
  const { ownerUrl: url } = await testDatabase(t, [migrateLog, migrateDatabase]);
  const database = openDatabase(url, { access: 'read-write' });
  const store = openPostgresStore({ connectionString: url });
  t.teardown(() => Promise.all([database.close(), store.close()]));
  return { url, database, store, play: (arrivals, options) => play(database, store, arrivals, options) };
}

async function play(
  { pool }: Database, store: EventStore, arrivals: readonly Arrival[], { postedTo, findings = [], records = [], feedback = [] }: PlayOptions = {},
): Promise<void> {
  // One after the other, so that the log has them in this order.
  const told = [...arrivals.map(({ dossier, event }) => ({ stream: streams.dossier(dossier), subject: dossier, event })), ...feedback.map(({ code, event }) => ({ stream: streams.feedback(code), subject: code, event }))];
  for (const { stream, subject, event } of told) {
    const record = { id: event.id, type: event.type, source: 'urn:test', sourceId: event.id, subject, schemaVersion: 1 };
    const verdict = await store.append({
      stream, expect: { kind: 'any' },
      events: [{ ...record, occurredAt: formatInstant(event.occurredAt), data: { ...event.data } }],
    });
    if (verdict.kind !== 'appended') throw new TypeError(`${event.type} of ${subject} is ${verdict.kind}: give it another time or an id`);
  }
  const recorded = await store.readAll(0, 1_000);
  const to = postedTo ?? recorded.length;
  const posted = arrivals.slice(0, to);
  const known = records.map((record, index) => ({ ...record, position: index - records.length }));
  const almanac = new Almanac(known);
  const histories = new Map(posted.map(({ dossier }) => [dossier, history(posted, dossier)]));
  await writeBatch(pool, createIdCache(), {
    from: 0, to, recordedAt: recorded[to - 1]?.recordedAt, entries: [...entriesOf(posted, almanac), ...feedbackEntriesOf(feedback, arrivals.length)], dossiers: dossierRows(posted, almanac), findings, authorities, procedures,
    quarantined: [], corrections: [], calendarMoves: [], editions: [], editionParts: [], acceptedDifferences: [],
    almanac: known.map(({ type, subject, position, data }) => ({ position, type, subject, data: JSON.stringify(data) })), ...timeRows(histories, almanac), stop: undefined,
  });
}

function entriesOf(arrivals: readonly Arrival[], almanac: Almanac): readonly JournalEntry[] {
  return arrivals.flatMap(({ dossier }, index) => {
    const [before, after] = [history(arrivals.slice(0, index), dossier), history(arrivals.slice(0, index + 1), dossier)];
    const difference = (events: readonly DossierEvent[], rule: LatenessRule) =>
      bookDifference(movementsOf(events, ND61, almanac), movementsOf(events, rule, almanac), rule.id);
    const postings = [
      ...repost(movementsOf(before, ND61, almanac), movementsOf(after, ND61, almanac)),
      ...repost(stepsOf(before, ND61, almanac).flatMap(factsOf), stepsOf(after, ND61, almanac).flatMap(factsOf)),
      ...LATENESS_RULES.slice(1).flatMap((rule) => repostDifference(difference(before, rule), difference(after, rule))),
    ];
    return postings.map((posting, movement) => ({ position: index + 1, movement, dossier, posting }));
  });
}

/** @param behind - The position before the first. */
function feedbackEntriesOf(feedback: readonly FeedbackArrival[], behind: number): readonly JournalEntry[] {
  return feedback.flatMap(({ code }, index) => {
    const movements = (upTo: number) => feedbackMovements(replayFeedback(feedback.slice(0, upTo).filter((one) => one.code === code).map(({ event }) => event)));
    return repost(movements(index), movements(index + 1)).map((posting, movement) => ({ position: behind + index + 1, movement, dossier: streams.feedback(code), posting }));
  });
}

function dossierRows(arrivals: readonly Arrival[], almanac: Almanac): Parameters<typeof writeBatch>[2]['dossiers'] {
  return [...new Set(arrivals.map(({ dossier }) => dossier))].map((code) => {
    const { class: dossierClass, placement, everOverdue, apologies, ...times } = replay(history(arrivals, code), ND61, almanac).situation;
    return {
      code, class: dossierClass, authority: placement.authority, receiving_unit: placement.receivingUnit, procedure: placement.procedure, field: placement.field,
      channel: placement.channel, submitted_at: times.submittedAt ?? null, received_at: times.receivedAt ?? null, due_at: times.dueAt ?? null,
      resolved_at: times.resolvedAt ?? null, ready_at: times.readyAt ?? null, returned_at: times.returnedAt ?? null, ever_overdue: everOverdue, apologies,
      claimed_outcome: null, first_position: arrivals.findIndex(({ dossier }) => dossier === code) + 1,
      last_position: arrivals.findLastIndex(({ dossier }) => dossier === code) + 1,
    };
  });
}

function history(arrivals: readonly Arrival[], code: string): readonly DossierEvent[] {
  return arrivals.filter(({ dossier }) => dossier === code).map(({ event }) => event);
}
