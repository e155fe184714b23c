import type { Append } from '@motcua/event-store';
import type { Outcome } from './answer.ts';
import type { EventFamily, ValidEvent } from './family.ts';
import type { Known } from './memory.ts';
import { refusalOf } from './refusal.ts';

/** An item on its way; without an outcome it is still to be settled. */
export type Ticket<Event> = { readonly valid: ValidEvent<Event>; outcome: Outcome | undefined; conflicts: number };

/** An append with the items in it; `after`: what is known of the stream once it is written. */
export type Planned<State, Event> = { readonly append: Append; readonly tickets: readonly Ticket<Event>[]; readonly after: Known<State> | undefined };

export type StreamPlan<State, Event> =
  | { readonly kind: 'append'; readonly appends: readonly Planned<State, Event>[]; readonly refused: readonly (readonly [Ticket<Event>, Outcome])[] }
  | { readonly kind: 'stale' };

/**
 * Decides the items of one stream in their order, each after the accepted ones before it.
 *
 * An id that the stream holds already is confirmed by the store, which compares the content; an id that stands twice
 * among the items waits for the next round. A refusal on remembered state is none: `stale` asks for a fresh reading.
 */
export function planStream<State, Event>(
  family: EventFamily<State, Event>, stream: string, tickets: readonly Ticket<Event>[], base: { readonly known: Known<State>; readonly isFresh: boolean },
): StreamPlan<State, Event> {
  const fresh: Ticket<Event>[] = [];
  const held: Ticket<Event>[] = [];
  const refused: [Ticket<Event>, Outcome][] = [];
  const taken = new Set<string>();
  let { state } = base.known;
  for (const ticket of tickets) {
    const { id } = ticket.valid.record;
    if (taken.has(id)) continue;
    taken.add(id);
    if (family.holds(base.known.state, id)) {
      held.push(ticket);
      continue;
    }
    const decision = family.decide(state, ticket.valid.event);
    if (decision.kind === 'accepted') {
      state = decision.state;
      fresh.push(ticket);
    } else if (base.isFresh) refused.push([ticket, { kind: 'refused', refusal: refusalOf(decision.error, decision.blame) }]);
    else return { kind: 'stale' };
  }
  const { revision } = base.known;
  const appends: Planned<State, Event>[] = [];
  if (held.length > 0) appends.push({ append: appendOf(stream, held, { kind: 'any' }), tickets: held, after: undefined });
  if (fresh.length > 0) {
    const expect = revision < 0 ? { kind: 'none' } as const : { kind: 'exact', revision } as const;
    appends.push({ append: appendOf(stream, fresh, expect), tickets: fresh, after: { state, revision: revision + fresh.length } });
  }
  return { kind: 'append', appends, refused };
}

function appendOf<Event>(stream: string, tickets: readonly Ticket<Event>[], expect: Append['expect']): Append {
  return { stream, expect, events: tickets.map((ticket) => ticket.valid.record) };
}
