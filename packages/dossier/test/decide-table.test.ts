import { DOSSIER_EVENT_TYPES, emptyDossier, replay } from '@motcua/dossier';
import type { Dossier, DossierEvent, DossierEventType } from '@motcua/dossier';
import { vietnamTime } from '@motcua/testkit';
import { test } from 'tap';
import {
  apology, corrected, delayAnnounced, digitized, dueDateChanged, feePaid, given, mark, opinionAsked, opinionGiven, outcome, paymentAsked, ready, reassigned, received, refusal,
  refusedAfterSubmission, refusedAtCounter, reopened, resolved, resumed, returned, slip, submitted, supplementAsked, supplementBack, suspended, terminated, transferred, withdrawn,
} from './given.ts';

const NOW = '2024-01-15 09:00';
const online = submitted('2024-01-04 08:00');
const taken = received('2024-01-05 08:00', '2024-01-19 17:00');
const soon = received('2024-01-05 08:00', '2024-01-12 17:00');
const undated = received('2024-01-05 08:00');
const asked = supplementAsked('2024-01-08 08:00');
const askedLate = supplementAsked('2024-01-13 08:00');
const passed = mark('2024-01-12 17:00');

/** Where a dossier can stand, and how it came there. */
const states = {
  'nothing': emptyDossier,
  'waiting': given(online),
  'waiting, supplement asked': given(online, supplementAsked('2024-01-04 09:00')),
  'in progress': given(taken),
  'in progress without a due date': given(undated),
  'paused': given(taken, asked),
  'waiting, payment asked': given(online, paymentAsked('2024-01-04 09:00')),
  'payment asked': given(taken, paymentAsked('2024-01-08 08:00')),
  'suspended': given(taken, suspended('2024-01-08 08:00')),
  'suspended, supplement and payment asked': given(taken, suspended('2024-01-08 08:00'), supplementAsked('2024-01-08 09:00'), paymentAsked('2024-01-08 10:00')),
  'overdue, suspended': given(soon, passed, suspended('2024-01-13 08:00')),
  'transferred': given(taken, transferred('2024-01-08 08:00')),
  'opinion asked': given(taken, opinionAsked('2024-01-08 08:00')),
  'overdue': given(soon, passed),
  'overdue, supplement asked': given(soon, passed, askedLate),
  'resolved early': given(taken, resolved('2024-01-10 10:00')),
  'resolved late': given(soon, passed, resolved('2024-01-13 10:00')),
  'resolved, opinion asked': given(taken, opinionAsked('2024-01-08 08:00'), resolved('2024-01-10 10:00')),
  'ready': given(taken, resolved('2024-01-10 10:00'), ready('2024-01-10 11:00')),
  'returned': given(taken, resolved('2024-01-10 10:00'), ready('2024-01-10 11:00'), returned('2024-01-11 08:00')),
  'refused': given(online, refusedAfterSubmission('2024-01-04 10:00')),
  'refused at the counter': given(refusedAtCounter('2024-01-05 08:00')),
  'withdrawn while waiting': given(online, withdrawn('2024-01-04 10:00')),
  'withdrawn': given(taken, withdrawn('2024-01-10 10:00')),
  'terminated': given(taken, terminated('2024-01-10 10:00')),
  'reopened': given(taken, resolved('2024-01-10 10:00'), reopened('2024-01-11 08:00', '2024-01-25 17:00')),
  'reopened without a reception': given(online, refusedAfterSubmission('2024-01-04 10:00'), reopened('2024-01-11 08:00', '2024-01-25 17:00')),
} as const satisfies Record<string, Dossier>;
type State = keyof typeof states;

const closedStates = ['resolved early', 'resolved late', 'resolved, opinion asked', 'ready', 'returned', 'refused', 'refused at the counter', 'withdrawn while waiting', 'withdrawn', 'terminated'] as const satisfies readonly State[];
const same = (names: readonly State[]): Partial<Record<State, string>> => Object.fromEntries(names.map((name) => [name, states[name].situation.class]));
const all = (names: readonly State[], expected: string): Partial<Record<State, string>> => Object.fromEntries(names.map((name) => [name, expected]));

