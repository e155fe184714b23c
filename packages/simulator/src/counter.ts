import { civilDateOf } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { Authority } from './catalogue/authorities.ts';
import type { Procedure } from './catalogue/procedures.ts';
import { localTime } from './cloud-events.ts';
import type { SimulatedEvent } from './cloud-events.ts';
import type { Desk, DossierPlan, PlannedEvent } from './lifecycle/plan.ts';
import { planReceived } from './lifecycle/received.ts';
import { planWaiting } from './lifecycle/waiting.ts';
import { weighted } from './random.ts';
import type { Random, Weighted } from './random.ts';
import { totalsOf, wasReceived } from './targets.ts';
import type { Path, PathCount, Totals } from './targets.ts';

/**
 * A dossier of the sample and where it was planned to stand when the period is over and the clock has marked what is overdue.
 * `dueAt`: the due date in force then or at its end; undefined before a reception and while something is waited for.
 */
export type SimulatedDossier = Omit<DossierPlan, 'events'> & { readonly code: string };

/** A simulated one-stop counter: all the events of one authority's dossiers. */
export type SimulatedCounter = {
  readonly unit: string;
  readonly authority: string;
  /** The `source` of its events. */
  readonly source: string;
  /** What its dossiers add up to over the period. */
  readonly targets: Totals;
  /** In order of occurrence. Each iteration plans anew and gives the same events. */
  readonly events: Iterable<SimulatedEvent>;
  /** How many events there are; plans them to know. */
  readonly countEvents: () => number;
  /** Its dossiers in order of their first event. */
  readonly dossiers: () => readonly SimulatedDossier[];
};

/** What an authority is asked for, and the authorities of its level or a higher one, itself included. */
export type Surroundings = { readonly procedures: readonly Procedure[]; readonly partners: Weighted<string> };

/**
 * @param startRandom - Begins the counter's own stream of random numbers anew at each call.
 */
export function simulateCounter(
  startRandom: () => Random, authority: Authority, { procedures, partners }: Surroundings, paths: readonly PathCount[],
): SimulatedCounter {
  const plan = (): readonly CodedPlan[] => planDossiers(startRandom(), authority, { procedures, partners }, paths);
  const { unit } = authority;
  const source = `urn:motcua:counter:${unit.code}`;
  return {
    unit: unit.code, authority: authority.code, source, targets: totalsOf(paths),
    events: { [Symbol.iterator]: () => playEvents(plan(), unit.code, source) },
    countEvents: () => plan().reduce((all, { events }) => all + events.length, 0),
    dossiers: () => plan().map(({ code, path, finalClass, dueAt }) => ({ code, path, finalClass, dueAt })),
  };
}

type CodedPlan = DossierPlan & { readonly code: string };

function planDossiers(
  random: Random, authority: Authority, { procedures, partners }: Surroundings, paths: readonly PathCount[],
): readonly CodedPlan[] {
  const asked = weighted(procedures, ({ share }) => share);
  // On any one day the unfinished dossiers are mostly of procedures that take long.
  const unfinished = weighted(procedures, ({ share, limitDays }) => share * limitDays);
  let letters = 0;
  const nextLetterNumber = (): string => `${letters += 1}/XL-${authority.code}`;
  const desk = (path: Path): Desk => ({
    authority: authority.code, unit: authority.unit.code, nextLetterNumber, drawPartner: (drawn) => drawPartner(drawn, authority, partners),
    procedure: random.pick(path.ending === 'open' || path.origin === 'opening_received' ? unfinished : asked),
  });
  const plans = paths.flatMap(({ count, ...path }) => Array.from({ length: count }, () =>
    wasReceived(path) ? planReceived(random, path, desk(path)) : planWaiting(random, path, desk(path))));
  return numbered(authority.code, plans.sort((a, b) => startOf(a) - startOf(b)));
}

/** Often the authority above, which is never its own partner. */
function drawPartner(random: Random, { code, parent }: Authority, partners: Weighted<string>): string {
  const partner = random.chance(0.4) ? parent : random.pick(partners);
  return partner === code ? parent : partner;
}

/** Gives each dossier its code: authority, date of the first event, number of the day. */
function numbered(authority: string, plans: readonly DossierPlan[]): readonly CodedPlan[] {
  let day = '';
  let count = 0;
  return plans.map((plan) => {
    const date = civilDateOf(startOf(plan));
    count = date === day ? count + 1 : 1;
    day = date;
    return { ...plan, code: `${authority}-${date.slice(2).replaceAll('-', '')}-${String(count).padStart(4, '0')}` };
  });
}

function startOf(plan: DossierPlan): Instant {
  return plan.events[0]?.at ?? 0;
}

function* playEvents(plans: readonly CodedPlan[], unit: string, source: string): Generator<SimulatedEvent> {
  const queue = plans.flatMap(({ code, events }) => events.map((event, index) => ({ code, event, index })));
  queue.sort((a, b) => a.event.at - b.event.at);
  for (const { code, event, index } of queue) yield envelope(code, event, index, unit, source);
}

function envelope(code: string, planned: PlannedEvent, index: number, unit: string, source: string): SimulatedEvent {
  const { type, at, data } = planned;
  // The type and its data belong together in the plan, which TypeScript cannot follow through the pieces.
  return {
    specversion: '1.0', id: `${code}.${index + 1}`, source, type, time: localTime(at), subject: code,
    actorunit: unit, actorrole: type === 'DossierSubmitted' ? 'applicant' : 'counter', data,
  } as SimulatedEvent;
}
