import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventData } from '@eventstore/db-client';
import { AppError } from '@motcua/kernel';
import type { Verdict } from '../port.ts';
import type { EncodedAppend, EncodedEvent } from '../encoded-append.ts';
import { backOffMs } from '../retry.ts';
import type { StoreLog } from '../retry.ts';
import type { Counted } from './counting.ts';
import type { Engine } from './engine.ts';
import { APPEND_BYTES_MAX, toClientEvent } from './engine-event.ts';
import { faultKindOf, reasonOf, toAppError } from './faults.ts';
import type { Follower } from './follower.ts';
import { Gate } from './gate.ts';
import type { KnownStream, KnownStreams } from './known-streams.ts';
import { END } from './place.ts';
import type { Place } from './place.ts';
import type { StreamReader } from './stream-reader.ts';
import { judgeKnown, verdictOf } from './verdicts.ts';

export type AppenderParts = {
  readonly engine: Engine;
  readonly follower: Follower;
  readonly known: KnownStreams;
  readonly reader: StreamReader;
  readonly retryMsMax: number;
  readonly log: StoreLog | undefined;
};

/** An append as the client takes it, with the name of the call. */
type PreparedAppend = EncodedAppend & { readonly writer: string; readonly clientEvents: readonly EventData[] };

/** Appends under way at once: servers take about a hundred calls on a connection, and what waits uses up its time. */
const CALLS_MAX = 64;

/** How long an event that was written may be on its way to the follower before it is looked for in its stream; milliseconds. */
const ARRIVAL_MS = 1_000;

/** Writes one append after the other to a stream, many streams at once. */
export class Appender {
  readonly #parts: AppenderParts;
  /** The last append of each stream that is still under way. */
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #gate = new Gate(CALLS_MAX);

  constructor(parts: AppenderParts) {
    this.#parts = parts;
  }

  /**
   * Starts at once when no other append to the stream is under way; else in the order of the calls.
   *
   * @param recordedAts - Of copied events: the instants that they keep.
   * @throws AppError `DATABASE_UNAVAILABLE` (the outcome is unknown), `EVENT_INVALID` (nothing written).
   */
  append(append: EncodedAppend, recordedAts: readonly string[] = []): Promise<Verdict> {
    const prepared = prepare(append, recordedAts);
    const { stream } = append;
    const before = this.#turns.get(stream) ?? Promise.resolve();
    const verdict = before.then(() => this.#gate.pass(() => this.#persist(prepared)));
    const done = verdict.catch(() => undefined).finally(() => { if (this.#turns.get(stream) === done) this.#turns.delete(stream); });
    this.#turns.set(stream, done);
    return verdict;
  }

  /** Waits for everything that is under way. */
  async close(): Promise<void> {
    await Promise.all(this.#turns.values());
  }

  /** The same ids and revision again as long as the outcome is unknown: that writes nothing twice. */
  async #persist(append: PreparedAppend): Promise<Verdict> {
    const deadline = performance.now() + this.#parts.retryMsMax;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#settle(append);
      } catch (error) {
        const pause = backOffMs(attempt);
        if (faultKindOf(error) !== 'lost' || performance.now() + pause > deadline) throw toAppError(error);
        this.#parts.log?.warn({ reason: reasonOf(error), attempt }, 'an append to the log got no answer, trying again');
        await sleep(pause);
      }
    }
  }

  async #settle(append: PreparedAppend): Promise<Verdict> {
    let known = await this.#knowledgeFor(append);
    for (;;) {
      if (append.events.some(({ id }) => known.ids.has(id))) return this.#judge(append);
      if (!holds(append.expected, known.revision)) {
        const fresh = await this.#learn(append.stream);
        if (fresh.revision === known.revision) return { kind: 'wrong_revision', current: known.revision };
        known = fresh;
        continue;
      }
      const written = await this.#parts.engine.append(append.stream, known.revision, append.clientEvents);
      if (written !== undefined) return this.#verdictOn(append, known.revision, written.place);
      const fresh = await this.#learn(append.stream);
      if (fresh.revision === known.revision) throw new AppError('DATABASE_UNAVAILABLE', 'The log\'s engine speaks of another last revision than it shows.');
      known = fresh;
    }
  }

  /** A stream that must not exist needs no look: the engine says so. */
  async #knowledgeFor({ stream, expected }: PreparedAppend): Promise<KnownStream> {
    return this.#parts.known.get(stream) ?? (expected === -1 ? NO_STREAM : this.#learn(stream));
  }

  /** What was added to the stream since it was last looked at. */
  async #learn(stream: string): Promise<KnownStream> {
    const before = this.#parts.known.get(stream);
    const events = await this.#parts.reader.readUncounted(stream, (before?.revision ?? -1) + 1);
    // A stream too long to remember is known for this append only.
    return this.#parts.known.get(stream) ?? knownOf(events.map(({ event, revision }) => ({ id: event.id, revision })));
  }

  /**
   * The engine has it: either this call wrote it, or another one before it wrote events with these ids at these revisions. What
   * the follower counted there tells which.
   */
  async #verdictOn(append: PreparedAppend, before: number, place: Place | undefined): Promise<Verdict> {
    const counted = await this.#arrival(append, before, place);
    if (counted?.every(({ writer }) => writer === append.writer) !== true) return this.#judge(append);
    this.#parts.known.add(append.stream, counted.map(({ event }) => event));
    return verdictOf('appended', counted.map(({ event }) => event));
  }

  /** The events of the append as the follower saw them; undefined when it passed them long ago, or does not see them for long. */
  async #arrival({ stream, events }: PreparedAppend, before: number, place: Place | undefined): Promise<readonly Counted[] | undefined> {
    const { follower } = this.#parts;
    const last = before + events.length;
    const there = (): boolean => follower.tail.find(stream, last) !== undefined;
    const passed = (): boolean => place !== undefined && place.commit !== END && follower.hasReached(place);
    await follower.index();
    await follower.grown(() => there() || passed(), AbortSignal.timeout(ARRIVAL_MS));
    const found = events.map((_, index) => follower.tail.find(stream, before + 1 + index));
    return found.every((counted) => counted !== undefined) ? found : undefined;
  }

  /** From the stream itself: for ids that are in it already. */
  async #judge(append: PreparedAppend): Promise<Verdict> {
    return judgeKnown(append, append.writer, await this.#parts.reader.readCounted(append.stream, 0));
  }
}

const NO_STREAM: KnownStream = { revision: -1, ids: new Map() };

function knownOf(events: readonly { readonly id: string; readonly revision: number }[]): KnownStream {
  return { revision: events.at(-1)?.revision ?? -1, ids: new Map(events.map(({ id, revision }) => [id, revision])) };
}

function holds(expected: number | null, revision: number): boolean {
  return expected === null || expected === revision || (expected === -2 && revision >= 0);
}

function prepare(append: EncodedAppend, recordedAts: readonly string[]): PreparedAppend {
  const writer = randomUUID();
  const prepared = append.events.map((event: EncodedEvent, index) => toClientEvent(event, writer, recordedAts[index]));
  const bytes = prepared.reduce((sum, event) => sum + event.bytes, 0);
  if (bytes > APPEND_BYTES_MAX) throw new AppError('EVENT_INVALID', `The log cannot hold this: ${bytes} bytes in one append, and ${APPEND_BYTES_MAX} are the most.`);
  return { ...append, writer, clientEvents: prepared.map(({ event }) => event) };
}
