import { readAsOf, unfinishedPart } from '@motcua/database';
import type { Database } from '@motcua/database';
import { sendProblem } from '@motcua/http';
import type { HttpReply } from '@motcua/http';
import { AppError, formatInstant } from '@motcua/kernel';
import type { Period } from '@motcua/kernel';
import { editionId } from '@motcua/ledger';
import type { Jobs } from '../jobs/jobs.ts';

/** When to come back while a period is being closed; seconds. */
const RETRY_AFTER_S = 10;
/** A closing whose parts were followed by more events than these was left. */
const LEFT_BEHIND = 100;

/** Answers who asks for a period that nobody has closed: when to come back, as far as that is known. */
export async function notStanding(db: Database['db'], { scope, period }: { readonly scope: string; readonly period: Period }, jobs: Pick<Jobs, 'closingOf'> | undefined, reply: HttpReply): Promise<HttpReply> {
  const [planned, part, { position }] = [await jobs?.closingOf(scope, period), await unfinishedPart(db, editionId({ scheme: period.scheme, scope, period: period.id, number: 1 })), await readAsOf(db)];
  if (planned?.kind === 'now' || (part !== undefined && position - part <= LEFT_BEHIND)) {
    const seconds = planned?.kind === 'now' ? Math.max(RETRY_AFTER_S, planned.againInSeconds) : RETRY_AFTER_S;
    return sendProblem(reply, new AppError('PERIOD_CLOSING', `The period ${period.id} of ${scope} is being closed: ask again in ${seconds} seconds.`), seconds);
  }
  if (planned !== undefined) reply.header('retry-after', String(planned.inSeconds));
  const when = planned === undefined ? 'close it with POST /v1/periods/{scheme}/{id}/close, or ask again when somebody has' : `its schedule closes it at ${formatInstant(planned.at)}`;
  throw new AppError('PERIOD_NOT_CLOSED', `The period ${period.id} of ${scope} has not been closed: ${when}.`, { errors: [{ pointer: '/id', detail: 'not closed' }] });
}
