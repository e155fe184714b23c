import type { AppError } from '@motcua/kernel';
import type { NewEvent, RecordedEvent } from '@motcua/event-store';
import type { z } from 'zod';
import type { Blame, Refusal } from './refusal.ts';

/**
 * A kind of events that takes the same way: how one is validated, and how a stream of them decides about the next.
 *
 * `State`: what deciding needs of a stream. `Event`: an event as deciding needs it.
 */
export type EventFamily<State, Event> = {
  readonly schemas: Readonly<Record<string, z.ZodType>>;
  readonly validate: (value: unknown, now: number) => Validated<Event>;
  readonly empty: State;
  /** @throws AppError `HISTORY_IMPOSSIBLE`. */
  readonly replay: (records: readonly RecordedEvent[]) => State;
  /** Whether an event with this id is in the stream. */
  readonly holds: (state: State, id: string) => boolean;
  readonly decide: (state: State, event: Event) => Decided<State>;
};

export type ValidEvent<Event> = { readonly stream: string; readonly record: NewEvent; readonly event: Event };

export type Validated<Event> =
  | { readonly kind: 'valid'; readonly valid: ValidEvent<Event> }
  | { readonly kind: 'invalid'; readonly refusal: Refusal };

export type Decided<State> = { readonly kind: 'accepted'; readonly state: State } | { readonly kind: 'refused'; readonly error: AppError; readonly blame?: Blame | undefined };
