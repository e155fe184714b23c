import assert from 'node:assert/strict';
import { LATENESS_RULES, ND61 } from '@motcua/dossier';
import type { DossierEvent } from '@motcua/dossier';
import { CAUSES, legsOf, movementsOf, repost } from '@motcua/ledger';
import type { Movement, Posting } from '@motcua/ledger';
import { acceptedOf, delayed, dossierCodeOf, fellOverdue, happened, lawfulHistory, randomRuns, vietnamTime, worlds } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import { bookOf, journalOf } from './journal.ts';

const PLACE = { authority: 'H57.01', procedure: '1.000001', field: 'F-01' } as const;
const DUE = vietnamTime('2024-01-12 17:00');
const submitted = happened('DossierSubmitted', '2024-01-04 08:00', PLACE);
const received = happened('DossierReceived', '2024-01-05 08:00', { ...PLACE, authority: 'H57.02', receivingUnit: 'H57.90', channel: 'online', dueAt: '2024-01-12' });
const mark = fellOverdue(dossierCodeOf(0), DUE);
const resolved = happened('DossierResolved', '2024-01-15 08:00', {});

/** `cause date from → to`. */
function shown({ cause, effectiveOn, from, to }: Movement): string {
  return `${cause} ${effectiveOn} ${from.class} → ${to.class}`;
}

function postings(before: readonly DossierEvent[], after: readonly DossierEvent[]): readonly string[] {
  return repost(movementsOf(before, ND61), movementsOf(after, ND61)).map(({ kind, movement }) => `${kind} ${shown(movement)}`);
}

function multiset(movements: readonly Movement[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const movement of movements) counts.set(JSON.stringify(movement), (counts.get(JSON.stringify(movement)) ?? 0) + 1);
  return counts;
}

test('a life in order posts one movement for every change of class or place', async (t) => {
  t.same(movementsOf([submitted, received, mark, resolved], ND61).map(shown), [
    'submitted 2024-01-04 outside → awaiting_reception', 'received 2024-01-05 awaiting_reception → in_progress',
    'overdue 2024-01-12 in_progress → overdue', 'resolved 2024-01-15 overdue → resolved_late',
  ]);
});

test('a movement leaves the place where the dossier was and enters the one where it is', async (t) => {
  const [first, reception] = movementsOf([submitted, received], ND61);
  t.equal(first?.from.placement.authority, 'H57.01', 'what comes from outside comes into its own place');
  t.match(reception, { from: { placement: { authority: 'H57.01', receivingUnit: 'unknown' } }, to: { placement: { authority: 'H57.02', receivingUnit: 'H57.90' } } });
});

test('what moves nothing posts nothing', async (t) => {
  const quiet = [
    happened('ApologyIssued', '2024-01-08 08:00', { letterNumber: '1/XL', cause: 'unknown', unitAtFault: 'H57.01', signed: true }),
    happened('DueDateChanged', '2024-01-09 08:00', { newDueAt: '2024-01-31', cause: 'law' }), mark,
    happened('DossierCorrected', '2024-01-10 08:00', { field: 'dueAt', old: '2024-01-12', new: '2024-01-19', reason: 'other' }),
    happened('DossierCorrected', '2024-01-10 08:01', { field: 'receivedAt', old: '2024-01-05T08:00:00+07:00', new: '2024-01-05T09:00:00+07:00', reason: 'other' }),
  ];
  t.equal(movementsOf([received, ...quiet], ND61).length, 1);
  const end = [resolved, happened('ResultReady', '2024-01-16 08:00', {}), happened('ResultReturned', '2024-01-17 08:00', {})];
  t.equal(movementsOf([received, ...quiet, ...end], ND61).length, 2);
});

test('a reassignment keeps the class and a reopening has a cause of its own', async (t) => {
  const later = [happened('DossierReassigned', '2024-01-08 08:00', { to: 'H57.03' }), resolved, happened('DossierReopened', '2024-01-20 08:00', { reason: 'court' })];
  t.same(movementsOf([received, mark, ...later], ND61).map(shown).slice(1), [
    'reassigned 2024-01-08 in_progress → in_progress', 'overdue 2024-01-12 in_progress → overdue', 'resolved 2024-01-15 overdue → resolved_late', 'reopened 2024-01-20 resolved_late → overdue',
  ]);
});

