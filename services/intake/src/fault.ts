import { isReceivedOpen, UNKNOWN } from '@motcua/dossier';
import type { Dossier, DossierEvent } from '@motcua/dossier';
import { minuteOf, parseInstant } from '@motcua/kernel';
import type { ErrorCode, Instant } from '@motcua/kernel';
import type { Blame, Fault } from './refusal.ts';

/** What it shows about the source that an event cannot be in the history of a dossier; undefined when the event is only wrong by itself. */
export function blameOf(dossier: Dossier, event: DossierEvent, code: ErrorCode): Blame | undefined {
  const fault = faultOf(dossier, event, code);
  if (fault === undefined) return undefined;
  const { authority } = dossier.situation.placement;
  return { fault, authority: authority === UNKNOWN ? undefined : authority };
}

function faultOf(dossier: Dossier, event: DossierEvent, code: ErrorCode): Fault | undefined {
  if (!JUMPS.has(code)) return undefined;
  if (endsBeforeReception(dossier, event)) return 'end_before_reception';
  if ((event.type === 'ResultReady' || event.type === 'ResultReturned') && WITHOUT_END.has(code)) return 'finished_without_end';
  return 'impossible_jump';
}

/** What is refused because of where the dossier stood, and not because of what the event itself says. */
const JUMPS: ReadonlySet<ErrorCode> = new Set([
  'ALREADY_RECEIVED', 'ALREADY_SUBMITTED', 'ALREADY_SUSPENDED', 'ALREADY_TRANSFERRED', 'DOSSIER_CLOSED', 'DOSSIER_NOT_CLOSED', 'DOSSIER_NOT_RECEIVED', 'DOSSIER_UNKNOWN',
  'HISTORY_CONFLICT', 'NOT_RESOLVED', 'NOT_SUSPENDED', 'OPINION_ALREADY_REQUESTED', 'OPINION_NOT_REQUESTED', 'PAYMENT_ALREADY_REQUESTED', 'RESULT_ALREADY_READY',
  'RESULT_ALREADY_RETURNED', 'SUPPLEMENT_ALREADY_REQUESTED', 'SUPPLEMENT_NOT_REQUESTED',
]);

const WITHOUT_END: ReadonlySet<ErrorCode> = new Set(['NOT_RESOLVED', 'DOSSIER_UNKNOWN']);

const ENDS: ReadonlySet<DossierEvent['type']> = new Set(['DossierResolved', 'DossierWithdrawn', 'ProcessingTerminated']);

/** An end told for a time before the reception that the log has, or either of the two corrected so. */
function endsBeforeReception({ situation }: Dossier, event: DossierEvent): boolean {
  const { receivedAt, resolvedAt } = situation;
  if (ENDS.has(event.type)) return isBefore(event.occurredAt, receivedAt);
  if (event.type !== 'DossierCorrected') return false;
  const corrected = parseInstant(event.data.new);
  if (event.data.field === 'resolvedAt') return isBefore(corrected, receivedAt);
  return event.data.field === 'receivedAt' && !isReceivedOpen(situation.class) && isBefore(resolvedAt, corrected);
}

function isBefore(one: Instant | undefined, other: Instant | undefined): boolean {
  return one !== undefined && other !== undefined && minuteOf(one) < minuteOf(other);
}
