import type { PostedMovement } from '@motcua/database';
import type { JsonObject, RecordedEvent } from '@motcua/event-store';
import { classLabels } from '@motcua/ledger';
import type { Whereabouts } from '@motcua/ledger';
import { causeLabels, eventLabel } from '../labels.ts';

/** One end of a movement, as it is shown. */
export type ShownWhereabouts = Whereabouts & { readonly classLabel: string };

/**
 * A movement that an event made known. `inverted`: it takes back an earlier one, which `followsFrom` then names.
 * `followsFrom`: the position of the event that it follows from.
 */
export type ShownMovement = Pick<PostedMovement, 'effectiveOn' | 'cause' | 'rule' | 'inverted'> & {
  readonly causeLabel: string;
  readonly followsFrom: number | null;
  readonly from: ShownWhereabouts;
  readonly to: ShownWhereabouts;
};

/**
 * One event of a dossier or a feedback. `posted`: it counts; `waiting`: the ledger has not come to it yet; `set_aside`: the operator
 * took it out. `facts`: its data, as the log holds it: codes and times, never anything personal.
 */
export type TimelineEntry = {
  readonly position: number;
  readonly type: string;
  readonly label: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly state: 'posted' | 'waiting' | 'set_aside';
  readonly facts: JsonObject;
  readonly movements: readonly ShownMovement[];
};

/** The events of one in order of arrival, each with the movements that it made known. Pure. */
export function timelineOf(
  events: readonly RecordedEvent[], movements: readonly PostedMovement[], posted: number, setAside: ReadonlySet<number>,
): readonly TimelineEntry[] {
  const byPosition = Map.groupBy(movements, ({ position }) => position);
  const positions = new Map(events.map(({ id, position }) => [id, position]));
  return events.map(({ position, type, occurredAt, recordedAt, data }) => ({
    position, type, label: eventLabel(type), occurredAt, recordedAt,
    state: setAside.has(position) ? 'set_aside' : position <= posted ? 'posted' : 'waiting',
    facts: data,
    movements: (byPosition.get(position) ?? []).map((movement) => shown(movement, positions)),
  }));
}

function shown({ effectiveOn, cause, rule, inverted, eventId, from, to }: PostedMovement, positions: ReadonlyMap<string, number>): ShownMovement {
  return {
    effectiveOn, cause, causeLabel: causeLabels[cause], rule, inverted, followsFrom: positions.get(eventId) ?? null,
    from: { ...from, classLabel: classLabels[from.class] }, to: { ...to, classLabel: classLabels[to.class] },
  };
}