const running = ['in progress', 'in progress without a due date', 'transferred', 'opinion asked', 'reopened', 'reopened without a reception'] as const satisfies readonly State[];
const paused = ['paused', 'payment asked', 'suspended', 'suspended, supplement and payment asked'] as const satisfies readonly State[];
const overdue = ['overdue', 'overdue, supplement asked', 'overdue, suspended'] as const satisfies readonly State[];
const workedOn = [...running, ...paused, ...overdue] as const satisfies readonly State[];
const waiting = ['waiting', 'waiting, supplement asked', 'waiting, payment asked'] as const satisfies readonly State[];
const neverReceived = ['refused', 'refused at the counter', 'withdrawn while waiting'] as const satisfies readonly State[];
const resolvedStates = ['resolved early', 'resolved late', 'resolved, opinion asked', 'ready', 'returned'] as const satisfies readonly State[];

/** What each event does in each state: the class after it, or the code of the refusal. */
const table: Record<DossierEventType, { readonly when: DossierEvent; readonly then: Partial<Record<State, string>> }> = {
  DossierSubmitted: { when: submitted(NOW), then: { nothing: 'awaiting_reception', ...all(waiting, 'ALREADY_SUBMITTED'), ...all(workedOn, 'ALREADY_RECEIVED'), ...all(closedStates, 'DOSSIER_CLOSED') } },
  DossierReceived: { when: received(NOW, '2024-01-30 17:00'), then: { nothing: 'in_progress', ...all(waiting, 'in_progress'), ...all(workedOn, 'ALREADY_RECEIVED'), ...all(closedStates, 'DOSSIER_CLOSED') } },
  DossierRefused: { when: refusedAtCounter(NOW), then: { nothing: 'refused', ...all(waiting, 'refused'), ...all(workedOn, 'ALREADY_RECEIVED'), ...all(closedStates, 'DOSSIER_CLOSED') } },
  SupplementRequested: { when: supplementAsked(NOW), then: {
    'nothing': 'DOSSIER_UNKNOWN', ...all(waiting, 'awaiting_reception'), ...all([...running, ...paused], 'paused'), ...all(overdue, 'overdue'), ...all(closedStates, 'DOSSIER_CLOSED'),
    ...all(['waiting, supplement asked', 'paused', 'suspended, supplement and payment asked', 'overdue, supplement asked'], 'SUPPLEMENT_ALREADY_REQUESTED'),
  } },
  SupplementReceived: { when: supplementBack(NOW, '2024-01-30 17:00'), then: {
    ...all(['nothing', ...waiting, ...workedOn], 'SUPPLEMENT_NOT_REQUESTED'), 'waiting, supplement asked': 'awaiting_reception', 'paused': 'in_progress',
    'suspended, supplement and payment asked': 'paused', 'overdue, supplement asked': 'overdue', ...all(closedStates, 'DOSSIER_CLOSED'),
  } },
  PaymentRequested: { when: paymentAsked(NOW), then: {
    'nothing': 'DOSSIER_UNKNOWN', ...all(waiting, 'awaiting_reception'), ...all([...running, ...paused], 'paused'), ...all(overdue, 'overdue'), ...all(closedStates, 'DOSSIER_CLOSED'),
    ...all(['waiting, payment asked', 'payment asked', 'suspended, supplement and payment asked'], 'PAYMENT_ALREADY_REQUESTED'),
  } },
  FeePaid: { when: feePaid(NOW, '2024-01-30 17:00'), then: { 'nothing': 'DOSSIER_UNKNOWN', ...same([...waiting, ...workedOn, ...closedStates]), 'payment asked': 'in_progress' } },
  ProcessingSuspended: { when: suspended(NOW), then: {
    'nothing': 'DOSSIER_UNKNOWN', ...all(waiting, 'DOSSIER_NOT_RECEIVED'), ...all([...running, ...paused], 'paused'), ...all(overdue, 'overdue'), ...all(closedStates, 'DOSSIER_CLOSED'),
    ...all(['suspended', 'suspended, supplement and payment asked', 'overdue, suspended'], 'ALREADY_SUSPENDED'),
  } },
  ProcessingResumed: { when: resumed(NOW, '2024-01-30 17:00'), then: {
    'nothing': 'DOSSIER_UNKNOWN', ...all(waiting, 'DOSSIER_NOT_RECEIVED'), ...all(workedOn, 'NOT_SUSPENDED'), ...all(closedStates, 'DOSSIER_CLOSED'),
    'suspended': 'in_progress', 'suspended, supplement and payment asked': 'paused', 'overdue, suspended': 'overdue',
  } },
  DossierTransferred: { when: transferred(NOW), then: { nothing: 'DOSSIER_UNKNOWN', ...all(waiting, 'DOSSIER_NOT_RECEIVED'), ...same(workedOn), ...all(closedStates, 'DOSSIER_CLOSED'), transferred: 'ALREADY_TRANSFERRED' } },
  OpinionRequested: { when: opinionAsked(NOW), then: { 'nothing': 'DOSSIER_UNKNOWN', ...all(waiting, 'DOSSIER_NOT_RECEIVED'), ...same(workedOn), ...all(closedStates, 'DOSSIER_CLOSED'), 'opinion asked': 'OPINION_ALREADY_REQUESTED' } },
  OpinionGiven: { when: opinionGiven(NOW), then: { 'nothing': 'DOSSIER_UNKNOWN', ...all([...waiting, ...workedOn, ...closedStates], 'OPINION_NOT_REQUESTED'), ...same(['opinion asked', 'resolved, opinion asked']) } },
  DelayAnnounced: { when: delayAnnounced(NOW), then: { nothing: 'DOSSIER_UNKNOWN', ...all(waiting, 'DOSSIER_NOT_RECEIVED'), ...same(workedOn), ...all(closedStates, 'DOSSIER_CLOSED') } },
  DueDateChanged: { when: dueDateChanged(NOW, '2024-01-30 17:00'), then: { nothing: 'DOSSIER_UNKNOWN', ...all(waiting, 'DOSSIER_NOT_RECEIVED'), ...same(workedOn), ...all(closedStates, 'DOSSIER_CLOSED') } },
  DossierFellOverdue: { when: mark('2024-01-19 17:00'), then: { ...same([...waiting, ...workedOn, ...closedStates]), 'nothing': 'DOSSIER_UNKNOWN', ...all(['in progress', 'transferred', 'opinion asked'], 'overdue') } },
  ApologyIssued: { when: apology(NOW), then: { nothing: 'DOSSIER_UNKNOWN', ...all(waiting, 'DOSSIER_NOT_RECEIVED'), ...same([...workedOn, ...closedStates]), ...all(neverReceived, 'DOSSIER_NOT_RECEIVED') } },
  DossierResolved: { when: resolved(NOW), then: {
    'nothing': 'DOSSIER_UNKNOWN', ...all(waiting, 'DOSSIER_NOT_RECEIVED'), ...all([...running, ...paused], 'resolved_early'), 'in progress without a due date': 'resolved_undated',
    ...all(overdue, 'resolved_late'), ...all(closedStates, 'DOSSIER_CLOSED'),
  } },
  ResultReady: { when: ready(NOW), then: { nothing: 'DOSSIER_UNKNOWN', ...all([...waiting, ...workedOn, ...closedStates], 'NOT_RESOLVED'), ...same(resolvedStates), ...all(['ready', 'returned'], 'RESULT_ALREADY_READY') } },
  ComponentsDigitized: { when: digitized(NOW), then: { nothing: 'DOSSIER_UNKNOWN', ...same([...waiting, ...workedOn, ...closedStates]) } },
  SlipIssued: { when: slip(NOW), then: { nothing: 'DOSSIER_UNKNOWN', ...same([...waiting, ...workedOn, ...closedStates]) } },
  ResultReturned: { when: returned(NOW), then: { nothing: 'DOSSIER_UNKNOWN', ...all([...waiting, ...workedOn, ...closedStates], 'NOT_RESOLVED'), ...same(resolvedStates), returned: 'RESULT_ALREADY_RETURNED' } },
  DossierWithdrawn: { when: withdrawn(NOW), then: { nothing: 'DOSSIER_UNKNOWN', ...all([...waiting, ...workedOn], 'withdrawn'), ...all(closedStates, 'DOSSIER_CLOSED') } },
  ProcessingTerminated: { when: terminated(NOW), then: { nothing: 'DOSSIER_UNKNOWN', ...all([...waiting, ...workedOn], 'terminated'), ...all(closedStates, 'DOSSIER_CLOSED') } },
  DossierReopened: { when: reopened(NOW, '2024-01-30 17:00'), then: { nothing: 'DOSSIER_UNKNOWN', ...all([...waiting, ...workedOn], 'DOSSIER_NOT_CLOSED'), ...all(closedStates, 'in_progress') } },
  DossierReassigned: { when: reassigned(NOW), then: { nothing: 'DOSSIER_UNKNOWN', ...same([...waiting, ...workedOn]), ...all(closedStates, 'DOSSIER_CLOSED') } },
  DossierCorrected: { when: corrected(NOW, 'procedure', '1.000001', '1.000002'), then: { nothing: 'DOSSIER_UNKNOWN', ...same([...waiting, ...workedOn, ...closedStates]) } },
};

