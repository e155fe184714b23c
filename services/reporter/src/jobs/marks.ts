import { streams } from '@motcua/event-store';
import type { EventStore, RecordedEvent } from '@motcua/event-store';
import { AppError, formatInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { deliveryKey, REPORT_DELIVERED } from '@motcua/ledger';
import type { ReportDeliveredData } from '@motcua/ledger';

/** The source under which every reporter writes its marks. */
const SOURCE = 'urn:motcua:reporter';

/** Where the marks are kept. */
export type MarkStore = Pick<EventStore, 'readStream' | 'append'>;

/**
 * Mốc đã giao: what the log says has been delivered under a schedule. In the log, so that neither another process nor a read model
 * that is made again sends anything a second time.
 */
export class Marks {
  readonly #store: MarkStore;
  readonly #known = new Map<string, { revision: number; readonly delivered: Map<string, RecordedEvent> }>();

  constructor(store: MarkStore) {
    this.#store = store;
  }

  /** What was delivered so far, by the keys of the deliveries; reads what others have written since. */
  async delivered(schedule: string): Promise<ReadonlyMap<string, RecordedEvent>> {
    const known = this.#known.get(schedule) ?? { revision: -1, delivered: new Map<string, RecordedEvent>() };
    this.#known.set(schedule, known);
    for (const event of await this.#store.readStream(streams.deliveries(schedule), { fromRevision: known.revision + 1 })) {
      known.delivered.set(event.id, event);
      known.revision = event.revision;
    }
    return known.delivered;
  }

  /** @throws AppError `WRITE_CONFLICT` when the log holds something else under the delivery's key. */
  async note(data: ReportDeliveredData, now: Instant): Promise<void> {
    const id = deliveryKey(data);
    const verdict = await this.#store.append({ stream: streams.deliveries(data.schedule), expect: { kind: 'any' }, events: [{
      id, type: REPORT_DELIVERED, source: SOURCE, sourceId: `${data.schedule}/${data.destination}/${data.edition}`, subject: data.schedule, occurredAt: formatInstant(now), schemaVersion: 1, data,
    }] });
    if (verdict.kind === 'appended' || verdict.kind === 'duplicate') return;
    // Another reporter was first: its mark tells of the same delivery at another instant.
    if (verdict.kind === 'id_reused' && (await this.delivered(data.schedule)).has(id)) return;
    throw new AppError('WRITE_CONFLICT', `That ${data.edition} was delivered to ${data.destination} could not be noted: the log holds something else under the id ${id}.`);
  }
}
