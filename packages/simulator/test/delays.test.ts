import { WORKING_DAY_MINUTES } from '@motcua/calendar';
import { ND61 } from '@motcua/dossier';
import { test } from 'tap';
import { simulate } from '../src/index.ts';
import type { SimulatedEvent } from '../src/index.ts';
import { almanacOf, atPeriodEnd, recorded, stepsOf } from './support/folding.ts';
import { dueDate, histories, limitsOf } from './support/recount.ts';
import type { History } from './support/recount.ts';

const simulation = simulate({ dossiers: 40_000 });
const almanac = almanacOf(simulation);
const limits = limitsOf(simulation.referenceEvents);
const received = simulation.counters.flatMap(({ events }) => [...histories(events).values()]).filter((history) => has(history, 'DossierReceived'));
const isOverdue = new Map(received.map((history) => [history, atPeriodEnd(history, almanac).situation.everOverdue]));
const overdue = received.filter((history) => isOverdue.get(history));
const inTime = received.filter((history) => !isOverdue.get(history));

test('about a tenth of the overdue dossiers never get a letter; the others get one, and so do results that come after the due date', async (t) => {
  const without = overdue.filter((history) => !has(history, 'ApologyIssued')).length / overdue.length;
  t.ok(without > 0.08 && without < 0.16, `${without} without`);
  const apologised = inTime.filter((history) => has(history, 'ApologyIssued'));
  const readyLate = inTime.filter((history) => all(history, 'ResultReady').some(({ time }) => Date.parse(time) > dueDate(history, limits)));
  t.ok(apologised.every((history) => readyLate.includes(history)));
  t.ok(readyLate.length > 30 && readyLate.length < inTime.length / 100, `${readyLate.length} results after the due date`);
  t.ok(apologised.length > readyLate.length / 2 && apologised.length < readyLate.length);
});

test('a foreseen delay is announced, with a letter the same day: mostly a working day before the due date, sometimes on the last day', async (t) => {
  const letters = overdue.flatMap((history) => all(history, 'DelayAnnounced').map(({ time }) => ({ announced: time, letter: all(history, 'ApologyIssued')[0]?.time ?? '', history })));
  t.ok(letters.length > overdue.length * 0.4);
  t.same(letters.filter(({ announced, letter }) => announced.slice(0, 10) !== letter.slice(0, 10) || announced >= letter), []);
  t.same(letters.filter(({ letter, history }) => Date.parse(letter) > dueDate(history, limits)), []);
  const onLastDay = letters.filter(({ letter, history }) => Date.parse(letter) > dueDate(history, limits) - 11 * 3_600_000).length / letters.length;
  t.ok(onLastDay > 0.08 && onLastDay < 0.25, `${onLastDay} on the last day`);
});

test('a letter names the office at fault and a new date after the missed one; a few dossiers get a second letter', async (t) => {
  const letters = overdue.flatMap((history) => all(history, 'ApologyIssued').map(({ data, time }) => ({ history, time, ...data })));
  t.same(letters.filter(({ newDueAt, history, time }) => Date.parse(newDueAt ?? '') <= Math.max(dueDate(history, limits), Date.parse(time))), []);
  t.same(letters.filter(({ sentAt, time }) => Date.parse(sentAt ?? '') !== Date.parse(time)), []);
  t.same(letters.filter(({ cause, unitAtFault, history }) =>
    !(cause === 'coordinating_office' ? partners(history) : [authorityOf(history)]).includes(unitAtFault)), []);
  const second = overdue.filter((history) => all(history, 'ApologyIssued').length > 1).length;
  t.ok(second > overdue.length / 100 && second < overdue.length / 10, `${second} second letters`);
});

test('an office that takes part is another one of the same or a higher level, with a limit of its own', async (t) => {
  const ranks = new Map([[simulation.catalogue.root.code, 0], ...simulation.catalogue.authorities.map(({ code, level }) => [code, ['province', 'district', 'commune'].indexOf(level)] as const)]);
  const shared = received.filter((history) => partners(history).length > 0);
  t.same(shared.filter((history) => {
    const own = authorityOf(history);
    return partners(history).some((office) => office === own || (ranks.get(office) ?? 9) > (ranks.get(own) ?? 0));
  }), []);
  t.ok(shared.every((history) => history.some(({ data }) => ('office' in data || 'to' in data) && 'limit' in data)));
  t.ok(shared.filter((history) => isOverdue.get(history)).length > overdue.length * 0.15);
  t.ok(shared.some((history) => !isOverdue.get(history)), 'some take part without delaying anything');
});

test('a payment or a suspension that is waited for lasts whole working days and moves the due date by as many', async (t) => {
  const shifted = received.filter((history) => has(history, 'PaymentRequested') || has(history, 'ProcessingSuspended'));
  t.ok(shifted.length > received.length * 0.005 && shifted.length < received.length * 0.03, `${shifted.length} shifted`);
  const shifts = shifted.flatMap((history) => stepsOf(recorded(history), ND61, almanac).flatMap(({ before, after, event }) => {
    if (before.stoppedDueAt === undefined || before.stoppedAt === undefined || after.dueAt === undefined) return [];
    const time = almanac.workingTime(after.placement.authority, event.occurredAt);
    return [{ waited: time.minutesBetween(before.stoppedAt, event.occurredAt), moved: time.minutesBetween(before.stoppedDueAt, after.dueAt) }];
  }));
  t.ok(shifts.length > shifted.length * 0.8);
  t.same(shifts.filter(({ waited, moved }) => waited !== moved || waited === 0 || waited % WORKING_DAY_MINUTES !== 0), []);
});

test('fees are mostly paid at the reception, where they move nothing; a few dossiers are asked for a second supplement', async (t) => {
  const paid = received.filter((history) => has(history, 'FeePaid'));
  const atOnce = paid.filter((history) => !has(history, 'PaymentRequested'));
  t.ok(atOnce.length > paid.length * 0.7 && atOnce.length < paid.length);
  t.same(atOnce.filter((history) => all(history, 'FeePaid')[0]?.time.slice(0, 10) !== all(history, 'DossierReceived')[0]?.time.slice(0, 10)), []);
  const twice = received.filter((history) => all(history, 'SupplementRequested').length === 2).length / received.length;
  t.ok(twice > 0.001 && twice < 0.003, `${twice} asked twice`);
});

type EventOf<T extends SimulatedEvent['type']> = Extract<SimulatedEvent, { readonly type: T }>;

function all<T extends SimulatedEvent['type']>(history: History, type: T): readonly EventOf<T>[] {
  return history.filter((event): event is EventOf<T> => event.type === type);
}

function has(history: History, type: SimulatedEvent['type']): boolean {
  return history.some((event) => event.type === type);
}

function authorityOf(history: History): string {
  return all(history, 'DossierReceived')[0]?.data.authority ?? '';
}

function partners(history: History): readonly string[] {
  const own = authorityOf(history);
  return [...all(history, 'OpinionRequested').map(({ data }) => data.office), ...all(history, 'DossierTransferred').map(({ data }) => data.to)].filter((office) => office !== own);
}
