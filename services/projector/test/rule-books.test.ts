import assert from 'node:assert/strict';
import { Almanac, apologyDuties, delayOf, fold, isReceivedOpen, LATENESS_RULES, ND61, replay } from '@motcua/dossier';
import type { DossierEvent, LatenessRule, Step } from '@motcua/dossier';
import { formatInstant, minuteOf } from '@motcua/kernel';
import { FACT_BOOK, factsOf, legsOf, movementsOf } from '@motcua/ledger';
import type { Posting } from '@motcua/ledger';
import { postEvent, standingOf, untouched } from '@motcua/projector';
import type { Standing } from '@motcua/projector';
import { randomRuns, sketchOfWorld, worlds } from '@motcua/testkit';
import type { World } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';
import { differences, dump, openBooks, PATIENCE_MS, tell } from './books.ts';
import type { Row } from './books.ts';
import { almanacOf, dossiersOf, toldOf, withoutTwins } from './worlds.ts';

test('at every event the legs of the base and of a rule are together the movements of that rule', (t) => {
  let differing = 0;
  fc.assert(fc.property(worlds({ dossiers: 3, maxLength: 18 }), (world) => {
    const almanac = new Almanac();
    const books = new Map<string, { standing: Standing; readonly events: DossierEvent[]; readonly postings: Posting[] }>();
    for (const entry of inOrder(world)) {
      if ('record' in entry) { almanac.learn(entry.record); continue; }
      const book = books.get(entry.dossier) ?? { standing: untouched(almanac), events: [], postings: [] };
      books.set(entry.dossier, book);
      const { standing, postings } = postEvent(book.standing, entry.event);
      book.standing = standing;
      book.events.push(entry.event);
      book.postings.push(...postings);
      differing += postings.filter(({ movement }) => movement.rule !== ND61.id).length;
      for (const rule of LATENESS_RULES) {
        const direct = movementsOf(book.events, rule, almanac).map((movement) => ({ kind: 'posted', movement }) as const);
        assert.deepEqual(netLegs(book.postings, rule), netLegs(direct, rule), sketchOfWorld(world));
      }
      const facts = stepsOf(book.events, almanac).flatMap(factsOf).map((movement) => ({ kind: 'posted', movement }) as const);
      assert.deepEqual(netLegs(book.postings.filter(({ movement }) => movement.rule === FACT_BOOK), { id: FACT_BOOK }), netLegs(facts, { id: FACT_BOOK }), sketchOfWorld(world));
      assert.deepEqual(standing, standingOf(book.events, almanac), 'it stands as if it were folded at once');
    }
  }), { numRuns: randomRuns(20), interruptAfterTimeLimit: PATIENCE_MS });
  t.ok(differing > 20, `${differing} postings of other rules`);
  t.end();
});

test('whatever is announced and happens, by any batches and restarts, the read model holds what follows from the log', async (t) => {
  const held = { due: 0, duty: 0, share: 0 };
  await fc.assert(fc.asyncProperty(worlds({ dossiers: 20, atLeast: 16, maxLength: 20 }).map(withoutTwins), fc.integer({ min: 1, max: 30 }), async (world, batchSize) => {
    const books = await openBooks(t);
    const told = toldOf(world);
    await tell(books.store, told.slice(0, told.length / 2));
    await books.project({ batchSize, cachedEventsMax: 20 });
    await tell(books.store, told.slice(told.length / 2));
    await books.project({ batchSize, cachedEventsMax: 20 });
    const piecemeal = await dump(books);
    assert.deepEqual(await differences(books), []);
    const expected = expectedRows(world);
    assert.deepEqual(piecemeal['due'], expected.due, sketchOfWorld(world));
    assert.deepEqual(piecemeal['duty'], expected.duty, sketchOfWorld(world));
    assert.deepEqual(piecemeal['share'], expected.share, sketchOfWorld(world));
    assert.equal(piecemeal['almanac']?.length, world.records.length);
    held.due += expected.due.length; held.duty += expected.duty.length; held.share += expected.share.length;
    await books.forget();
    await books.project();
    assert.deepEqual(await dump(books), piecemeal, 'posted again from the start in one go it is the same');
  }), { numRuns: 4, endOnFailure: true, interruptAfterTimeLimit: PATIENCE_MS * 4 });
  t.ok(held.due > 0 && held.duty > 0 && held.share > 0, JSON.stringify(held));
});

type Entry = { readonly record: World['records'][number] } | World['arrivals'][number];

