import type { DelayCause } from '@motcua/dossier';
import { formatInstant } from '@motcua/kernel';
import type { Random } from '../random.ts';
import { closingText } from '../working-time.ts';
import { act } from './act.ts';
import type { Act } from './act.ts';
import type { Desk } from './plan.ts';
import { fellOverdue } from './shape.ts';
import type { Shape } from './shape.ts';

/** Whose delay it was. */
export type Fault = { readonly cause: DelayCause; readonly unit: string };
/** A letter on a working day; `promised`: the new date, none when the result is there already. */
type Letter = { readonly day: number; readonly promised: number | undefined };

const NO_LETTER_SHARE = 0.1;
const FORESEEN_SHARE = 0.6;
const FORESEEN_IN_TIME_SHARE = 0.85;
const PROMISE_KEPT_SHARE = 0.75;
const SECOND_LETTER_SHARE = 0.2;

/**
 * Announcements and letters for a dossier whose due date passes unfinished. A delay that is foreseen is announced, and the
 * letter goes out the same day: mostly a working day before the due date, as it must, sometimes on the last day.
 *
 * @param first - Working day number of the reception.
 */
export function apologyActs(random: Random, shape: Shape, first: number, desk: Desk, fault: Fault): readonly Act[] {
  if (!fellOverdue(shape) || random.chance(NO_LETTER_SHARE)) return [];
  const foreseen = random.chance(FORESEEN_SHARE);
  const letter = drawLetter(random, shape, foreseen ? foreseenDay(random, shape) : afterwards(random, shape));
  const announced = foreseen ? [act(letter.day, 'DelayAnnounced', { unit: fault.unit, cause: fault.cause })] : [];
  const again = letter.promised !== undefined && letter.promised < shape.end.day && random.chance(SECOND_LETTER_SHARE)
    ? [letterAct(random, first, desk, fault, drawLetter(random, shape, letter.promised))] : [];
  return [...announced, letterAct(random, first, desk, fault, letter), ...again];
}

/** For a result that comes too late although the dossier was resolved in time: mostly with it, sometimes later, sometimes never. */
export function lateResultApology(random: Random, readyOn: number, first: number, desk: Desk): readonly Act[] {
  if (random.chance(NO_LETTER_SHARE)) return [];
  const day = random.chance(0.75) ? readyOn : readyOn + 1;
  return [letterAct(random, first, desk, { cause: 'own_fault', unit: desk.authority }, { day, promised: undefined })];
}

function foreseenDay(random: Random, { start, due }: Shape): number {
  return random.chance(FORESEEN_IN_TIME_SHARE) ? due - 1 - random.small(Math.min(2, due - 1 - start)) : due;
}

/** Of an ended dossier at the latest on the day of its end. */
function afterwards(random: Random, { due, end }: Shape): number {
  const day = due + 1 + random.small(3);
  return end.kind === 'open' ? day : Math.min(end.day, day);
}

function drawLetter(random: Random, { due, end }: Shape, day: number): Letter {
  const earliest = Math.max(day, due) + 1;
  if (end.kind === 'open') return { day, promised: earliest + 1 + random.small(10) };
  const kept = random.chance(PROMISE_KEPT_SHARE) || earliest >= end.day;
  return { day, promised: kept ? Math.max(earliest, end.day) + random.small(2) : earliest + random.small(end.day - 1 - earliest) };
}

function letterAct(random: Random, first: number, desk: Desk, { cause, unit }: Fault, { day, promised }: Letter): Act {
  const signed = random.chance(0.97);
  return act(day, 'ApologyIssued', (at) => ({
    letterNumber: desk.nextLetterNumber(), cause, unitAtFault: unit, signed, sentAt: formatInstant(at),
    ...(promised === undefined ? {} : { newDueAt: closingText(first + promised) }),
  }));
}
