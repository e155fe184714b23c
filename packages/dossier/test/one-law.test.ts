import assert from 'node:assert/strict';
import { Almanac, delayOf, dueDateStory, fold, LATENESS_RULES, ND61 } from '@motcua/dossier';
import type { Folding, Step } from '@motcua/dossier';
import { announcements, offeredArrivals, randomRuns, sketch, sketchOfWorld, vietnamTime, worlds } from '@motcua/testkit';
import type { World } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';

function verdict(folding: Folding): string {
  return folding.kind === 'lawful' ? 'lawful' : `${folding.at.id} ${folding.error.code}`;
}

test('a history is lawful under one rule and almanac if and only if it is under all, and fails for the same reason', async (t) => {
  const seen = { lawful: 0, unlawful: 0 };
  // What is offered, and not what was accepted: most of it breaks off somewhere.
  fc.assert(fc.property(offeredArrivals({ dossiers: 1, strays: 2 }), announcements(), (offered, announced) => {
    const almanac = new Almanac(announced.map((one, index) => ({ ...one, position: index * 2 + 1 })));
    const events = offered.map(({ event }, index) => ({ ...event, position: index + 1 }));
    const plain = verdict(fold(events, ND61));
    for (const rule of LATENESS_RULES) {
      assert.equal(verdict(fold(events, rule)), plain, `${rule.id}\n${events.map(sketch).join('\n')}`);
      assert.equal(verdict(fold(events, rule, almanac)), plain, `${rule.id} with an almanac\n${events.map(sketch).join('\n')}`);
    }
    seen[plain === 'lawful' ? 'lawful' : 'unlawful'] += 1;
  }), { numRuns: randomRuns(120) });
  t.ok(seen.lawful > 5 && seen.unlawful > 5, JSON.stringify(seen));
});

/** The steps of every dossier of a world under every rule. */
function* livesOf({ records, arrivals }: World): Generator<{ readonly rule: (typeof LATENESS_RULES)[number]; readonly steps: readonly Step[]; readonly arrived: readonly Step['event'][]; readonly almanac: Almanac }> {
  const almanac = new Almanac(records);
  for (const dossier of new Set(arrivals.map((arrival) => arrival.dossier))) {
    const arrived = arrivals.filter((arrival) => arrival.dossier === dossier).map(({ event }) => event);
    for (const rule of LATENESS_RULES) {
      const folding = fold(arrived, rule, almanac);
      assert.ok(folding.kind === 'lawful');
      yield { rule, steps: folding.steps, arrived, almanac };
    }
  }
}

test('what was late once is never on time again, under every rule', async (t) => {
  const late = new Map<string, number>();
  fc.assert(fc.property(worlds({ dossiers: 3 }), (world) => {
    for (const { rule, steps } of livesOf(world)) {
      const first = steps.findIndex(({ after }) => after.everOverdue);
      if (first < 0) continue;
      late.set(rule.id, (late.get(rule.id) ?? 0) + 1);
      for (const { after } of steps.slice(first)) {
        assert.ok(after.everOverdue, sketchOfWorld(world));
        assert.ok(!['resolved_early', 'resolved_on_time', 'resolved_undated'].includes(after.class) || after.resolvedAt === undefined, `${rule.id}\n${sketchOfWorld(world)}`);
      }
    }
  }), { numRuns: randomRuns(25) });
  for (const { id } of LATENESS_RULES) t.ok((late.get(id) ?? 0) > 4, `${id}: ${late.get(id)} late`);
});

test('the shares of a delay add up to it, and no office has less than nothing', async (t) => {
  let shared = 0;
  fc.assert(fc.property(worlds({ dossiers: 3 }), (world) => {
    for (const { rule, steps, almanac } of livesOf(world)) {
      if (rule.id !== ND61.id) continue;
      const delay = delayOf(steps, almanac, vietnamTime('2024-03-01 08:00'));
      if (delay === undefined) continue;
      assert.equal(delay.shares.reduce((sum, { minutes }) => sum + minutes, 0), delay.minutes, sketchOfWorld(world));
      assert.ok(delay.shares.every(({ minutes }) => minutes > 0) || (delay.minutes === 0 && delay.shares.length === 1));
      assert.equal(new Set(delay.shares.map(({ office }) => office)).size, delay.shares.length);
      if (delay.shares.length > 1) shared += 1;
    }
  }), { numRuns: randomRuns(40) });
  t.ok(shared > 0, `${shared} delays had several offices`);
});

test('the story of a due date tells every change of it, and ends where the dossier stands', async (t) => {
  let explained = 0;
  const asOf = vietnamTime('2024-06-03 08:00');
  fc.assert(fc.property(worlds({ dossiers: 2 }), (world) => {
    for (const { rule, steps, arrived, almanac } of livesOf(world)) {
      const story = dueDateStory(arrived, rule, almanac, asOf);
      const last = steps.at(-1)?.after;
      assert.equal(story === undefined, last?.everWorkedOn !== true);
      if (story === undefined || last === undefined) continue;
      assert.deepEqual([story.class, story.dueAt], [last.class, last.dueAt ?? last.stoppedDueAt]);
      const told = new Set(story.entries.map(({ eventId }) => eventId));
      for (const { event, before, after } of steps) {
        if ((before.dueAt ?? before.stoppedDueAt) !== (after.dueAt ?? after.stoppedDueAt) || before.dueAt !== after.dueAt) assert.ok(told.has(event.id), `${sketch(event)} under ${rule.id}\n${sketchOfWorld(world)}`);
      }
      for (const { explanation, new: dueAt } of story.entries) {
        if (explanation === undefined) continue;
        assert.equal(explanation.dueAt, dueAt, sketchOfWorld(world));
        explained += 1;
      }
      assert.ok(story.elapsedMinutes >= 0 && (story.remainingMinutes === undefined || story.exceededMinutes === undefined));
    }
  }), { numRuns: randomRuns(25) });
  t.ok(explained > 0, `${explained} dates were explained`);
});
