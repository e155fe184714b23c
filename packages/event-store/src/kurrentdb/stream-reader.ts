import { AppError } from '@motcua/kernel';
import type { RecordedEvent } from '../port.ts';
import type { Engine } from './engine.ts';
import { recordedEvent } from './engine-event.ts';
import type { EngineEvent } from './engine-event.ts';
import type { Follower } from './follower.ts';
import type { KnownStreams } from './known-streams.ts';
import { comparePlaces } from './place.ts';
import type { Counted } from './counting.ts';

/** Events of one answer: streams are mostly shorter, and the parts of an edition are large. */
const PAGE_EVENTS = 256;

/** Reads single streams and gives their events the positions that the follower counted. */
export class StreamReader {
  readonly #engine: Engine;
  readonly #follower: Follower;
  readonly #known: KnownStreams;

  constructor(engine: Engine, follower: Follower, known: KnownStreams) {
    this.#engine = engine;
    this.#follower = follower;
    this.#known = known;
  }

  /** @throws AppError `HISTORY_IMPOSSIBLE` when the stream has a hole, and as the client and {@link Follower.until}. */
  async read(stream: string, fromRevision: number): Promise<readonly RecordedEvent[]> {
    return (await this.readCounted(stream, fromRevision)).map(({ event }) => event);
  }

  /** The same with the calls that wrote them. */
  async readCounted(stream: string, fromRevision: number): Promise<readonly Counted[]> {
    const found = await this.readUncounted(stream, fromRevision);
    const last = found.reduce<EngineEvent | undefined>((latest, event) => (latest === undefined || comparePlaces(event, latest) > 0 ? event : latest), undefined);
    if (last === undefined) return [];
    const index = await this.#follower.index();
    await this.#follower.until(() => this.#follower.hasReached(last));
    const positions = await index.positionsOf(found);
    return found.map((event, n) => {
      const { position, recordedMs } = positions[n] ?? { position: Number.NaN, recordedMs: Number.NaN };
      return { event: recordedEvent(event, position, recordedMs), writer: event.writer };
    });
  }

  /** The stream as the engine has it. What is read is remembered for the next append. */
  async readUncounted(stream: string, fromRevision: number): Promise<readonly EngineEvent[]> {
    const events: EngineEvent[] = [];
    for (;;) {
      const page = await this.#engine.readStream(stream, fromRevision + events.length, PAGE_EVENTS);
      for (const event of page) {
        const expected = fromRevision + events.length;
        if (event.revision !== expected) throw new AppError('HISTORY_IMPOSSIBLE', `In stream ${stream}, ${expected} is missing: ${event.revision} stands in its place.`);
        events.push(event);
      }
      if (page.length < PAGE_EVENTS) break;
    }
    this.#known.add(stream, events.map(({ revision, event }) => ({ revision, id: event.id })));
    return events;
  }
}
