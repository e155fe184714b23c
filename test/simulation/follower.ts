import type { EventStore } from '@motcua/event-store';
import { isAppError } from '@motcua/kernel';
import type { SimulatedServer } from './server.ts';
import { Contradiction } from './timeline.ts';
import type { Timeline } from './timeline.ts';

/** A consumer that remembers how far it is, whatever process it lives in. */
export class Follower {
  position = 0;
  readonly #timeline: Timeline;
  readonly #server: SimulatedServer;

  constructor(timeline: Timeline, server: SimulatedServer) {
    this.#timeline = timeline;
    this.#server = server;
  }

  /** Follows for as long as the signal allows; now and then it leaves the loop, throws, or is slow. */
  async follow(store: EventStore, pause: (ms: number) => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#followOnce(store, pause, signal);
      } catch (error) {
        if (error instanceof Dropped) continue;
        if (isAppError(error) && error.code === 'STOPPING') return;
        this.#timeline.fail(error);
        return;
      }
    }
  }

  async #followOnce(store: EventStore, pause: (ms: number) => Promise<void>, signal: AbortSignal): Promise<void> {
    const timeline = this.#timeline;
    const batchSize = timeline.oneOf([1, 2, 7, 50, 1_000]);
    for await (const page of store.subscribe(this.position, { signal, batchSize, pollMs: timeline.oneOf([50, 300, 1_000]) })) {
      if (page.length === 0 || page.length > batchSize) timeline.fail(new Contradiction(`a page of ${page.length} events where ${batchSize} were asked for at most`));
      for (const event of page) {
        const row = this.#server.row(event.position);
        if (event.position !== this.position + 1) timeline.fail(new Contradiction(`behind ${this.position} a follower got ${event.position}`));
        if (row?.[3] !== event.id || Number(row[2]) !== event.revision) timeline.fail(new Contradiction(`at ${event.position} a follower got another event than the log has`));
        this.position = event.position;
      }
      const next = timeline.chance();
      if (next < 0.1) {
        timeline.mark('follower left the loop');
        return;
      }
      if (next < 0.2) throw new Dropped();
      if (next < 0.4) await pause(timeline.between(1, 400));
    }
  }
}

/** A consumer's own error. */
class Dropped extends Error {}
