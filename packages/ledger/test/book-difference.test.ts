import assert from 'node:assert/strict';
import { Almanac, LATENESS_RULES, ND61, ND61_EXTENDED, PORTAL_766 } from '@motcua/dossier';
import type { DossierEvent, LatenessRule } from '@motcua/dossier';
import { bookDifference, legsOf, movementsOf, repostDifference } from '@motcua/ledger';
import type { Posting } from '@motcua/ledger';
import { dossierCodeOf, fellOverdue, happened, randomRuns, sketchOfWorld, vietnamTime, worlds } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import { bookOf, differenceOf, journalOf } from './journal.ts';
import type { Row } from './journal.ts';

const [, ...OTHERS] = LATENESS_RULES;
const received = happened('DossierReceived', '2024-01-05 08:00', {
  authority: 'H57.01', procedure: '1.000001', receivingUnit: 'H57.90', channel: 'online', limit: { amount: 5, unit: 'working_days' }, dueAt: '2024-01-12',
});
const asked = happened('SupplementRequested', '2024-01-08 08:00', {});
const back = happened('SupplementReceived', '2024-01-10 08:00', {});
const letter = happened('ApologyIssued', '2024-01-11 08:00', { letterNumber: '1/XL', cause: 'appraisal', unitAtFault: 'H57.01', newDueAt: '2024-01-19', signed: true });
const resolvedOn = (day: string): DossierEvent => happened('DossierResolved', `${day} 08:00`, {});
const mark = fellOverdue(dossierCodeOf(0), vietnamTime('2024-01-12 17:00'));

function shown(events: readonly DossierEvent[], rule: LatenessRule): readonly string[] {
  return differenceOf(events, rule, new Almanac()).map(({ kind, movement: { cause, effectiveOn, from, to } }) => `${kind} ${cause} ${effectiveOn} ${from.class} → ${to.class}`);
}

test('a dossier that every rule sees alike adds nothing to any other book', async (t) => {
  for (const rule of OTHERS) t.same(shown([received, resolvedOn('2024-01-11')], rule), [], rule.id);
});

test('a result by the re-appointed date is late in the base book and in time in the extended one', async (t) => {
  t.same(shown([received, letter, mark, resolvedOn('2024-01-15')], ND61_EXTENDED), [
    'inverted overdue 2024-01-12 in_progress → overdue', 'inverted resolved 2024-01-15 overdue → resolved_late', 'posted resolved 2024-01-15 in_progress → resolved_early',
  ]);
  t.same(shown([received, letter, mark, resolvedOn('2024-01-15')], PORTAL_766).map((line) => line.split(' ')[0]), ['inverted', 'inverted', 'posted'], 'a mark of one rule moves nothing in the book of another');
});

test('a waiting that is subtracted gives less time than a limit that starts again', async (t) => {
  t.same(shown([received, asked, back, resolvedOn('2024-01-17')], PORTAL_766), [
    'inverted resolved 2024-01-17 in_progress → resolved_on_time', 'posted resolved 2024-01-17 in_progress → resolved_late',
  ]);
});

test('a second supplement is overdue in the book of the portal on the day on which it is asked for', async (t) => {
  const again = happened('SupplementRequested', '2024-01-11 08:00', {});
  t.same(shown([received, asked, back, again], PORTAL_766), [
    'inverted paused 2024-01-11 in_progress → paused', 'posted overdue 2024-01-11 in_progress → overdue',
  ]);
});

test('everything posted under another rule bears its name', async () => {
  fc.assert(fc.property(worlds({ dossiers: 1 }), fc.constantFrom(...OTHERS), ({ arrivals, records }, rule) => {
    for (const { movement } of differenceOf(arrivals.map(({ event }) => event), rule, new Almanac(records))) assert.equal(movement.rule, rule.id);
  }), { numRuns: randomRuns(20) });
});

test('whatever comes late, the base book and the differences posted so far are the book of the rule', async () => {
  fc.assert(fc.property(worlds({ dossiers: 2, strays: 4 }), (world) => {
    const rows = journalOf(world);
    const almanac = new Almanac(world.records);
    for (let position = 1; position <= world.arrivals.length; position += 1) {
      const heard = world.arrivals.slice(0, position);
      const { dossier } = heard.at(-1) ?? { dossier: '' };
      const events = heard.filter((arrival) => arrival.dossier === dossier).map(({ event }) => event);
      for (const rule of LATENESS_RULES) {
        const posted = bookOf(rows, rule.id).filter((row) => row.dossier === dossier && row.position <= position);
        const own = movementsOf(events, rule, almanac).map((movement) => ({ kind: 'posted', movement }) as const);
        assert.deepEqual(balance(posted), balance(own.flatMap(rowsOf)), `${rule.id} ${dossier} at ${position}\n${sketchOfWorld(world)}`);
      }
    }
  }), { numRuns: randomRuns(30) });
});

test('a difference that stays as it is posts nothing, and one that goes is taken back leg by leg', async () => {
  fc.assert(fc.property(worlds({ dossiers: 1 }), fc.constantFrom(...OTHERS), ({ arrivals, records }, rule) => {
    const difference = differenceOf(arrivals.map(({ event }) => event), rule, new Almanac(records));
    assert.deepEqual(repostDifference(difference, difference), []);
    assert.deepEqual(balance([...difference, ...repostDifference(difference, [])].flatMap(rowsOf)), new Map());
    assert.deepEqual(repostDifference([], difference), difference);
  }), { numRuns: randomRuns(20) });
});

test('a difference counts equal movements as many times as they stand', async (t) => {
  const [movement] = movementsOf([received], ND61);
  if (movement === undefined) throw new Error('no movement');
  t.same(bookDifference([movement, movement], [{ ...movement, rule: 'portal-766' }], 'portal-766'), [{ kind: 'inverted', movement: { ...movement, rule: 'portal-766' } }]);
  const posting = { kind: 'posted', movement } as const;
  t.same(repostDifference([posting, posting], [posting]), [{ kind: 'inverted', movement }]);
});

type Told = Omit<Row, 'position' | 'dossier' | 'rule'>;

function rowsOf(posting: Posting): readonly Told[] {
  const { effectiveOn, cause } = posting.movement;
  return legsOf(posting).map((leg) => ({ ...leg, effectiveOn, cause }));
}

/** What all legs together leave, by everything that a figure may ask for. */
function balance(rows: readonly Told[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { effectiveOn, cause, side, class: dossierClass, placement, amount } of rows) {
    const key = JSON.stringify([effectiveOn, cause, side, dossierClass, Object.entries(placement).toSorted()]);
    sums.set(key, (sums.get(key) ?? 0) + amount);
  }
  return new Map([...sums].filter(([, sum]) => sum !== 0).toSorted());
}
