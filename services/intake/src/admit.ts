import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, Verdict } from '@motcua/event-store';
import { AppError, isAppError } from '@motcua/kernel';
import type { NotTaken, Outcome } from './answer.ts';
import type { EventFamily, ValidEvent } from './family.ts';
import type { Loaded, StreamMemory } from './memory.ts';
import { planStream } from './plan.ts';
import type { Planned, Ticket } from './plan.ts';
import { refusal, refusalOf } from './refusal.ts';

/** How often an item is decided again because somebody else wrote its stream first. */
const CONFLICTS_MAX = 25;
/** Those who lost a race wait up to so long, times their losses, so that they do not meet again at once; milliseconds. */
const JITTER_MS = 2;

export type Admission<State, Event> = {
  readonly family: EventFamily<State, Event>;
  readonly store: EventStore;
  readonly memory: StreamMemory<State>;
  /** Seconds that one call of the store took. */
  readonly observeAppend: (seconds: number) => void;
};

/**
 * Brings valid events into the log: load, decide, append with the revision decided on, again for those that lost a race.
 *
 * @returns One outcome an event, in order; never rejects: what the store cannot take now is `failed`.
 */
export async function admit<State, Event>(admission: Admission<State, Event>, events: readonly ValidEvent<Event>[]): Promise<readonly Outcome[]> {
  const tickets = events.map((valid): Ticket<Event> => ({ valid, outcome: undefined, conflicts: 0 }));
  let pending: readonly Ticket<Event>[] = tickets;
  try {
    // Every round settles at least one item of each stream or counts a conflict, so the bound is never met in practice.
    for (let round = 0; pending.length > 0 && round <= events.length + CONFLICTS_MAX + 2; round += 1) {
      await settleRound(admission, pending, round);
      pending = pending.filter((ticket) => ticket.outcome === undefined);
      const losses = pending.reduce((most, ticket) => Math.max(most, ticket.conflicts), 0);
      if (losses > 1) await sleep(Math.random() * JITTER_MS * losses);
    }
  } catch (error) {
    for (const ticket of pending) ticket.outcome ??= failed(error);
  }
  return tickets.map((ticket) => ticket.outcome ?? failed(undefined));
}

async function settleRound<State, Event>(admission: Admission<State, Event>, pending: readonly Ticket<Event>[], round: number): Promise<void> {
  const byStream = Map.groupBy(pending, (ticket) => ticket.valid.stream);
  // Whoever guessed wrong reads in the next round.
  const loaded = await admission.memory.load([...byStream.keys()], (stream) => round === 0 && begins(admission.family, byStream.get(stream)));
  const planned: Planned<State, Event>[] = [];
  for (const [stream, tickets] of byStream) planned.push(...planOf(admission, stream, tickets, loaded.get(stream)));
  if (planned.length === 0) return;
  const started = performance.now();
  const verdicts = await appendAll(admission.store, planned);
  admission.observeAppend((performance.now() - started) / 1000);
  for (const [index, plan] of planned.entries()) {
    const verdict = verdicts[index];
    if (verdict !== undefined) applyVerdict(admission.memory, plan, verdict);
  }
}

/** Only few events can be the first of a stream, and most of them are. */
function begins<State, Event>({ decide, empty }: EventFamily<State, Event>, tickets: readonly Ticket<Event>[] = []): boolean {
  const [first] = tickets;
  return first !== undefined && decide(empty, first.valid.event).kind === 'accepted';
}

function planOf<State, Event>(
  { family, memory }: Admission<State, Event>, stream: string, tickets: readonly Ticket<Event>[], base: Loaded<State> | undefined,
): readonly Planned<State, Event>[] {
  if (base === undefined || base.kind === 'broken') {
    for (const ticket of tickets) ticket.outcome = failed(base?.error);
    return [];
  }
  const plan = planStream(family, stream, tickets, base);
  if (plan.kind === 'stale') {
    memory.forget(stream);
    return [];
  }
  for (const [ticket, outcome] of plan.refused) ticket.outcome = outcome;
  return plan.appends;
}

/** A verdict each, or none for what goes into the next round after the items that cannot be written are out. */
async function appendAll<State, Event>(store: EventStore, planned: readonly Planned<State, Event>[]): Promise<readonly (Verdict | undefined)[]> {
  try {
    return await store.appendMany(planned.map((plan) => plan.append));
  } catch (error) {
    const named = isAppError(error) ? error.errors.map(({ pointer }) => Number(pointer.slice(1))) : [];
    if (named.length === 0) throw error;
    for (const index of named) for (const ticket of planned[index]?.tickets ?? []) ticket.outcome = unwritable(error);
    return [];
  }
}

function applyVerdict<State, Event>(memory: StreamMemory<State>, { append, tickets, after }: Planned<State, Event>, verdict: Verdict): void {
  switch (verdict.kind) {
    case 'appended':
    case 'duplicate': {
      const kind = verdict.kind === 'appended' ? 'accepted' : 'duplicate';
      for (const [index, ticket] of tickets.entries()) ticket.outcome = { kind, position: verdict.positions[index] ?? 0 };
      if (verdict.kind === 'appended' && after !== undefined && verdict.revision === after.revision) memory.remember(append.stream, after);
      else if (after !== undefined) memory.forget(append.stream);
      return;
    }
    case 'wrong_revision':
      memory.forget(append.stream);
      for (const ticket of tickets) noteConflict(ticket);
      return;
    case 'id_reused':
      for (const ticket of tickets) if (ticket.valid.record.id === verdict.id) ticket.outcome = REUSED;
  }
}

function noteConflict(ticket: Ticket<unknown>): void {
  ticket.conflicts += 1;
  if (ticket.conflicts > CONFLICTS_MAX) ticket.outcome = CONFLICT;
}

const REUSED: Outcome = {
  kind: 'refused',
  refusal: refusal('EVENT_ID_REUSED', 'The same source sent this id before with other content: give every event an id of its own.', [{ pointer: '/id', detail: 'was used before' }]),
};

const CONFLICT: Outcome = {
  kind: 'failed',
  refusal: refusal('WRITE_CONFLICT', 'Others kept writing this dossier at the same time: send the event again.'),
};

function unwritable(error: unknown): NotTaken {
  const outcome = failed(error);
  return isAppError(error) && error.status < 500 ? { ...outcome, kind: 'refused' } : outcome;
}

function failed(error: unknown): NotTaken {
  if (isAppError(error)) return { kind: 'failed', refusal: { ...refusalOf(error), errors: [] } };
  return { kind: 'failed', refusal: refusalOf(new AppError('INTERNAL', 'An unexpected fault: send the event again.', { cause: error })) };
}
