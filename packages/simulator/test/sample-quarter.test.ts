import { dossierCode, dossierEventData, readDossierEvent, replay } from '@motcua/dossier';
import { overdueMarkId } from '@motcua/kernel';
import { test } from 'tap';
import { simulate } from '../src/index.ts';
import type { Level } from '@motcua/dossier';
import type { SimulatedEvent, Totals } from '../src/index.ts';
import { histories, limits, recount } from './recount.ts';
import type { History } from './recount.ts';

const simulation = simulate();
const levelOf = new Map(simulation.catalogue.authorities.map(({ code, level }) => [code, level]));
const counters = simulation.counters.map((counter) => ({ ...counter, sent: [...counter.events] }))
  .map((counter) => ({ ...counter, histories: histories(counter.sent) }));
const PERIOD_END = Date.parse('2024-03-15T00:00:00+07:00');

/** The consistent figures of the published report, and the ledger's terms that it does not print. */
const PUBLISHED: Record<Level, Omit<Totals, 'dossiers'>> = {
  province: {
    openingReceived: 600, openingAwaiting: 120, received: 19_750, receivedOnline: 16_701, submitted: 17_348, refused: 320,
    closedBeforeReception: 40, resolved: 17_291, resolvedOnTime: 17_026, resolvedLate: 265, closedAfterReception: 1_022,
    inProgress: 2_444, awaitingReception: 407,
  },
  district: {
    openingReceived: 1_500, openingAwaiting: 110, received: 27_488, receivedOnline: 10_642, submitted: 11_127, refused: 210,
    closedBeforeReception: 25, resolved: 20_932, resolvedOnTime: 19_594, resolvedLate: 1_338, closedAfterReception: 2_421,
    inProgress: 5_995, awaitingReception: 360,
  },
  commune: {
    openingReceived: 700, openingAwaiting: 60, received: 39_483, receivedOnline: 21_619, submitted: 22_194, refused: 430,
    closedBeforeReception: 35, resolved: 34_954, resolvedOnTime: 34_500, resolvedLate: 454, closedAfterReception: 2_803,
    inProgress: 2_596, awaitingReception: 170,
  },
};

test('every level adds up to the published figures', async (t) => {
  for (const level of ['province', 'district', 'commune'] as const) {
    const own = counters.filter(({ authority }) => levelOf.get(authority) === level);
    const { dossiers, ...counted } = recount(own.flatMap((counter) => [...counter.histories.values()]));
    t.same(counted, PUBLISHED[level], level);
    t.same({ dossiers, ...counted }, simulation.targets[level], `${level}: the targets in force`);
  }
  t.equal(simulation.targets.all.dossiers, 91_518);
  t.equal(counters.reduce((all, counter) => all + counter.histories.size, 0), 91_518);
});

test('both books balance in every authority', async (t) => {
  const unbalanced = counters.filter((counter) => !balances(recount(counter.histories.values())));
  t.same(unbalanced.map(({ authority }) => authority), []);
  for (const counter of counters) t.same(recount(counter.histories.values()), counter.targets, counter.authority);
});

test('there are about 330,000 events, as many as the counters announce', async (t) => {
  const sent = counters.reduce((all, counter) => all + counter.sent.length, 0);
  t.ok(sent > 325_000 && sent < 335_000, `${sent} events`);
  t.equal(counters.reduce((all, counter) => all + counter.countEvents(), 0), sent);
});

test('every event has the form that the intake asks for, and a key of its own', async (t) => {
  const keys = new Set<string>();
  const wrong: string[] = [];
  for (const event of counters.flatMap(({ sent }) => sent)) {
    keys.add(`${event.source} ${event.id}`);
    const valid = dossierEventData[event.type].safeParse(event.data).success && dossierCode.safeParse(event.subject).success
      && /^[A-Za-z0-9._:-]{1,128}$/.test(event.id) && /^[A-Za-z0-9:/._~#?=&%-]{1,200}$/.test(event.source)
      && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\+07:00|\.000Z)$/.test(event.time);
    if (!valid) wrong.push(JSON.stringify(event));
  }
  t.same(wrong.slice(0, 3), []);
  t.equal(keys.size, counters.reduce((all, { sent }) => all + sent.length, 0));
});

test('a counter sends in order of time, each dossier in its own minutes, and nothing from after the period', async (t) => {
  const time = (event: SimulatedEvent): number => Date.parse(event.time);
  const minute = (event: SimulatedEvent): number => Math.floor(time(event) / 60_000);
  t.ok(counters.every(({ sent }) => rises(sent.map(time), 0)));
  t.ok(counters.every((counter) => [...counter.histories.values()].every((history) => rises(history.map(minute), 1))));
  t.ok(counters.every(({ sent }) => sent.every((event) => time(event) < PERIOD_END && event.time > '2023-09')));
});

