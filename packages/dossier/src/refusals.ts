import { AppError } from '@motcua/kernel';
import type { ErrorCode } from '@motcua/kernel';
import { isClosed, isReceivedOpen } from './situation.ts';
import type { Situation } from './situation.ts';

/** The refusal of whatever cannot be the first thing that is known of a dossier. */
export function unknownDossier(): AppError {
  return no('DOSSIER_UNKNOWN', 'Nothing of this dossier is known at that time; send DossierSubmitted or DossierReceived first.');
}

export function notOpenAndReceived(situation: Situation): AppError | undefined {
  if (isReceivedOpen(situation.class)) return undefined;
  return isClosed(situation.class) ? closedError() : notReceived(situation);
}

export function notReceived(situation: Situation): AppError {
  return situation.class === 'outside' ? unknownDossier() : no('DOSSIER_NOT_RECEIVED', 'The dossier was not received at that time; send DossierReceived with its own time first.');
}

export function alreadyReceived(situation: Situation): AppError {
  return no('ALREADY_RECEIVED', situation.receivedAt === undefined
    ? 'The dossier was reopened and is being worked on without a reception; send what happened next.'
    : 'The dossier was already received; correct the reception with DossierCorrected.');
}

export function notResolved(situation: Situation): AppError {
  return situation.class === 'outside' ? unknownDossier() : no('NOT_RESOLVED', 'The dossier had no result at that time; send DossierResolved first.');
}

export function closedError(): AppError {
  return no('DOSSIER_CLOSED', 'The dossier was closed at that time; send DossierReopened first if the work really goes on.');
}

export function dueBefore(what: string): AppError {
  return no('DUE_BEFORE_START', `The due date lies before the ${what}; check both times.`);
}

export function no(code: ErrorCode, detail: string): AppError {
  return new AppError(code, detail);
}
