import { isAppError } from '@motcua/kernel';
import fc from 'fast-check';
import { test } from 'tap';
import { simulate } from '../src/index.ts';
import type { Simulation, Totals } from '../src/index.ts';
import { almanacOf, atPeriodEnd } from './support/folding.ts';
import { histories, limitsOf, recount } from './support/recount.ts';

test('a small province with 12 authorities and 1,000 dossiers balances in each of them', async (t) => {
  const simulation = simulate({ authorities: 12, dossiers: 1_000 });
  t.equal(simulation.counters.length, 12);
  t.equal(check(simulation), 1_000);
});

test('whatever the seed and the size, every authority balances, and every dossier has the class and the due date that were planned', async () => {
  const parameters = fc.record({
    seed: fc.nat(0xffff_ffff), authorities: fc.integer({ min: 3, max: 60 }), dossiers: fc.integer({ min: 1, max: 1_500 }),
  });
  fc.assert(fc.property(parameters, (given) => check(simulate(given)) === given.dossiers), { numRuns: 40 });
});

test('a province larger than the real one gives its counters codes of their own', async (t) => {
  const { catalogue, counters, targets } = simulate({ authorities: 2_000, dossiers: 400_000 });
  t.equal(new Set(catalogue.authorities.map(({ code }) => code)).size, 2_000);
  t.equal(counters.reduce((all, counter) => all + counter.targets.dossiers, 0), 400_000);
  t.equal(targets.all.dossiers, 400_000);
});

test('refuses parameters out of range, naming each', async (t) => {
  try {
    simulate({ seed: -1, authorities: 2, dossiers: 0.5 });
    t.fail('accepted');
  } catch (error) {
    t.ok(isAppError(error) && error.code === 'PARAMETER_INVALID');
    t.same(isAppError(error) && error.errors?.map(({ pointer }) => pointer), ['/seed', '/authorities', '/dossiers']);
  }
});

/** Counts the dossiers; throws when a counter's events do not add up to its targets, or a dossier does not fold as planned. */
function check(simulation: Simulation): number {
  const limits = limitsOf(simulation.referenceEvents);
  const almanac = almanacOf(simulation);
  let dossiers = 0;
  for (const counter of simulation.counters) {
    const own = histories(counter.events);
    const counted = recount(own.values(), limits);
    if (!same(counted, counter.targets) || !balances(counted)) throw new Error(`${counter.authority}: ${JSON.stringify(counted)}`);
    for (const { code, finalClass, dueAt } of counter.dossiers()) {
      const { situation } = atPeriodEnd(own.get(code) ?? [], almanac);
      if (situation.class !== finalClass || situation.dueAt !== dueAt) throw new Error(`${code} is not ${finalClass} with ${String(dueAt)}`);
    }
    dossiers += own.size;
  }
  return dossiers;
}

function same(a: Totals, b: Totals): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}

/** The received book and the waiting book. */
function balances(totals: Totals): boolean {
  const closingReceived = totals.inProgress - totals.awaitingReception;
  return totals.openingReceived + totals.received === totals.resolved + totals.closedAfterReception + closingReceived
    && totals.openingAwaiting + totals.submitted
      === totals.receivedOnline + totals.refused + totals.closedBeforeReception + totals.awaitingReception;
}