for (const type of DOSSIER_EVENT_TYPES) {
  test(`${type} is answered in every state as the table says`, async (t) => {
    const { when, then } = table[type];
    for (const [name, dossier] of Object.entries(states)) t.equal(outcome(dossier, when), then[name as State], name);
  });
}

test('the states of the table are what their names say', async (t) => {
  t.equal(states.paused.situation.class, 'paused');
  t.equal(states['overdue, supplement asked'].situation.class, 'overdue');
  t.equal(states['waiting, supplement asked'].situation.class, 'awaiting_reception');
  t.equal(states['resolved late'].situation.class, 'resolved_late');
  t.equal(new Set(Object.values(states).map(({ situation }) => situation.class)).size, 10);
});

test('a dossier that refused an event is the same as before', async (t) => {
  const before = structuredClone(states['in progress']);
  refusal(states['in progress'], taken);
  refusal(states['in progress'], corrected(NOW, 'receivedAt', '2024-01-01 08:00', '2024-01-06 08:00'));
  t.same(states['in progress'], before);
});

test('a refusal at the counter must say where when nothing was submitted', async (t) => {
  t.match(refusal(emptyDossier, refusedAfterSubmission(NOW)), { code: 'EVENT_INVALID', errors: [{ pointer: '/data' }] });
});