test('a dossier refused at the counter enters the received book when it is reopened, and is never received', async (t) => {
  const refused = happened('DossierRefused', '2024-01-04 08:00', { reason: 'incomplete', ...PLACE });
  const reopened = happened('DossierReopened', '2024-01-08 08:00', { reason: 'complaint' });
  t.same(movementsOf([refused, reopened, resolved], ND61).map(shown), [
    'refused 2024-01-04 outside → refused', 'reopened 2024-01-08 refused → in_progress', 'resolved 2024-01-15 in_progress → resolved_undated',
  ]);
});

test('a correction of a place names what it corrected', async (t) => {
  for (const [field, old, to] of [['authority', 'H57.02', 'H57.03'], ['receivingUnit', 'H57.90', 'H57.91'], ['procedure', '1.000001', '1.000002'], ['field', 'F-01', 'F-02'], ['channel', 'online', 'postal']] as const) {
    const correction = happened('DossierCorrected', '2024-01-10 08:00', { field, old, new: to, reason: 'typing_error' });
    const cause = `corrected_${field === 'receivingUnit' ? 'receiving_unit' : field}`;
    t.same(movementsOf([received, correction], ND61).map(shown).slice(1), [`${cause} 2024-01-10 in_progress → in_progress`]);
    t.ok(CAUSES.some((known) => known === cause));
  }
});

test('the date of a movement is the civil date of the fact in Vietnam', async (t) => {
  const late = happened('DossierSubmitted', '2024-03-14T23:59:59.999+07:00', PLACE);
  const early = happened('DossierSubmitted', '2024-03-15T00:00:00+07:00', PLACE);
  t.equal(movementsOf([late], ND61)[0]?.effectiveOn, '2024-03-14');
  t.equal(movementsOf([early], ND61)[0]?.effectiveOn, '2024-03-15');
});

test('a result before the due date that arrives after the mark undoes the mark on the mark\'s own date', async (t) => {
  const inTime = happened('DossierResolved', '2024-01-11 08:00', {});
  t.same(postings([received, mark], [received, mark, inTime]), ['inverted overdue 2024-01-12 in_progress → overdue', 'posted resolved 2024-01-11 in_progress → resolved_early']);
});

test('a corrected end is taken back where it stood and posted where it stands', async (t) => {
  const before = [received, mark, resolved];
  const correction = happened('DossierCorrected', '2024-02-01 08:00', { field: 'resolvedAt', old: '2024-01-15T08:00:00+07:00', new: '2024-01-10T08:00:00+07:00', reason: 'typing_error' });
  t.same(postings(before, [...before, correction]), [
    'inverted overdue 2024-01-12 in_progress → overdue', 'inverted resolved 2024-01-15 overdue → resolved_late', 'posted resolved 2024-01-10 in_progress → resolved_early',
  ]);
});

test('a late filing takes the reception from outside back and posts it from the waiting', async (t) => {
  t.same(postings([received], [received, submitted]), [
    'inverted received 2024-01-05 outside → in_progress', 'posted submitted 2024-01-04 outside → awaiting_reception', 'posted received 2024-01-05 awaiting_reception → in_progress',
  ]);
});

test('an inverse has the date, cause, sides, classes and places of what it takes back, and the opposite amounts', async () => {
  fc.assert(fc.property(lawfulHistory(), (life) => {
    for (const movement of movementsOf(life, ND61)) {
      const [posted, inverted] = (['posted', 'inverted'] as const).map((kind) => legsOf({ kind, movement }));
      assert.deepEqual(posted?.map(({ amount, ...rest }) => ({ amount: -amount, ...rest })), inverted?.map((leg) => ({ ...leg })));
      assert.deepEqual(posted?.map(({ side, amount }) => [side, amount]), [['from', -1], ['to', 1]]);
      assert.deepEqual(posted?.map((leg) => leg.class), [movement.from.class, movement.to.class]);
      assert.deepEqual(posted?.map((leg) => leg.placement), [movement.from.placement, movement.to.placement]);
    }
  }), { numRuns: randomRuns(30) });
});

test('the legs of whatever is posted sum to nothing, under each rule for itself', async () => {
  fc.assert(fc.property(worlds(), (world) => {
    const rows = journalOf(world);
    for (const { id } of LATENESS_RULES) assert.equal(rows.filter(({ rule }) => rule === id).reduce((sum, { amount }) => sum + amount, 0), 0, id);
  }), { numRuns: randomRuns(20) });
});

