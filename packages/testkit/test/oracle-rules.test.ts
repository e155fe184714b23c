import assert from 'node:assert/strict';
import { Almanac, isReceivedOpen, LATENESS_RULES, replay } from '@motcua/dossier';
import type { DossierEvent } from '@motcua/dossier';
import { oracleCalendar, sketchOfWorld, whereabouts, worlds } from '@motcua/testkit';
import type { World } from '@motcua/testkit';
import fc from 'fast-check';
import { test } from 'tap';

function eventsOf({ arrivals }: World, dossier: string, heard: number): readonly DossierEvent[] {
  return arrivals.slice(0, heard).filter((arrival) => arrival.dossier === dossier).map(({ event }) => event);
}

test('under every rule a dossier stands where an oracle has it, whatever was announced when', async (t) => {
  const seen = new Set<string>();
  fc.assert(fc.property(worlds({ dossiers: 3 }), fc.nat(), (world, cut) => {
    const almanac = new Almanac(world.records);
    const calendar = oracleCalendar(world.records);
    const heard = world.arrivals.length - cut % (world.arrivals.length + 1);
    for (const dossier of new Set(world.arrivals.slice(0, heard).map((arrival) => arrival.dossier))) {
      for (const rule of LATENESS_RULES) {
        const { situation } = replay(eventsOf(world, dossier, heard), rule, almanac);
        const there = whereabouts(world.arrivals, dossier, '2099-12-31', heard, { rule: rule.id, calendar });
        const dueAt = isReceivedOpen(situation.class) ? situation.dueAt : undefined;
        assert.deepEqual({ class: situation.class, place: situation.placement, dueAt }, there, `${dossier} under ${rule.id} at ${heard}\n${sketchOfWorld(world)}`);
        seen.add(`${rule.id} ${there.class}`);
      }
    }
  }), { numRuns: 1_000 });
  t.equal(seen.size, 33, [...seen].toSorted().join(', '));
});