test('a reassignment to the authority that already has the dossier is refused', async (t) => {
  t.equal(outcome(given(taken), reassigned(NOW, 'H57.01')), 'AUTHORITY_UNCHANGED');
  t.equal(given(taken, reassigned(NOW, 'H57.02')).situation.placement.authority, 'H57.02');
  t.equal(outcome(given(taken, reassigned('2024-01-08 08:00')), reassigned(NOW, 'H57.01')), 'in_progress', 'and back again');
});

test('a due date before the event that sets it is refused, one in the same minute is not', async (t) => {
  const cases = [
    [emptyDossier, received(NOW, '2024-01-15 08:59'), received(NOW, NOW)],
    [states['in progress'], dueDateChanged(NOW, '2024-01-15 08:59'), dueDateChanged(NOW, NOW)],
    [states.paused, supplementBack(NOW, '2024-01-15 08:59'), supplementBack(NOW, NOW)],
    [states['payment asked'], feePaid(NOW, '2024-01-15 08:59'), feePaid(NOW, NOW)],
    [states['suspended'], resumed(NOW, '2024-01-15 08:59'), resumed(NOW, NOW)],
    [states['in progress'], transferred(NOW, 'H57.02', { dueAt: '2024-01-15T08:59:00+07:00' }), transferred(NOW, 'H57.02', { dueAt: '2024-01-15T09:00:00+07:00' })],
    [states['in progress'], opinionAsked(NOW, 'H57.02', { dueAt: '2024-01-15T08:59:00+07:00' }), opinionAsked(NOW, 'H57.02', { dueAt: '2024-01-15T09:00:00+07:00' })],
    [states['resolved early'], reopened(NOW, '2024-01-15 08:59'), reopened(NOW, NOW)],
  ] as const;
  for (const [dossier, before, inTheSameMinute] of cases) {
    t.equal(outcome(dossier, before), 'DUE_BEFORE_START', before.type);
    t.not(outcome(dossier, inTheSameMinute), 'DUE_BEFORE_START', before.type);
  }
});

test('a dossier has been with one co-operating office at a time, and comes back to the authority', async (t) => {
  const away = states.transferred;
  t.equal(away.situation.heldBy, 'H57.02');
  t.equal(given(...away.events, transferred(NOW, 'H57.03')).situation.heldBy, 'H57.03', 'straight on to the next');
  t.equal(given(...away.events, transferred(NOW, 'H57.01')).situation.heldBy, undefined);
  t.equal(outcome(states['in progress'], transferred(NOW, 'H57.01')), 'ALREADY_TRANSFERRED', 'the authority has it');
  t.equal(given(...away.events, reassigned(NOW, 'H57.02')).situation.heldBy, undefined, 'the office that has it becomes responsible');
  t.equal(given(...away.events, resolved(NOW)).situation.heldBy, undefined);
});

