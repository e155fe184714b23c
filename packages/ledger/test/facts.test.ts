import assert from 'node:assert/strict';
import { DOSSIER_CLASSES, LATENESS_RULES, ND61 } from '@motcua/dossier';
import type { DossierEvent } from '@motcua/dossier';
import { addDays } from '@motcua/kernel';
import { definitions, FACT_BOOK, FACT_CLASSES, factDefinitions, factsOf, factsOfRatings, feedbackDefinitions, figuresOf, fits, isFactId, stepsOf, weightsOf } from '@motcua/ledger';
import { fellOverdue, happened, oracleCalendar, oracleFacts, pools, randomRuns, sketchOfWorld, vietnamTime, worlds } from '@motcua/testkit';
import type { OracleNode } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import { journalOf, liesIn } from './journal.ts';
import type { Row } from './journal.ts';

const CODE = 'H57.31-240105-0001';
const place = { authority: 'H57.31', receivingUnit: 'H57.90', procedure: '1.001234' };
const received = happened('DossierReceived', '2024-01-05 08:00', { ...place, channel: 'online', dueAt: '2024-01-12T17:00:00+07:00' });
const resolved = happened('DossierResolved', '2024-01-10 08:00', {});
const late = happened('DossierResolved', '2024-01-15 08:00', {});
const letter = (at: string) => happened('ApologyIssued', at, { letterNumber: '1/XL', cause: 'own_fault', unitAtFault: 'H57.31', signed: true });

/** `2024-01-05 fee_due 1`, in order of time. */
function noted(...events: readonly DossierEvent[]): readonly string[] {
  return stepsOf(events, ND61).flatMap(factsOf).map(({ effectiveOn, to, amount }) => `${effectiveOn} ${to.class} ${amount}`);
}

test('a fee is owed once by a dossier, and every payment is one, online or not', async (t) => {
  const paid = (at: string, method: 'counter' | 'bank_transfer' | 'national_portal' | 'other_online', amount?: number) => happened('FeePaid', at, { method, amount });
  t.strictSame(noted(received, happened('PaymentRequested', '2024-01-06 08:00', {}), paid('2024-01-07 08:00', 'counter'), paid('2024-01-08 08:00', 'national_portal'), paid('2024-01-09 08:00', 'other_online')), [
    '2024-01-06 fee_due 1', '2024-01-07 payment_otherwise 1', '2024-01-08 fee_paid_online 1', '2024-01-08 payment_online 1', '2024-01-09 payment_online 1',
  ]);
  t.strictSame(noted(received, paid('2024-01-07 08:00', 'bank_transfer')), ['2024-01-07 fee_due 1', '2024-01-07 payment_otherwise 1']);
  t.strictSame(noted(received, happened('PaymentRequested', '2024-01-06 08:00', { amount: 0 }), paid('2024-01-07 08:00', 'national_portal', 0)), [], 'nothing is to be paid');
});

test('every component is in one class by its source, and a dossier is digital throughout when all are and the result is', async (t) => {
  const first = happened('ComponentsDigitized', '2024-01-05 09:00', { components: 5, byApplicant: 1, fromNationalDatabase: 2, fromElsewhere: 1 });
  const rest = happened('ComponentsDigitized', '2024-01-20 09:00', { components: 1, byCounter: 1 });
  const ready = happened('ResultReady', '2024-01-10 09:00', { electronic: true });
  t.strictSame(noted(received, first, resolved, ready, rest), [
    '2024-01-05 input_digitized 1', '2024-01-05 component_on_paper 1', '2024-01-05 component_by_applicant 1', '2024-01-05 component_from_national_database 2', '2024-01-05 component_from_elsewhere 1',
    '2024-01-10 result_electronic 1', '2024-01-20 component_by_counter 1',
  ], 'one component stayed on paper');
  const whole = happened('ComponentsDigitized', '2024-01-05 09:00', { components: 2, fromCitizenStore: 2 });
  t.ok(noted(received, whole, resolved, ready).includes('2024-01-10 digitized_throughout 1'));
  t.ok(noted(received, resolved, ready, { ...whole, occurredAt: vietnamTime('2024-02-01 08:00') }).includes('2024-02-01 digitized_throughout 1'));
});

test('a letter of apology is owed once a dossier is late, and the first one after that is the one that was owed', async (t) => {
  const mark = fellOverdue(CODE, vietnamTime('2024-01-12 17:00'));
  t.strictSame(noted(received, mark, late), ['2024-01-12 slip_owed 1'], 'with the due date, not with the result');
  t.strictSame(noted(received, late), ['2024-01-15 slip_owed 1'], 'until the mark is there');
  t.strictSame(noted(received, mark, letter('2024-01-16 08:00'), letter('2024-01-17 08:00')), ['2024-01-12 slip_owed 1', '2024-01-16 slip_signed 1', '2024-01-17 slip_signed 1', '2024-01-17 slip_owed 1']);
  t.strictSame(noted(received, letter('2024-01-11 08:00'), mark), ['2024-01-11 slip_signed 1', '2024-01-11 slip_owed 1'], 'sent beforehand');
  t.strictSame(noted(received, happened('SlipIssued', '2024-01-06 08:00', { kind: 'notice', signed: false })), ['2024-01-06 slip_unsigned 1', '2024-01-06 slip_owed 1']);
});

