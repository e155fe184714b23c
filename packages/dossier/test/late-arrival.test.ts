import assert from 'node:assert/strict';
import { comesLast, decide, DOSSIER_EVENT_TYPES, DOSSIER_EVENTS_MAX, emptyDossier, fold, ND61, replay } from '@motcua/dossier';
import type { Dossier, DossierEvent } from '@motcua/dossier';
import { acceptedOf, delayed, dossierCodeOf, lawfulHistory, offeredArrivals, randomRuns, sketch } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import { apology, given, mark, outcome, received, refusal, resolved, submitted, supplementAsked, supplementBack, withdrawn } from './given.ts';

function told(events: readonly DossierEvent[]): string {
  return events.map(sketch).join('\n');
}

function accepted(events: readonly DossierEvent[]): readonly DossierEvent[] {
  return acceptedOf(events.map((event) => ({ dossier: dossierCodeOf(0), event }))).map(({ event }) => event);
}

test('every lawful life is accepted event by event', async (t) => {
  const seen = new Set<string>();
  fc.assert(fc.property(lawfulHistory(), (life) => {
    let dossier = emptyDossier;
    for (const event of life) {
      const decision = decide(dossier, event);
      assert.ok(decision.kind === 'accepted', `${decision.kind === 'refused' ? decision.error.code : ''} at ${sketch(event)}\n${told(life)}`);
      dossier = decision.dossier;
      seen.add(event.type).add(dossier.situation.class);
    }
  }), { numRuns: 1_000 });
  for (const type of DOSSIER_EVENT_TYPES) t.ok(seen.has(type), `${type} came up`);
  for (const name of ['awaiting_reception', 'in_progress', 'paused', 'overdue', 'resolved_early', 'resolved_on_time', 'resolved_late', 'resolved_undated', 'refused', 'withdrawn', 'terminated']) {
    t.ok(seen.has(name), `${name} came up`);
  }
});

/** Whether a correction may be about several events, so that their order of arrival says which: they set the same due date. */
function arrivalDecides(life: readonly DossierEvent[]): boolean {
  const corrections = life.flatMap((event) => event.type === 'DossierCorrected' && event.data.field === 'dueAt' ? [event.data] : []);
  const said = [...life.flatMap((event) => {
    if (event.type === 'DueDateChanged') return [event.data.newDueAt];
    const mayTell = event.type === 'DossierReceived' || event.type === 'SupplementReceived' || event.type === 'DossierReopened' || event.type === 'FeePaid' || event.type === 'ProcessingResumed';
    return mayTell ? [event.data.dueAt ?? null] : [];
  }), ...corrections.map((correction) => correction.new)].map((due) => due?.slice(0, 16));
  return corrections.some(({ old }) => said.filter((due) => due === old?.slice(0, 16)).length > 1);
}

test('in whatever order the events of a life are accepted, the dossier ends in the same situation', async (t) => {
  let reordered = 0;
  const lives = lawfulHistory().filter((life) => !arrivalDecides(life)).chain((life) => fc.tuple(fc.constant(life), fc.oneof(delayed(life), fc.shuffledSubarray([...life], { minLength: life.length }))));
  fc.assert(fc.property(lives, ([life, offered]) => {
    const arrived = accepted(offered);
    const inOrder = life.filter((event) => arrived.includes(event));
    if (arrived.length === life.length && arrived.some((event, index) => event !== life[index])) reordered += 1;
    assert.deepEqual(replay(arrived).situation, replay(inOrder).situation, `${told(inOrder)}\narrived as\n${told(arrived)}`);
  }), { numRuns: randomRuns(150) });
  t.ok(reordered > 20, `${reordered} lives were complete and in another order`);
});

test('deciding event by event gives what folding everything at once gives', async () => {
  fc.assert(fc.property(offeredArrivals({ dossiers: 1, strays: 6 }), (offered) => {
    let dossier: Dossier = emptyDossier;
    for (const { event } of offered) {
      const decision = decide(dossier, event);
      if (decision.kind === 'refused') continue;
      dossier = decision.dossier;
      const folding = fold(dossier.events, ND61);
      assert.equal(folding.kind, 'lawful', told(dossier.events));
      assert.deepEqual({ ...dossier }, { ...replay(dossier.events) }, told(dossier.events));
    }
  }), { numRuns: randomRuns(150) });
});