test('several offices may be asked for an opinion, and each answers for itself', async (t) => {
  const both = given(...states['opinion asked'].events, opinionAsked('2024-01-09 08:00', 'H57.02'));
  t.same(both.situation.opinions, ['H57.03', 'H57.02']);
  t.same(given(...both.events, opinionGiven(NOW, 'H57.03')).situation.opinions, ['H57.02']);
  t.equal(outcome(given(...both.events, opinionGiven(NOW, 'H57.03')), opinionAsked('2024-01-16 08:00', 'H57.03')), 'in_progress', 'and may be asked again');
});

test('a reopened dossier may be resolved, returned and reopened again', async (t) => {
  const again = given(taken, resolved('2024-01-10 10:00'), ready('2024-01-10 11:00'), returned('2024-01-11 08:00'), reopened('2024-01-12 08:00', '2024-01-25 17:00'));
  t.match(again.situation, { class: 'in_progress', resolvedAt: undefined, readyAt: undefined, returnedAt: undefined });
  const twice = [resolved('2024-01-16 08:00'), ready('2024-01-16 09:00'), returned('2024-01-16 10:00'), reopened('2024-01-17 08:00')];
  t.equal(given(...again.events, ...twice).situation.class, 'in_progress');
});

test('a dossier that ended before its reception goes on when it is reopened, as if it had been received', async (t) => {
  for (const name of neverReceived) {
    const again = given(...states[name].events, reopened('2024-01-12 08:00', '2024-01-25 17:00'));
    t.match(again.situation, { class: 'in_progress', receivedAt: undefined, dueAt: vietnamTime('2024-01-25 17:00') }, name);
    t.same(again.situation.placement, states[name].situation.placement, 'it counts where it counted');
    const apologised = given(...again.events, supplementAsked('2024-01-15 08:00'), supplementBack('2024-01-16 08:00', '2024-01-26 17:00'), apology('2024-01-16 09:00'), dueDateChanged('2024-01-16 10:00', '2024-01-30 17:00'));
    t.match(apologised.situation, { class: 'in_progress', apologies: 1, dueAt: vietnamTime('2024-01-30 17:00') });
    t.equal(outcome(apologised, mark('2024-01-30 17:00')), 'overdue');
    t.equal(outcome(apologised, resolved('2024-01-30 17:01')), 'resolved_late');
    t.equal(outcome(given(...apologised.events, withdrawn('2024-01-17 08:00')), apology('2024-01-18 08:00')), 'withdrawn', 'also after another end');
  }
});

test('no refusal sends a dossier that ended before its reception in a circle', async (t) => {
  for (const name of neverReceived) {
    t.match(refusal(states[name], received(NOW)), { code: 'DOSSIER_CLOSED', message: /DossierReopened in place of the reception.*new code/ }, name);
    const again = given(...states[name].events, reopened('2024-01-12 08:00'));
    const { code, message } = refusal(again, received(NOW));
    t.equal(code, 'ALREADY_RECEIVED');
    t.match(message, /without a reception; send what happened next/);
    t.notMatch(message, /DossierCorrected|DossierReopened/, 'there is no reception to correct');
    t.notMatch(refusal(states[name], refusedAtCounter(NOW)).message, /DossierReopened/, 'a reopened dossier could not be refused either');
  }
});

test('every refusal says in a sentence what to do, and is of the 4xx family', async (t) => {
  for (const { when } of Object.values(table)) {
    for (const [name, dossier] of Object.entries(states)) {
      if (!/^[A-Z]/.test(outcome(dossier, when))) continue;
      const error = refusal(dossier, when);
      t.ok(error.status >= 400 && error.status < 500, `${when.type}, ${name}`);
      t.match(error.message, /^[A-Z].+\.$/);
    }
  }
});

test('an unlawful history in the log is called impossible, with the event that breaks it', async (t) => {
  t.throws(() => replay([taken, resolved(NOW), withdrawn('2024-01-16 08:00')]), { code: 'HISTORY_IMPOSSIBLE', message: /DossierWithdrawn.*DOSSIER_CLOSED/ });
  t.throws(() => replay([mark('2024-01-12 17:00')]), { code: 'HISTORY_IMPOSSIBLE', message: /DOSSIER_UNKNOWN/ });
  t.same(replay([]).situation, emptyDossier.situation);
});
