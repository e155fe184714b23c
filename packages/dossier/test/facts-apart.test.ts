import type { DossierEvent, Situation } from '@motcua/dossier';
import { vietnamTime } from '@motcua/testkit';
import { test } from 'tap';
import { apology, dueDateChanged, given, ready, received, resolved, returned } from './given.ts';

const DUE = '2024-01-12 17:00';
const taken = received('2024-01-05 08:00', DUE);

const TIMES = ['submittedAt', 'receivedAt', 'dueAt', 'resolvedAt', 'readyAt', 'returnedAt'] as const satisfies readonly (keyof Situation)[];

/** The times that the last event tells. */
function toldBy(...events: readonly DossierEvent[]): readonly string[] {
  const [before, after] = [given(...events.slice(0, -1)).situation, given(...events).situation];
  return TIMES.filter((time) => before[time] !== after[time]);
}

test('a due date that is put off and a result that comes early are two facts: neither event tells the other\'s time', async (t) => {
  const done = resolved('2024-01-10 08:00');
  t.same(toldBy(taken), ['receivedAt', 'dueAt']);
  t.same(toldBy(taken, dueDateChanged('2024-01-10 08:00', '2024-01-31 17:00')), ['dueAt']);
  t.same(toldBy(taken, done), ['resolvedAt']);
  t.same(toldBy(taken, done, ready('2024-01-11 08:00')), ['readyAt']);
  t.same(toldBy(taken, done, ready('2024-01-11 08:00'), returned('2024-01-15 08:00')), ['returnedAt']);
  t.same(toldBy(taken, apology('2024-01-11 08:00', '2024-01-31 17:00')), [], 'a date that is only promised anew is not the due date');
});

test('a result is early by its own time, and not because the due date was put off to a later one', async (t) => {
  const putOff = dueDateChanged('2024-01-08 08:00', '2024-01-31 17:00');
  t.match(given(taken, resolved('2024-01-10 08:00')).situation, { class: 'resolved_early', dueAt: vietnamTime(DUE) });
  t.match(given(taken, resolved('2024-01-12 08:00')).situation, { class: 'resolved_on_time', dueAt: vietnamTime(DUE) });
  t.match(given(taken, putOff, resolved('2024-01-12 08:00')).situation, { class: 'resolved_early', dueAt: vietnamTime('2024-01-31 17:00') });
  t.match(given(taken, putOff, resolved('2024-01-31 08:00')).situation, { class: 'resolved_on_time', dueAt: vietnamTime('2024-01-31 17:00') });
});