function inOrder({ records, arrivals }: World): readonly Entry[] {
  const entries = [...records.map((record) => ({ at: record.position, entry: { record } })), ...arrivals.map((arrival) => ({ at: arrival.event.position ?? 0, entry: arrival }))];
  return entries.sort((a, b) => a.at - b.at).map(({ entry }) => entry);
}

/** What is left of the legs of the base and the rule, by everything that figures are made of. */
function netLegs(postings: readonly Posting[], rule: Pick<LatenessRule, 'id'>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const posting of postings.filter(({ movement }) => movement.rule === ND61.id || movement.rule === rule.id)) {
    for (const { side, amount, class: dossierClass, placement } of legsOf(posting)) {
      const key = JSON.stringify([posting.movement.effectiveOn, posting.movement.cause, side, dossierClass, Object.entries(placement).sort()]);
      sums.set(key, (sums.get(key) ?? 0) + amount);
    }
  }
  return new Map([...sums].filter(([, amount]) => amount !== 0).sort());
}

/** The slow and obvious way: each dossier folded from its first event under every rule. */
function expectedRows(world: World): { readonly due: readonly Row[]; readonly duty: readonly Row[]; readonly share: readonly Row[] } {
  const almanac = almanacOf(world);
  const dossiers = [...dossiersOf(world)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([dossier, events]) => ({ dossier, events, steps: stepsOf(events, almanac) }));
  return {
    due: dossiers.flatMap(({ dossier, events }) => expectedDues(dossier, events, almanac)),
    duty: dossiers.flatMap(({ dossier, steps }) => apologyDuties(steps, almanac).map((duty, number) => ({
      dossier, number, ground: duty.ground, authority: duty.authority, cause: duty.cause, unit_at_fault: duty.unitAtFault ?? null,
      opened_on: vietnamDate(duty.openedAt), opened_at: formatInstant(duty.openedAt), letter_due_at: formatInstant(duty.letterDueAt), due_at: formatInstant(duty.dueAt),
      letter_number: duty.letter?.number ?? null, letter_at: duty.letter === undefined ? null : formatInstant(duty.letter.sentAt),
    }))),
    share: dossiers.flatMap(({ dossier, steps }) => {
      const delay = delayOf(steps, almanac);
      const authority = steps.at(-1)?.after.placement.authority;
      return (delay?.shares ?? []).map(({ office, cause, minutes }) => ({
        dossier, office, authority, cause, minutes, late_minutes: delay?.minutes, resolved_on: vietnamDate(delay?.until ?? NaN),
      })).sort((a, b) => (a.office < b.office ? -1 : 1));
    }),
  };
}

function stepsOf(events: readonly DossierEvent[], almanac: Almanac): readonly Step[] {
  const folding = fold(events, ND61, almanac);
  return folding.kind === 'lawful' ? folding.steps : [];
}

function expectedDues(dossier: string, events: readonly DossierEvent[], almanac: Almanac): readonly Row[] {
  const rows = LATENESS_RULES.map((rule) => {
    const folding = fold(events, rule, almanac);
    const steps = folding.kind === 'lawful' ? folding.steps : [];
    const { authority } = replay(events, rule, almanac).situation.placement;
    const unmarked = unmarkedDueAt(steps);
    const last = steps.at(-1)?.after;
    const inForce = last !== undefined && isReceivedOpen(last.class) ? last.dueAt : undefined;
    const dueAt = unmarked ?? inForce;
    return {
      dossier, rule: rule.id, authority, due_at: dueAt === undefined ? null : formatInstant(dueAt),
      is_overdue: unmarked === undefined && last?.class === 'overdue',
    };
  });
  const [base, ...others] = rows;
  return [
    ...(base === undefined || (base.due_at === null && !base.is_overdue) ? [] : [base]),
    ...others.filter(({ due_at, is_overdue }) => due_at !== base?.due_at || is_overdue !== base.is_overdue),
  ];
}

/** The first due date that passed while a dossier was open, without a mark, as a later event shows. */
function unmarkedDueAt(steps: readonly Step[]): number | undefined {
  return steps.find(({ after }, index) => {
    const next = steps[index + 1];
    const isOpen = isReceivedOpen(after.class) && after.class !== 'overdue' && after.dueAt !== undefined;
    return next !== undefined && isOpen && minuteOf(next.event.occurredAt) > minuteOf(after.dueAt);
  })?.after.dueAt;
}

function vietnamDate(instant: number): string {
  return new Date(instant + 7 * 3_600_000).toISOString().slice(0, 10);
}
