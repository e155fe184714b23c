import { isAppError } from '@motcua/kernel';
import { cellsBetween, cellsTogether, RESTATEMENT_REASONS, restatementOf } from '@motcua/ledger';
import type { Cells, Contribution } from '@motcua/ledger';
import fc from 'fast-check';
import { test } from 'tap';

const cells: fc.Arbitrary<Cells> = fc.uniqueArray(fc.constantFrom('province', 'district', 'commune'), { maxLength: 3 }).chain((rows) =>
  fc.tuple(...rows.map((row) => fc.tuple(fc.constant(row), fc.dictionary(fc.constantFrom('received', 'resolved', 'refused'), fc.integer({ min: -9, max: 9 }))))).map((entries) => new Map(entries)));
const contribution: fc.Arbitrary<Contribution> = fc.record({ reason: fc.constantFrom(...RESTATEMENT_REASONS), cells });

test('whatever changed and why, every change is told with reasons that add up to it, and nothing else is told', async (t) => {
  fc.assert(fc.property(cells, fc.array(contribution, { maxLength: 6 }), (before, contributions) => {
    const after = cellsTogether(before, ...contributions.map((one) => one.cells));
    const changes = restatementOf(before, after, contributions);
    for (const { row, figure, before: old, after: now, difference, reasons } of changes) {
      t.equal(difference, (now ?? 0) - (old ?? 0));
      t.equal(reasons.reduce((sum, { amount }) => sum + amount, 0), difference);
      t.ok(reasons.length > 0 && reasons.every(({ amount }) => amount !== 0));
      t.equal(old, before.get(row)?.[figure] ?? null);
    }
    const told = new Set(changes.map(({ row, figure }) => `${row} ${figure}`));
    for (const [row, figures] of cellsBetween(before, after)) {
      for (const [figure, difference] of Object.entries(figures)) if (difference !== 0) t.ok(told.has(`${row} ${figure}`));
    }
  }), { numRuns: 200 });
});

test('reasons that cancel out are told, and a line that a table did not have is no number in it', async (t) => {
  const [before, after] = [new Map([['province', { received: 5 }]]), new Map([['province', { received: 5, fellOverdue: 2 }]])];
  const [late, undone] = [new Map([['province', { received: 3 }]]), new Map([['province', { received: -3 }]])];
  t.strictSame(restatementOf(before, after, [
    { reason: 'correction', cells: undone }, { reason: 'late_event', cells: late }, { reason: 'definition', cells: new Map([['province', { fellOverdue: 2 }]]) },
  ]), [
    { row: 'province', figure: 'received', before: 5, after: 5, difference: 0, reasons: [{ reason: 'late_event', amount: 3 }, { reason: 'correction', amount: -3 }] },
    { row: 'province', figure: 'fellOverdue', before: null, after: 2, difference: 2, reasons: [{ reason: 'definition', amount: 2 }] },
  ]);
});

test('a difference that the log does not explain is no restatement', async (t) => {
  const [before, after] = [new Map([['province', { received: 5 }]]), new Map([['province', { received: 6 }]])];
  try {
    restatementOf(before, after, []);
    t.fail('it must not be answered');
  } catch (error) {
    t.ok(isAppError(error) && error.code === 'LEDGER_UNBALANCED');
    t.match(error, { message: /received of province differs by 1, of which the log explains 0/ });
  }
});
