import type { DossierEvent } from '@motcua/dossier';
import { parsePeriod } from '@motcua/kernel';
import type { Figures } from '@motcua/ledger';
import { dossierCodeOf, happened } from '@motcua/testkit';
import { test } from 'tap';
import { bookOf, figuresFrom, journalOf } from './journal.ts';

const PLACE = { authority: 'H57.01', procedure: '1.000001', field: 'F-01', receivingUnit: 'H57.90', channel: 'in_person' } as const;
const taken = happened('DossierReceived', '2023-12-20 08:00', { ...PLACE, dueAt: '2024-01-12' });
const done = happened('DossierResolved', '2024-01-10 08:00', {});

/** The figures of one dossier in some periods, by the calendar. */
function figuresIn(periods: readonly string[], ...events: readonly DossierEvent[]): readonly Figures[] {
  const arrivals = events.map((event, index) => ({ dossier: dossierCodeOf(1), event: { ...event, position: index + 1 } }));
  const book = bookOf(journalOf({ arrivals, records: [] }), 'nd61');
  return periods.map((id) => parsePeriod(id, 'calendar')).map(({ from, to }) => figuresFrom(book, 'authority', () => true, from, to));
}

test('a dossier that is open over New Year is received once, resolved once, and carried over in between', async (t) => {
  const [old, next] = figuresIn(['2023', '2024'], taken, done);
  t.match(old, { openingReceived: 0, received: 1, resolved: 0, closingReceived: 1 });
  t.match(next, { openingReceived: 1, received: 0, resolved: 1, resolvedEarly: 1, closingReceived: 0 });
  const months = figuresIn(['2023-12', '2024-01', '2024-02'], taken, done);
  t.same(months.map(({ received, resolved }) => [received, resolved]), [[1, 0], [0, 1], [0, 0]]);
});

test('a reopening leaves the result before it counted where it was', async (t) => {
  const again = [taken, done, happened('DossierReopened', '2024-02-05 08:00', { reason: 'complaint', dueAt: '2024-03-12' }), happened('DossierResolved', '2024-03-04 08:00', {})];
  const months = ['2024-01', '2024-02', '2024-03'];
  const told = (figures: readonly Figures[]) => figures.map(({ resolved, reopened, closingReceived }) => ({ resolved, reopened, closingReceived }));
  t.same(told(figuresIn(months, ...again)), [
    { resolved: 1, reopened: 0, closingReceived: 0 }, { resolved: 0, reopened: 1, closingReceived: 1 }, { resolved: 1, reopened: 0, closingReceived: 0 },
  ]);
  t.same(told(figuresIn(months, ...again.slice(0, 3)))[0], { resolved: 1, reopened: 0, closingReceived: 0 }, 'also before it is resolved again');
});
