import { decide, emptyDossier } from '@motcua/dossier';
import type { DossierEvent } from '@motcua/dossier';
import { acceptedOf, dossierCodeOf, fellOverdue, happened, oracleFigures, vietnamTime, whereabouts } from '@motcua/testkit';
import type { Arrival, OracleNode } from '@motcua/testkit';
import { test } from 'tap';

const PLACE = { authority: 'H57.01', procedure: '1.000001', field: 'F-01' } as const;
const [A, B, C, D] = [1, 2, 3, 4].map(dossierCodeOf) as [string, string, string, string];
const of = (dossier: string, event: DossierEvent): Arrival => ({ dossier, event });

/** Four dossiers told by hand; the comments give the position. */
const arrivals: readonly Arrival[] = [
  of(A, happened('DossierSubmitted', '2023-12-14 20:00', PLACE)), // 1
  of(B, happened('DossierReceived', '2023-12-13 09:00', { ...PLACE, receivingUnit: 'H57.90', channel: 'in_person', dueAt: '2023-12-20' })), // 2
  of(A, happened('DossierReceived', '2023-12-15 08:00', { ...PLACE, receivingUnit: 'H57.90', channel: 'online', dueAt: '2023-12-29' })), // 3
  of(C, happened('DossierRefused', '2023-12-16 08:00', { reason: 'not_competent', ...PLACE, channel: 'in_person' })), // 4
  of(B, fellOverdue(B, vietnamTime('2023-12-20 17:00'))), // 5
  of(A, happened('DossierReassigned', '2023-12-21 08:00', { to: 'H57.02' })), // 6
  of(A, happened('DossierResolved', '2023-12-28 08:00', {})), // 7
  of(B, happened('DossierResolved', '2023-12-20 17:00', { claimedOutcome: 'late' })), // 8: late news, undoes the mark
  of(A, happened('DossierReopened', '2024-01-05 08:00', { reason: 'court' })), // 9
  of(D, happened('DossierSubmitted', '2024-01-06 08:00', { ...PLACE, authority: 'H57.02' })), // 10
  of(D, happened('DossierWithdrawn', '2024-01-07 08:00', {})), // 11
];

function figures(node: OracleNode, from: string, to: string, position: number): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(oracleFigures(arrivals, { node, from, to, position })).filter(([, count]) => count !== 0));
}

test('counts what a clerk would count by hand', async (t) => {
  const first = { by: 'authority', authorities: ['H57.01'] } as const;
  t.same(figures(first, '2023-12-15', '2024-03-14', 7), {
    openingReceived: 1, received: 1, receivedOnline: 1, transferredOut: 1, closingReceived: 1, overdue: 1, fellOverdue: 1, inProgress: 1, openingAwaiting: 1, receivedAfterSubmission: 1, refusedAtCounter: 1,
  });
  t.same(figures(first, '2023-12-15', '2024-03-14', 11), {
    openingReceived: 1, received: 1, receivedOnline: 1, transferredOut: 1, resolved: 1, resolvedOnTime: 1, resolvedOnDueDate: 1, openingAwaiting: 1, receivedAfterSubmission: 1, refusedAtCounter: 1,
  });
  t.same(figures({ by: 'authority', authorities: ['H57.02'] }, '2023-12-15', '2024-03-14', 11), {
    reopened: 1, transferredIn: 1, resolved: 1, resolvedOnTime: 1, resolvedEarly: 1, closingReceived: 1, overdue: 1, inProgress: 1, submitted: 1, closedBeforeReception: 1, withdrawnBeforeReception: 1,
  });
  t.same(figures({ by: 'channel', code: 'in_person' }, '2023-12-01', '2023-12-14', 11), { received: 1, closingReceived: 1, withinLimit: 1, inProgress: 1 });
});

test('knows where a dossier was at the end of a day, as known at a position', async (t) => {
  const at = (day: string, position: number): string => whereabouts(arrivals, B, day, position).class;
  t.equal(at('2023-12-12', 11), 'outside');
  t.equal(at('2023-12-20', 4), 'in_progress');
  t.equal(at('2023-12-20', 7), 'overdue');
  t.equal(at('2023-12-20', 8), 'resolved_on_time');
  t.equal(at('2023-12-19', 8), 'in_progress');
  t.equal(whereabouts(arrivals, A, '2023-12-21', 11).place.authority, 'H57.02');
  t.equal(whereabouts(arrivals, A, '2023-12-20', 11).place.authority, 'H57.01');
});

test('reads a reopening as a clerk would: what ended before its reception is worked on, and the due date stays', async (t) => {
  const classAt = (day: string, ...events: readonly DossierEvent[]): string => whereabouts(events.map((event) => of(A, event)), A, day, events.length).class;
  const refused = happened('DossierRefused', '2023-12-16 08:00', { reason: 'other', ...PLACE });
  t.equal(classAt('2023-12-20', refused, happened('DossierReopened', '2023-12-18 08:00', { reason: 'court' })), 'in_progress');
  const received = happened('DossierReceived', '2023-12-13 09:00', { ...PLACE, receivingUnit: 'H57.90', channel: 'postal', dueAt: '2023-12-20' });
  const again = [received, happened('SupplementRequested', '2023-12-14 08:00', {}), happened('DossierWithdrawn', '2023-12-15 08:00', {}), happened('DossierReopened', '2023-12-18 08:00', { reason: 'error' })];
  t.equal(classAt('2023-12-31', ...again, happened('DossierResolved', '2023-12-20 17:00', {})), 'resolved_on_time');
  t.equal(classAt('2023-12-31', ...again, happened('DossierResolved', '2023-12-20 17:01', {})), 'resolved_late');
});

test('the arrivals told by hand are lawful, so that the oracle is asked about what can be', async (t) => {
  t.equal(acceptedOf(arrivals).length, arrivals.length);
});

test('offers again what was refused until nothing more is accepted, and never twice what was accepted', async (t) => {
  const received = of(A, happened('DossierReceived', '2024-01-05 08:00', { ...PLACE, receivingUnit: 'H57.90', channel: 'postal' }));
  const resolved = of(A, happened('DossierResolved', '2024-01-08 08:00', {}));
  const never = of(A, happened('DossierSubmitted', '2024-01-06 08:00', PLACE));
  t.same(acceptedOf([resolved, received, received, never]), [received, resolved]);
  t.equal(decide(emptyDossier, resolved.event).kind, 'refused');
});