test('counters work on working days in working hours; applicants file at any time', async (t) => {
  const acts = counters.flatMap(({ sent }) => sent).filter(({ type }) => type !== 'DossierSubmitted' && type !== 'DossierFellOverdue');
  t.same(acts.filter(({ time }) => !isWorkingTime(time)).slice(0, 3), []);
  const filings = counters.flatMap(({ sent }) => sent).filter(({ type }) => type === 'DossierSubmitted');
  t.ok(filings.some(({ time }) => !isWorkingTime(time)));
});

test('a mark stands for every due date that passed unfinished, and for no other', async (t) => {
  const wrong = counters.flatMap((counter) => [...counter.histories.entries()]).filter(([code, history]) => !marksAreRight(code, history));
  t.same(wrong.slice(0, 3), []);
});

test('every dossier is lawful and ends in the class that was meant', async (t) => {
  const wrong: unknown[] = [];
  for (const counter of counters) {
    for (const { code, finalClass } of counter.dossiers()) {
      const events = (counter.histories.get(code) ?? []).map(({ id, type, time, data }) => readDossierEvent({ id, type, occurredAt: time, data }));
      const reached = replay(events).situation.class;
      if (reached !== finalClass) wrong.push({ code, finalClass, reached });
    }
  }
  t.same(wrong.slice(0, 3), []);
});

test('the quarter looks like one: every class, channel and kind of event occurs, with some overdue and most in time', async (t) => {
  const classes = new Map<string, number>();
  for (const { finalClass } of counters.flatMap((counter) => counter.dossiers())) classes.set(finalClass, (classes.get(finalClass) ?? 0) + 1);
  for (const one of ['resolved_early', 'resolved_on_time', 'resolved_late', 'in_progress', 'overdue', 'paused', 'withdrawn', 'terminated', 'refused', 'awaiting_reception']) {
    t.ok((classes.get(one) ?? 0) > 50, one);
  }
  t.ok((classes.get('overdue') ?? 0) < (classes.get('in_progress') ?? 0) / 4);
  const events = counters.flatMap(({ sent }) => sent);
  t.equal(new Set(events.map(({ type }) => type)).size, 12);
  t.same(new Set(events.flatMap((event) => event.type === 'DossierReceived' ? [event.data.channel] : [])), new Set(['online', 'in_person', 'postal']));
  const lateWithApology = counters.flatMap((counter) => [...counter.histories.values()])
    .filter((history) => history.some(({ type }) => type === 'DossierFellOverdue') && history.some(({ type }) => type === 'ApologyIssued')).length;
  t.ok(lateWithApology > 2_000);
});

function balances(totals: Totals): boolean {
  const closingReceived = totals.inProgress - totals.awaitingReception;
  const receivedBook = totals.openingReceived + totals.received === totals.resolved + totals.closedAfterReception + closingReceived;
  const waitingBook = totals.openingAwaiting + totals.submitted
    === totals.receivedOnline + totals.refused + totals.closedBeforeReception + totals.awaitingReception;
  return receivedBook && waitingBook;
}

function rises(values: readonly number[], step: number): boolean {
  return values.every((value, index) => index === 0 || value - (values[index - 1] ?? 0) >= step);
}

function isWorkingTime(time: string): boolean {
  const date = time.slice(0, 10);
  const clock = time.slice(11, 16);
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
  const dayOff = date === '2024-01-01' || date === '2023-09-01' || date === '2023-09-04' || (date >= '2024-02-08' && date <= '2024-02-14');
  const atWork = (clock >= '07:00' && clock < '11:30') || (clock >= '13:30' && clock < '17:00');
  return time.endsWith('+07:00') && weekday >= 1 && weekday <= 5 && !dayOff && atWork;
}

function marksAreRight(code: string, history: History): boolean {
  const expected = limits(history).flatMap(({ dueAt, during }) => {
    const settled = during.find(({ type }) => ['SupplementRequested', 'DossierResolved', 'DossierWithdrawn', 'ProcessingTerminated'].includes(type));
    const passed = settled === undefined ? dueAt < PERIOD_END : Date.parse(settled.time) > dueAt;
    return passed ? [overdueMarkId(code, 'nd61', new Date(dueAt).toISOString())] : [];
  });
  const marks = history.filter((event) => event.type === 'DossierFellOverdue');
  return marks.every(({ time, data, source }) => time === data.dueAt && source === 'urn:motcua:clock')
    && JSON.stringify(marks.map(({ id }) => id)) === JSON.stringify(expected);
}
