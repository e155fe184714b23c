import { AppError, formatInstant } from '@motcua/kernel';
import type { Head, RecordedEvent } from '../port.ts';
import { countEvent } from './counting.ts';
import type { Engine } from './engine.ts';
import { recordedEvent } from './engine-event.ts';
import type { EngineEvent } from './engine-event.ts';
import type { Follower } from './follower.ts';
import { comparePlaces, NOTHING } from './place.ts';
import type { Count, Place } from './place.ts';

/** Events asked for at once; those of others that stand between are among them. */
const PAGE_EVENTS = 2_000;

/** Reads along the log by positions: from memory what is new, from the engine what is old. */
export class LogReader {
  readonly #engine: Engine;
  readonly #follower: Follower;

  constructor(engine: Engine, follower: Follower) {
    this.#engine = engine;
    this.#follower = follower;
  }

  /** Events behind a position, at most `limit`, of all that was in the log at the time of the call. */
  async readAll(afterPosition: number, limit: number): Promise<readonly RecordedEvent[]> {
    await this.#follower.index();
    if (afterPosition + limit > this.#follower.count.position) await this.#follower.catchUp();
    return this.page(afterPosition, limit);
  }

  /**
   * Events behind a position among those that were counted so far.
   *
   * @throws AppError `HISTORY_IMPOSSIBLE` when the engine no longer has what was counted.
   */
  async page(afterPosition: number, limit: number): Promise<readonly RecordedEvent[]> {
    const count = Math.min(limit, this.#follower.count.position - afterPosition);
    if (count <= 0) return [];
    return this.#follower.tail.page(afterPosition, count) ?? this.#fromEngine(afterPosition, count);
  }

  async head(): Promise<Head> {
    await this.#follower.catchUp();
    return headOf(this.#follower.count);
  }

  /** @param instant - Milliseconds since 1970. */
  async headAt(instant: number): Promise<Head> {
    await this.#follower.catchUp();
    if (instant >= this.#follower.count.recordedMs) return headOf(this.#follower.count);
    const index = await this.#follower.index();
    return headOf(await this.#countAt(await index.lastUntil(instant)));
  }

  async chainAt(position: number): Promise<string | undefined> {
    if (position > this.#follower.count.position) await this.#follower.catchUp();
    if (!Number.isSafeInteger(position) || position < 0 || position > this.#follower.count.position) return undefined;
    return (await this.#countAt(position)).chain.toString('hex');
  }

  /** The count up to a position, again from the mark before it. */
  async #countAt(position: number): Promise<Count> {
    if (position === 0) return NOTHING;
    if (position === this.#follower.count.position) return this.#follower.count;
    let count = await (await this.#follower.index()).markUpTo(position);
    for (const found of await this.#ownEvents(count, position - count.position)) count = countEvent(count, found).count;
    await this.#refuseOther(count);
    return count;
  }

  async #fromEngine(afterPosition: number, count: number): Promise<readonly RecordedEvent[]> {
    const index = await this.#follower.index();
    const before = afterPosition === 0 ? undefined : await index.placesOf(afterPosition);
    const start = before === undefined ? NOTHING : before.placeAt(afterPosition);
    let recordedMs = before === undefined ? NOTHING.recordedMs : before.instantAt(afterPosition);
    const found = await this.#ownEvents({ ...start, position: afterPosition }, count);
    const events = found.map((event, n) => {
      recordedMs = Math.max(recordedMs, event.recordedMs);
      return recordedEvent(event, afterPosition + 1 + n, recordedMs);
    });
    const last = found.at(-1);
    if (last !== undefined) await this.#refuseOther({ commit: last.commit, prepare: last.prepare, position: afterPosition + found.length });
    return events;
  }

  /** The next events of ours behind one that was counted. Between them may stand any number of other people's. */
  async #ownEvents(after: Place & { readonly position: number }, count: number): Promise<readonly EngineEvent[]> {
    const events: EngineEvent[] = [];
    if (count === 0) return events;
    let from: Place = after.position === 0 ? await this.#firstPlace() : after;
    let isKnown = after.position > 0;
    for (let pageSize = count + 1; events.length < count; pageSize *= 2) {
      const page = await this.#engine.readAll(from, Math.min(pageSize, PAGE_EVENTS));
      // The place itself comes first.
      const fresh = isKnown ? page.filter((found) => comparePlaces(found, from) > 0) : page;
      const last = fresh.at(-1);
      if (last === undefined) throw missing(after.position + events.length + 1);
      events.push(...fresh.flatMap(({ own }) => own ?? []));
      [from, isKnown] = [last, true];
    }
    return events.slice(0, count);
  }

  async #firstPlace(): Promise<Place> {
    return (await (await this.#follower.index()).placesOf(1)).placeAt(1);
  }

  /** One event that went missing on the way moves all that follow. */
  async #refuseOther(count: Place & { readonly position: number }): Promise<void> {
    const places = await (await this.#follower.index()).placesOf(count.position);
    if (comparePlaces(places.placeAt(count.position), count) !== 0) throw missing(count.position);
  }
}

function headOf({ position, recordedMs, chain }: Count): Head {
  return { position, recordedAt: position === 0 ? undefined : formatInstant(recordedMs), chain: chain.toString('hex') };
}

function missing(position: number): AppError {
  return new AppError('HISTORY_IMPOSSIBLE', `In the log, an event up to position ${position} is missing that was there when it was counted.`);
}
