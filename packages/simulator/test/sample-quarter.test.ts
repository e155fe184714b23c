import { DOSSIER_EVENT_TYPES, dossierCode, dossierEventData, LATENESS_RULES } from '@motcua/dossier';
import { test } from 'tap';
import { simulate } from '../src/index.ts';
import type { Level } from '@motcua/dossier';
import type { SimulatedEvent, Totals } from '../src/index.ts';
import { almanacOf, atPeriodEnd } from './support/folding.ts';
import { dueDate, histories, limitsOf, recount } from './support/recount.ts';
import { isWorkingTime } from './support/wall-calendar.ts';

const simulation = simulate();
const levelOf = new Map(simulation.catalogue.authorities.map(({ code, level }) => [code, level]));
const counters = simulation.counters.map((counter) => ({ ...counter, sent: [...counter.events] }))
  .map((counter) => ({ ...counter, histories: histories(counter.sent) }));
const limits = limitsOf(simulation.referenceEvents);
const almanac = almanacOf(simulation);
/** Marks are the clock's; the others happen to none of these dossiers. */
const NOT_IN_THE_QUARTER: readonly string[] = ['DossierFellOverdue', 'DueDateChanged', 'DossierReopened', 'DossierReassigned', 'DossierCorrected', 'ComponentsDigitized', 'SlipIssued'];
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
    const { dossiers, ...counted } = recount(own.flatMap((counter) => [...counter.histories.values()]), limits);
    t.same(counted, PUBLISHED[level], level);
    t.same({ dossiers, ...counted }, simulation.targets[level], `${level}: the targets in force`);
  }
  t.equal(simulation.targets.all.dossiers, 91_518);
  t.equal(counters.reduce((all, counter) => all + counter.histories.size, 0), 91_518);
});

test('both books balance in every authority', async (t) => {
  const unbalanced = counters.filter((counter) => !balances(recount(counter.histories.values(), limits)));
  t.same(unbalanced.map(({ authority }) => authority), []);
  for (const counter of counters) t.same(recount(counter.histories.values(), limits), counter.targets, counter.authority);
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
      && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$/.test(event.time);
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
  const acts = counters.flatMap(({ sent }) => sent).filter(({ type }) => type !== 'DossierSubmitted');
  t.same(acts.filter(({ time }) => !isWorkingTime(time)).slice(0, 3), []);
  const filings = counters.flatMap(({ sent }) => sent).filter(({ type }) => type === 'DossierSubmitted');
  t.ok(filings.some(({ time }) => !isWorkingTime(time)));
});

test('no reception and no supplement tells a due date, and a third of the procedures not even a limit', async (t) => {
  const events = counters.flatMap(({ sent }) => sent);
  t.same(events.filter(({ data }) => 'dueAt' in data).slice(0, 3), []);
  const receptions = events.flatMap((event) => event.type === 'DossierReceived' ? [event.data] : []);
  const silent = new Set(receptions.filter(({ limit }) => limit === undefined).map(({ procedure }) => procedure));
  const telling = new Set(receptions.filter(({ limit }) => limit !== undefined).map(({ procedure }) => procedure));
  t.same([...silent].filter((procedure) => telling.has(procedure)), []);
  t.ok(silent.size / (silent.size + telling.size) > 0.3 && silent.size / (silent.size + telling.size) < 0.37);
});

test('every dossier ends in the class and with the due date that were planned, as the calendar and a count by hand have it', async (t) => {
  const wrong: unknown[] = [];
  for (const counter of counters) {
    for (const { code, finalClass, dueAt } of counter.dossiers()) {
      const history = counter.histories.get(code) ?? [];
      const { situation } = atPeriodEnd(history, almanac);
      const byHand = dueAt === undefined ? undefined : dueDate(history, limits);
      if (situation.class !== finalClass || situation.dueAt !== dueAt || byHand !== dueAt) wrong.push({ code, finalClass, dueAt, byHand, situation });
    }
  }
  t.same(wrong.slice(0, 3), []);
});

test('each lateness rule finds other dossiers late', async (t) => {
  const all = counters.flatMap((counter) => [...counter.histories.values()]);
  const told = all.filter((history) => history.some(({ type }) => type === 'SupplementRequested' || type === 'ApologyIssued'));
  const [base, extended, portal] = LATENESS_RULES.map((rule) => told.map((history) => atPeriodEnd(history, almanac, rule).situation.class));
  const differing = (other: readonly string[] | undefined): number => (other ?? []).filter((one, index) => one !== base?.[index]).length;
  t.ok(differing(extended) > 100, `${differing(extended)} under the second`);
  t.ok(differing(portal) > 100, `${differing(portal)} under the third`);
});

test('the quarter looks like one: every class, channel and kind of event occurs, with some overdue and most in time', async (t) => {
  const classes = new Map<string, number>();
  for (const { finalClass } of counters.flatMap((counter) => counter.dossiers())) classes.set(finalClass, (classes.get(finalClass) ?? 0) + 1);
  for (const one of ['resolved_early', 'resolved_on_time', 'resolved_late', 'in_progress', 'overdue', 'paused', 'withdrawn', 'terminated', 'refused', 'awaiting_reception']) {
    t.ok((classes.get(one) ?? 0) > 50, one);
  }
  t.ok((classes.get('overdue') ?? 0) < (classes.get('in_progress') ?? 0) / 4);
  const events = counters.flatMap(({ sent }) => sent);
  t.same(new Set(events.flatMap((event) => event.type === 'DossierReceived' ? [event.data.channel] : [])), new Set(['online', 'in_person', 'postal']));
  const atCounters = DOSSIER_EVENT_TYPES.filter((type) => !NOT_IN_THE_QUARTER.includes(type));
  t.same([...new Set(events.map(({ type }) => type))].sort(), [...atCounters].sort());
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