test('ratings are noted with their numbers at the unit, and name no dossier', async (t) => {
  const rated = factsOfRatings({ id: received.id, occurredAt: vietnamTime('2024-01-05 17:00'), unit: 'H57.90', data: { authority: 'H57.31', satisfied: 12, otherwise: 0 } });
  const placement = { authority: 'H57.31', receivingUnit: 'H57.90', procedure: 'unknown', field: 'unknown', channel: 'unknown' };
  t.strictSame(rated, [{
    eventId: received.id, effectiveOn: '2024-01-05', cause: 'noted', rule: FACT_BOOK, amount: 12, from: { class: 'outside', placement }, to: { class: 'rating_satisfied', placement },
  }]);
});

test('no line of the quarter\'s table counts a fact, and no fact counts a dossier\'s class', async (t) => {
  const leg = { cause: 'noted', side: 'to', channel: 'online' } as const;
  for (const name of FACT_CLASSES) t.same(figuresOf([{ ...leg, class: name, opening: 5, flow: 7 }], 'level'), figuresOf([], 'level'), name);
  for (const { id, terms } of [...factDefinitions]) {
    for (const name of DOSSIER_CLASSES) t.notOk(terms.some((term) => fits(term, { ...leg, class: name }, new Set())), `${id} ${name}`);
  }
  t.strictSame(weightsOf('componentsReused', { ...leg, class: 'component_from_elsewhere' }, 'level', { figures: factDefinitions }), { opening: 0, flow: 1 });
});

test('facts have distinct ids and labels, which no figure has, a Vietnamese label in NFC and a source; every class counts in one', async (t) => {
  const all = [...definitions, ...factDefinitions];
  t.equal(new Set(all.map(({ id }) => id)).size, all.length);
  t.equal(new Set(all.map(({ label }) => label)).size, all.length);
  for (const { label, source } of factDefinitions) t.ok(label === label.normalize('NFC') && source.length > 0, label);
  for (const name of FACT_CLASSES) t.ok(factDefinitions.some(({ terms }) => terms.some(({ classes }) => classes.some((one) => one === name))), name);
  t.ok(isFactId('feeDue') && !isFactId('received'));
  t.notOk(LATENESS_RULES.some(({ id }) => id === FACT_BOOK), 'the book of facts is no rule\'s');
});

const nodes: readonly OracleNode[] = [
  { by: 'authority', authorities: pools.authorities }, ...pools.authorities.map((authority) => ({ by: 'authority', authorities: [authority] }) as const),
  ...pools.fields.map((code) => ({ by: 'field', code }) as const), ...pools.channels.map((code) => ({ by: 'channel', code }) as const), { by: 'procedure', code: '1.000002', within: ['H57.02', 'H57.03'] },
];
const OF_NO_DOSSIER = { ratings: 0, ratingsSatisfied: 0, ...Object.fromEntries(feedbackDefinitions.map(({ id }) => [id, 0])) };
const days = fc.nat(75).map((offset) => addDays('2023-12-04', offset));

test('facts, also after news that came late and corrections, are what an oracle counts from the events', async (t) => {
  const seen = new Map<string, number>();
  fc.assert(fc.property(worlds(), fc.constantFrom(...nodes), fc.array(fc.tuple(days, days), { minLength: 1, maxLength: 3 }), fc.nat(), (world, node, spans, cut) => {
    const { arrivals, records } = world;
    const position = arrivals.length === 0 ? 0 : arrivals.length - cut % Math.min(arrivals.length, 9);
    const rows = journalOf(world).filter((row) => row.rule === FACT_BOOK && row.position <= position && liesIn(node)(row));
    const calendar = oracleCalendar(records);
    for (const [one, other] of spans) {
      const [from, to] = one < other ? [one, other] : [other, one];
      const facts = factsFrom(rows.filter(({ effectiveOn }) => from <= effectiveOn && effectiveOn <= to));
      assert.deepEqual(facts, { ...OF_NO_DOSSIER, ...oracleFacts(arrivals, { node, from, to, position, calendar }) }, `${node.by} ${from}..${to} at ${position}\n${sketchOfWorld(world)}`);
      for (const [id, count] of Object.entries(facts)) seen.set(id, (seen.get(id) ?? 0) + count);
    }
  }), { numRuns: randomRuns(30) });
  t.ok([...seen.values()].filter((count) => count > 0).length > 12, 'most facts came up');
});

function factsFrom(rows: readonly Row[]) {
  return figuresOf(rows.map(({ class: of, cause, side, placement: { channel }, amount }) => ({ class: of, cause, side, channel, opening: 0, flow: amount })), 'authority', { figures: factDefinitions });
}