test('an event that comes last leaves every earlier step as it is', async () => {
  fc.assert(fc.property(offeredArrivals({ dossiers: 1, strays: 6 }), (offered) => {
    let dossier: Dossier = emptyDossier;
    for (const { event } of offered) {
      const decision = decide(dossier, event);
      if (decision.kind === 'refused') continue;
      if (comesLast(dossier, event)) {
        const [before, after] = [fold(dossier.events, ND61), fold(decision.dossier.events, ND61)];
        assert.ok(before.kind === 'lawful' && after.kind === 'lawful');
        assert.deepEqual(after.steps.slice(0, -1), before.steps, told(decision.dossier.events));
      }
      dossier = decision.dossier;
    }
  }), { numRuns: randomRuns(80) });
});

const taken = received('2024-01-05 08:00', '2024-01-12 17:00');

test('a filing that arrives after the reception comes before it', async (t) => {
  const dossier = given(taken, submitted('2024-01-04 08:00'));
  t.equal(dossier.situation.class, 'in_progress');
  t.not(dossier.situation.submittedAt, undefined);
  t.equal(outcome(given(taken), submitted('2024-01-06 08:00')), 'ALREADY_RECEIVED');
});

test('a supplement round that arrives after the result counts before it', async (t) => {
  const round = [supplementAsked('2024-01-10 08:00'), supplementBack('2024-01-15 08:00', '2024-01-24 17:00')];
  t.equal(given(taken, resolved('2024-01-20 08:00')).situation.class, 'resolved_late');
  t.equal(given(taken, mark('2024-01-12 17:00'), resolved('2024-01-20 08:00'), ...round).situation.class, 'resolved_early');
});

test('a withdrawal dated before a recorded result is refused as a conflict', async (t) => {
  const error = refusal(given(taken, resolved('2024-01-11 08:00')), withdrawn('2024-01-10 08:00'));
  t.match(error, { code: 'HISTORY_CONFLICT', message: /DossierResolved.*DOSSIER_CLOSED/, cause: { code: 'DOSSIER_CLOSED' } });
});

test('a dossier takes a thousand events and not one more, of whatever kind and time', async (t) => {
  t.equal(DOSSIER_EVENTS_MAX, 1_000);
  const letters = Array.from({ length: DOSSIER_EVENTS_MAX - 2 }, (_, index) => apology(`2024-01-08T08:00:00.${String(index).padStart(3, '0')}+07:00`));
  const almost = given(taken, ...letters);
  const full = given(...almost.events, mark('2024-01-12 17:00'));
  t.equal(full.events.length, DOSSIER_EVENTS_MAX);
  for (const next of [resolved('2024-01-15 08:00'), submitted('2024-01-04 08:00'), mark('2024-01-19 17:00'), withdrawn('2024-01-01 08:00')]) {
    t.match(refusal(full, next), { code: 'DOSSIER_TOO_LONG', status: 409, message: /1000 events.*new dossier code\.$/ }, next.type);
  }
  t.equal(outcome(almost, resolved('2024-01-11 08:00')), 'resolved_early', 'the last place is still free');
});

test('an event that itself was impossible at its time is refused with its own reason, not as a conflict', async (t) => {
  t.equal(outcome(given(taken, resolved('2024-01-11 08:00')), supplementBack('2024-01-10 08:00')), 'SUPPLEMENT_NOT_REQUESTED');
  t.equal(outcome(given(taken), resolved('2024-01-04 08:00')), 'DOSSIER_UNKNOWN');
});

test('of two events in one minute the one that arrived first comes first', async (t) => {
  const minute = '2024-01-10 08:00';
  t.equal(given(taken, supplementAsked(minute), supplementBack('2024-01-10T08:00:01+07:00', '2024-01-19 17:00')).situation.class, 'in_progress');
  t.equal(given(taken, supplementAsked('2024-01-10T08:00:30+07:00'), supplementBack(minute, '2024-01-19 17:00')).situation.class, 'in_progress', 'seconds do not count');
  t.equal(outcome(given(taken), supplementBack(minute)), 'SUPPLEMENT_NOT_REQUESTED');
});
