import type { AsOf, Snapshot } from '@motcua/database';
import type { EventStore } from '@motcua/event-store';
import { AppError, formatInstant, parseInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { z } from 'zod';
import { invalidParameter } from '../parameters.ts';

/** As of when a question is asked: a position of the log, or whatever the log held at an instant. */
export type AsOfQuestion = { readonly kind: 'position'; readonly position: number } | { readonly kind: 'recorded'; readonly at: Instant };

/** What of the log is needed to answer as of an earlier moment. */
export type LogPositions = Pick<EventStore, 'positionAt' | 'readAll'>;

/** A snapshot with what was known when. `asOf`: that of the question. `upTo`: the last position that counts; undefined when that is all that is posted. */
export type KnownSnapshot = Snapshot & { readonly upTo?: number | undefined };

/** The parameter `asOf`. */
export const asOfParameter = z.string().max(40).optional().meta({
  description: 'Số liệu tính đến: a position of the log, or an instant such as 2024-03-14T17:00:00+07:00 (write + as %2B), which means all that the log held then; '
    + 'everything that is posted without it. An event that was recorded later is not in it, whatever its date',
  example: '12345',
});

/** @throws AppError `PARAMETER_INVALID` for what is neither a position nor an instant with an offset. */
export function asOfQuestion(asOf: string | undefined): AsOfQuestion | undefined {
  if (asOf === undefined) return undefined;
  if (/^\d{1,15}$/.test(asOf)) return { kind: 'position', position: Number(asOf) };
  const at = parseInstant(asOf);
  if (at === undefined) throw invalidParameter('/asOf', 'Give a position of the log, or an instant with an offset such as 2024-03-14T17:00:00+07:00, its + written as %2B in an address.');
  return { kind: 'recorded', at };
}

/**
 * The same snapshot, as of what was asked for.
 *
 * @param log - Asked only about earlier moments than the snapshot's own.
 * @param now - By the clock of the machine, as the log records; never a pretended one.
 * @throws AppError `AS_OF_AHEAD` when the ledger has not come that far, and for an instant that lies ahead.
 */
export async function asKnown(snapshot: Snapshot, log: LogPositions, asked: AsOfQuestion | undefined, now: Instant = Date.now()): Promise<KnownSnapshot> {
  if (asked === undefined) return snapshot;
  // The log's clock may be a little ahead of this one: what it has recorded is no future.
  if (asked.kind === 'recorded' && asked.at > Math.max(now, parseInstant(snapshot.asOf.recordedAt ?? '') ?? 0)) throw inFuture(asked.at, now);
  const asOf = await heldBy(snapshot.asOf, log, asked);
  if (asOf.position > snapshot.asOf.position) throw ahead(asked, asOf.position, snapshot.asOf);
  return asOf.position === snapshot.asOf.position ? snapshot : { ...snapshot, asOf, upTo: asOf.position };
}

async function heldBy(posted: AsOf, log: LogPositions, asked: AsOfQuestion): Promise<AsOf> {
  if (asked.kind === 'recorded') {
    const { position, recordedAt } = await log.positionAt(formatInstant(asked.at));
    return { position, recordedAt: recordedAt ?? null };
  }
  const { position } = asked;
  if (position === 0 || position >= posted.position) return { position, recordedAt: null };
  const [event] = await log.readAll(position - 1, 1);
  return { position, recordedAt: event?.recordedAt ?? null };
}

function inFuture(at: Instant, now: Instant): AppError {
  return new AppError('AS_OF_AHEAD', `The instant ${formatInstant(at)} lies ahead: nobody can say yet what will be recorded by then. Ask as of an instant that has passed, or without asOf for all that is posted.`, {
    errors: [{ pointer: '/asOf', detail: `at most ${formatInstant(now)}` }],
  });
}

function ahead(asked: AsOfQuestion, position: number, posted: AsOf): AppError {
  const wanted = asked.kind === 'position' ? `position ${position}` : `${formatInstant(asked.at)} (position ${position} of the log)`;
  return new AppError('AS_OF_AHEAD', `The ledger is posted up to position ${posted.position}, not yet to ${wanted}: ask again in a moment, or without asOf for what is posted.`, {
    errors: [{ pointer: '/asOf', detail: `at most ${posted.position}` }],
  });
}
