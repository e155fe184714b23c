import type { AllStreamResolvedEvent, AllStreamSubscription, EventData, EventStoreDBClient, ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import { AppError } from '@motcua/kernel';
import type { KurrentAddress } from './address.ts';
import { kurrentClient } from './client.ts';
import { fromClientEvent } from './engine-event.ts';
import type { EngineEvent } from './engine-event.ts';
import { faultKindOf } from './faults.ts';
import type { Place } from './place.ts';

export type EngineOptions = {
  readonly address: KurrentAddress;
  readonly prefix: string;
  readonly answerMsMax: number;
};

/** An event of the whole log: its place, and the event if it is one of ours. */
export type PlacedEvent = Place & { readonly own: EngineEvent | undefined };

/** Events between two checkpoints that the filter leaves out, in units of 32: few enough that a new start has little to pass over. */
const CHECKPOINT_INTERVAL = 16;

/**
 * The client, used as it bears it: credentials with every call, a limit of its own for every wait, every read bounded and
 * drained to its end. One per process and log.
 */
export class Engine {
  readonly #client: EventStoreDBClient;
  readonly #options: EngineOptions;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#client = clientOf(options.address);
  }

  /**
   * Appends with an explicit revision, so that the same call a second time changes nothing.
   *
   * @param revision - The last revision of the stream, -1 when there must be none.
   * @returns Where the last event stands, if the server says so; undefined for a conflict: the stream's last revision is another one.
   * @throws the client's error; unless it is one of kind `data` or `fault`, the outcome is unknown.
   */
  async append(stream: string, revision: number, events: readonly EventData[]): Promise<{ readonly place: Place | undefined } | undefined> {
    const { NO_STREAM } = kurrentClient();
    try {
      const { position } = await this.#client.appendToStream(this.#options.prefix + stream, [...events], {
        expectedRevision: revision < 0 ? NO_STREAM : BigInt(revision), deadline: this.#options.answerMsMax, ...this.#callOptions(),
      });
      return { place: position };
    } catch (error) {
      if (faultKindOf(error) === 'conflict') return undefined;
      throw error;
    }
  }

  /** The events of a stream from a revision on, at most so many; an unknown stream has none. */
  async readStream(stream: string, fromRevision: number, maxCount: number): Promise<readonly EngineEvent[]> {
    const reading = this.#client.readStream(this.#options.prefix + stream, { fromRevision: BigInt(fromRevision), maxCount, ...this.#callOptions() });
    try {
      const found = await this.#drain<ResolvedEvent>(reading);
      return found.flatMap(({ event }) => (event === undefined ? [] : fromClientEvent(event, this.#options.prefix) ?? []));
    } catch (error) {
      if (faultKindOf(error) === 'missing') return [];
      throw error;
    }
  }

  /** The whole log from a place on, which is included; or backwards from a place, which is not. */
  async readAll(from: Place | 'start' | 'end', maxCount: number, direction: 'forwards' | 'backwards' = 'forwards'): Promise<readonly PlacedEvent[]> {
    const { BACKWARDS, END, FORWARDS, START } = kurrentClient();
    const fromPosition = from === 'start' ? START : from === 'end' ? END : { commit: from.commit, prepare: from.prepare };
    const reading = this.#client.readAll({ fromPosition, maxCount, direction: direction === 'forwards' ? FORWARDS : BACKWARDS, ...this.#callOptions() });
    const found = await this.#drain<AllStreamResolvedEvent>(reading);
    return found.flatMap(({ event }) => (event === undefined ? [] : { ...event.position, own: fromClientEvent(event, this.#options.prefix) }));
  }

  /** Everything of ours behind a place, without end. `onCheckpoint`: must not fail. */
  subscribe(after: Place | undefined, onCheckpoint: (place: Place) => void): AllStreamSubscription {
    const { START, streamNameFilter } = kurrentClient();
    return this.#client.subscribeToAll({
      fromPosition: after === undefined ? START : { commit: after.commit, prepare: after.prepare },
      filter: streamNameFilter({
        prefixes: [this.#options.prefix], checkpointInterval: CHECKPOINT_INTERVAL, checkpointReached: (_subscription, place) => { onCheckpoint(place); },
      }),
      ...this.#callOptions(),
    }, { highWaterMark: 256 });
  }

  /** The event that a subscription gave, if it is ours. */
  ownEvent({ event }: AllStreamResolvedEvent): EngineEvent | undefined {
    return event === undefined ? undefined : fromClientEvent(event, this.#options.prefix);
  }

  async close(): Promise<void> {
    await this.#client.dispose();
  }

  /** The leader knows everything that was acknowledged. */
  #callOptions() {
    return { credentials: this.#options.address.credentials, requiresLeader: true } as const;
  }

  /** To the end in any case: a call that is left behind is never given back. Silence for too long is an error. */
  async #drain<T>(reading: StreamingRead<T>): Promise<readonly T[]> {
    const items: T[] = [];
    const silence = setTimeout(() => {
      reading.cancel().catch(() => undefined);
      reading.destroy(new AppError('DATABASE_UNAVAILABLE', `The log's engine was silent for ${this.#options.answerMsMax} ms.`));
    }, this.#options.answerMsMax);
    try {
      for await (const item of reading) {
        silence.refresh();
        items.push(item);
      }
      return items;
    } finally {
      clearTimeout(silence);
    }
  }
}

function clientOf({ settings, channel }: KurrentAddress): EventStoreDBClient {
  const { EventStoreDBClient } = kurrentClient();
  // The three kinds of settings are three signatures; the union of them fits none.
  if ('discover' in settings) return new EventStoreDBClient(settings, channel);
  if ('endpoints' in settings) return new EventStoreDBClient(settings, channel);
  return new EventStoreDBClient(settings, channel);
}