test('one movement follows the other: each leaves where the one before it went', async () => {
  fc.assert(fc.property(lawfulHistory(), fc.constantFrom(...LATENESS_RULES), (life, { id, ...terms }) => {
    const movements = movementsOf(life, { id, ...terms });
    assert.equal(movements[0]?.from.class ?? 'outside', 'outside');
    for (const [index, movement] of movements.entries()) if (index > 0) assert.deepEqual(movement.from, movements[index - 1]?.to);
    for (const { effectiveOn, rule } of movements) assert.ok(/^\d{4}-\d{2}-\d{2}$/.test(effectiveOn) && rule === id);
    assert.deepEqual(movements.map(({ effectiveOn }) => effectiveOn), movements.map(({ effectiveOn }) => effectiveOn).toSorted());
  }), { numRuns: randomRuns(25) });
});

test('what was posted, applied to what stood before, gives what stands now', async () => {
  const growing = lawfulHistory().chain((life) => delayed(life)).map((offered) => acceptedOf(offered.map((event) => ({ dossier: '', event }))).map(({ event }) => event));
  fc.assert(fc.property(growing, fc.nat(), (events, cut) => {
    const before = movementsOf(events.slice(0, cut % (events.length + 1)), ND61);
    const after = movementsOf(events, ND61);
    assert.deepEqual(applied(before, repost(before, after)), multiset(after));
    assert.deepEqual(applied(after, repost(after, before)), multiset(before));
    assert.deepEqual(repost(after, after), [], 'what still holds is not touched');
  }), { numRuns: randomRuns(25) });
});

/** The movements that stand after postings; every inverse must find what it takes back. */
function applied(before: readonly Movement[], posted: readonly Posting[]): ReadonlyMap<string, number> {
  const standing = new Map(multiset(before));
  for (const { kind, movement } of posted) {
    const key = JSON.stringify(movement);
    const count = (standing.get(key) ?? 0) + (kind === 'posted' ? 1 : -1);
    assert.ok(count >= 0, `nothing to take back: ${shown(movement)}`);
    if (count === 0) standing.delete(key);
    else standing.set(key, count);
  }
  return standing;
}

test('repost counts equal movements as many times as they stand', async (t) => {
  const [movement] = movementsOf([submitted], ND61);
  if (movement === undefined) throw new Error('no movement');
  t.same(repost([movement, movement], [movement]), [{ kind: 'inverted', movement }]);
  t.same(repost([], [movement, movement]).length, 2);
});

test('at the end of every day, as known at every position, under every rule, a dossier is in one class and no class is negative', async () => {
  fc.assert(fc.property(worlds({ dossiers: 1, strays: 4 }), fc.constantFrom(...LATENESS_RULES), (world, rule) => {
    const { arrivals } = world;
    const rows = bookOf(journalOf(world), rule.id);
    const days = [...new Set(rows.map(({ effectiveOn }) => effectiveOn))].toSorted();
    for (let position = 1; position <= arrivals.length; position += 1) {
      const known = rows.filter((row) => row.position <= position);
      for (const day of days) assertOneClass(known.filter((row) => row.effectiveOn <= day), `on ${day} at ${position} under ${rule.id}`);
    }
  }), { numRuns: randomRuns(20) });
});

function assertOneClass(rows: ReturnType<typeof journalOf>, where: string): void {
  const byClass = new Map<string, number>();
  const byPlace = new Map<string, number>();
  for (const row of rows) {
    byClass.set(row.class, (byClass.get(row.class) ?? 0) + row.amount);
    if (row.class === 'outside') continue;
    const place = JSON.stringify([row.class, row.placement]);
    byPlace.set(place, (byPlace.get(place) ?? 0) + row.amount);
  }
  const outside = byClass.get('outside') ?? 0;
  byClass.delete('outside');
  const standing = [...byClass.values()].filter((balance) => balance !== 0);
  assert.ok(outside === 0 ? standing.length === 0 : outside === -1 && standing.length === 1 && standing[0] === 1, where);
  for (const balance of byPlace.values()) assert.ok(balance === 0 || balance === 1, where);
}

test('movements of an unlawful history are refused as impossible', async (t) => {
  t.throws(() => movementsOf([resolved], ND61), { code: 'HISTORY_IMPOSSIBLE', message: /DossierResolved.*DOSSIER_UNKNOWN/ });
});
