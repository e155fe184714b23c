import type { Edition } from '@motcua/database';
import type { RecordedEvent } from '@motcua/event-store';
import type { Instant } from '@motcua/kernel';
import { deliveryKey } from '@motcua/ledger';
import type { Planned } from './plan.ts';
import type { Destination, Schedule } from './schedule.ts';

/** What was tried in vain: how often, why the last time, and when again. */
export type Failure = { readonly times: number; readonly reason: string; readonly againAt: Instant };

/**
 * Where a delivery stands. `not_closed`: nobody has closed the period, so there is no edition. `failing`: the period could not be closed, or
 * the pack not be delivered, and will be tried again.
 */
export type DeliveryState =
  | { readonly kind: 'delivered'; readonly at: string } | { readonly kind: 'waiting' } | { readonly kind: 'not_closed' } | ({ readonly kind: 'failing' } & Failure);

/** Một lần giao: the pack of a period to a destination. `key`: of it, undefined where there is no edition. `isLate`: not delivered, and past the deadline. */
export type Delivery = {
  readonly schedule: Schedule; readonly planned: Planned; readonly destination: Destination; readonly edition: Edition | undefined; readonly key: string | undefined;
  readonly state: DeliveryState; readonly isLate: boolean;
};

/** What is known of a schedule. `standing`: editions by periods; `delivered`: marks by keys; `failures`: by keys of deliveries, and by {@link closingName}. */
export type Known = {
  readonly due: readonly Planned[]; readonly standing: ReadonlyMap<string, Edition>; readonly delivered: ReadonlyMap<string, RecordedEvent>; readonly failures: ReadonlyMap<string, Failure>; readonly now: Instant;
};

/** Every delivery of a schedule whose time has come, in order of periods; of a period that was restated, that of the edition which stands. */
export function deliveriesOf(schedule: Schedule, { due, standing, delivered, failures, now }: Known): readonly Delivery[] {
  return due.flatMap((planned) => schedule.deliver.map((destination): Delivery => {
    const edition = standing.get(planned.period.id);
    const key = edition && deliveryKey({ schedule: schedule.name, destination: destination.name, edition: edition.closed.edition });
    const state = stateOf(key === undefined ? undefined : delivered.get(key), failures.get(key ?? closingName(schedule, planned)), key !== undefined);
    return { schedule, planned, destination, edition, key, state, isLate: state.kind !== 'delivered' && planned.deadlineAt !== undefined && planned.deadlineAt < now };
  }));
}

/** Under which name failures to close a period are kept. */
export function closingName({ name }: Schedule, { period }: Planned): string {
  return `${name} ${period.id}`;
}

function stateOf(mark: RecordedEvent | undefined, failure: Failure | undefined, isClosed: boolean): DeliveryState {
  if (mark !== undefined) return { kind: 'delivered', at: mark.recordedAt };
  if (failure !== undefined) return { kind: 'failing', ...failure };
  return { kind: isClosed ? 'waiting' : 'not_closed' };
}
