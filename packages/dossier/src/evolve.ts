import type { AppError } from '@motcua/kernel';
import type { Almanac } from './almanac.ts';
import type { DossierEvent } from './events.ts';
import { dueDateToMark, isPastDue } from './lateness-rule.ts';
import type { LatenessRule } from './lateness-rule.ts';
import { notOpenAndReceived, unknownDossier } from './refusals.ts';
import { isReceivedOpen } from './situation.ts';
import type { Situation } from './situation.ts';
import { apologyIssued, dueDateChanged, fellOverdue } from './stages/due-date.ts';
import { closedOtherwise, dossierResolved, reopened, resultReady, resultReturned } from './stages/ending.ts';
import { componentsDigitized } from './stages/digitization.ts';
import { opinionGiven, opinionRequested, transferred } from './stages/other-offices.ts';
import { corrected, reassigned } from './stages/placement.ts';
import { received, refused, submitted } from './stages/reception.ts';
import { feePaid, paymentRequested, resumed, supplementReceived, supplementRequested, suspended } from './stages/waiting.ts';

/**
 * Where the dossier stands after one more event, or why the event cannot have happened there.
 * Events come in order of time; corrections of times were applied before.
 *
 * @param almanac - For computing due dates; without it those that nobody told are unknown. What is lawful does not depend on it,
 *   nor on the rule.
 * @returns The next situation, or an AppError (returned, not thrown) with a code of the 409 family.
 */
export function evolve(before: Situation, event: DossierEvent, rule: LatenessRule, almanac?: Almanac): Situation | AppError {
  const situation = noteLapse(before, event);
  const terms = { rule, almanac };
  switch (event.type) {
    case 'DossierSubmitted': return submitted(situation, event);
    case 'DossierReceived': return received(situation, event, terms);
    case 'DossierRefused': return refused(situation, event, terms);
    case 'SupplementRequested': return supplementRequested(situation, event, terms);
    case 'SupplementReceived': return supplementReceived(situation, event, terms);
    case 'PaymentRequested': return paymentRequested(situation, event);
    case 'FeePaid': return feePaid(situation, event, terms);
    case 'ProcessingSuspended': return suspended(situation, event);
    case 'ProcessingResumed': return resumed(situation, event, terms);
    case 'DossierTransferred': return transferred(situation, event);
    case 'OpinionRequested': return opinionRequested(situation, event);
    case 'OpinionGiven': return opinionGiven(situation, event);
    case 'DelayAnnounced': return notOpenAndReceived(situation) ?? situation;
    case 'DueDateChanged': return dueDateChanged(situation, event, terms);
    case 'DossierFellOverdue': return fellOverdue(situation, event, terms);
    case 'ApologyIssued': return apologyIssued(situation, event, terms);
    case 'DossierResolved': return dossierResolved(situation, event, terms);
    case 'ResultReady': return resultReady(situation, event);
    case 'ResultReturned': return resultReturned(situation, event);
    case 'ComponentsDigitized': return componentsDigitized(situation, event);
    case 'SlipIssued': return situation.class === 'outside' ? unknownDossier() : situation;
    case 'DossierWithdrawn': return closedOtherwise(situation, 'withdrawn', event, terms);
    case 'ProcessingTerminated': return closedOtherwise(situation, 'terminated', event, terms);
    case 'DossierReopened': return reopened(situation, event);
    case 'DossierReassigned': return reassigned(situation, event);
    case 'DossierCorrected': return corrected(situation, event);
  }
}

/** Anything that happens to an open dossier after its due date proves that the date passed unfinished. */
function noteLapse(situation: Situation, event: DossierEvent): Situation {
  if (!isReceivedOpen(situation.class) || !isPastDue(situation, event.occurredAt)) return situation;
  if (situation.class === 'overdue' && situation.missedDueAt !== undefined) return situation;
  return { ...situation, everOverdue: true, missedDueAt: situation.missedDueAt ?? situation.dueAt, unmarkedDueAt: dueDateToMark(situation) };
}
