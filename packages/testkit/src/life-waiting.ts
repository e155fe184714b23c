import { isOpen, isUnfinished, add, appoint, of, often, pools, text } from './life.ts';
import type { Life, Move } from './life.ts';

/** Limits of every unit, short ones above all. */
export const LIMITS = [
  { amount: 1, unit: 'working_days' }, { amount: 2, unit: 'working_days' }, { amount: 5, unit: 'working_days' }, { amount: 15, unit: 'working_days' },
  { amount: 1, unit: 'calendar_days' }, { amount: 4, unit: 'calendar_days' }, { amount: 10, unit: 'calendar_days' },
  { amount: 1, unit: 'hours' }, { amount: 9, unit: 'hours' }, { amount: 30, unit: 'hours' },
] as const;

const OFFICES = [...pools.authorities, 'H57.77'] as const;

/** Everything that is waited for, asked of others, or handed on while an authority works on a dossier. */
export const waitingMoves: readonly Move[] = [
  ...often(3, (life) => isUnfinished(life) && !life.awaited.supplement, (life) => { life.awaited.supplement = true; add(life, 'SupplementRequested', {}); }),
  ...often(5, (life) => isUnfinished(life) && life.awaited.supplement, supplementBack),
  ...often(3, (life) => isOpen(life) && life.supplementOvertaken && !life.awaited.supplement, (life, pick) => { life.supplementOvertaken = false; supplementBack(life, pick); }),
  ...often(2, (life) => isUnfinished(life) && !life.awaited.payment, (life, pick) => { life.awaited.payment = true; add(life, 'PaymentRequested', pick % 2 === 0 ? {} : { amount: pick }); }),
  ...often(3, (life) => life.awaited.payment, pay),
  ...often(1, ({ phase }) => phase !== 'nothing', pay),
  ...often(2, (life) => isOpen(life) && !life.awaited.suspension, (life) => { life.awaited.suspension = true; add(life, 'ProcessingSuspended', { reason: 'law' }); }),
  ...often(4, (life) => life.awaited.suspension, resume),
  ...often(1, isOpen, transfer),
  ...often(1, isOpen, askOpinion),
  ...often(2, ({ opinions }) => opinions.size > 0, giveOpinion),
  ...often(1, isOpen, (life, pick) => { add(life, 'DelayAnnounced', { unit: of(OFFICES, pick), cause: 'verification' }); }),
];

function supplementBack(life: Life, pick: number): void {
  life.awaited.supplement = false;
  const dueAt = life.phase === 'open' ? appoint(life, pick) : undefined;
  life.dueSetBy.set(life.events.length, dueAt);
  add(life, 'SupplementReceived', { dueAt: text(dueAt) });
}

const PAID_BY = ['counter', 'national_portal', undefined, 'other_online'] as const;

/** Also where nobody waits for it; sometimes there is nothing to pay. */
function pay(life: Life, pick: number): void {
  life.awaited.payment = false;
  add(life, 'FeePaid', { method: of(PAID_BY, pick), ...(pick % 5 === 0 ? { amount: pick % 2 } : {}), dueAt: seldomAppointed(life, pick) });
}

function resume(life: Life, pick: number): void {
  life.awaited.suspension = false;
  add(life, 'ProcessingResumed', { dueAt: seldomAppointed(life, pick) });
}

/** Most often the clock goes on where it stood still. */
function seldomAppointed(life: Life, pick: number): string | undefined {
  const dueAt = pick % 4 === 0 ? appoint(life, pick >> 2) : undefined;
  if (dueAt !== undefined) life.dueSetBy.set(life.events.length, dueAt);
  return text(dueAt);
}

function transfer(life: Life, pick: number): void {
  const to = of(OFFICES.filter((office) => office !== (life.heldBy ?? life.place.authority)), pick);
  life.heldBy = to === life.place.authority ? undefined : to;
  add(life, 'DossierTransferred', { to, ...ownLimit(life, pick) });
}

function askOpinion(life: Life, pick: number): void {
  const office = OFFICES.find((one) => !life.opinions.has(one));
  if (office === undefined) return;
  life.opinions.add(office);
  add(life, 'OpinionRequested', { office, ...ownLimit(life, pick) });
}

function giveOpinion(life: Life, pick: number): void {
  const office = of([...life.opinions], pick);
  life.opinions.delete(office);
  add(life, 'OpinionGiven', { office });
}

/** The date of an office of its own, which is none of the dossier's. */
function ownLimit(life: Life, pick: number): { limit?: typeof LIMITS[number]; dueAt?: string | undefined } {
  return pick % 2 === 0 ? { limit: of(LIMITS, pick >> 1) } : { dueAt: text(appoint(life, pick)) };
}
