import type { Timing } from '@motcua/event-store';
import type { Timeline } from './timeline.ts';

/**
 * What one process has of the world. After a kill nothing of it ever happens any more: whoever waits in it waits for ever, as the
 * code of a process that is gone does. One that stands still is late with everything.
 */
export class Machine {
  readonly timing: Timing;
  readonly #timeline: Timeline;
  readonly #name: string;
  #isAlive = true;
  #stillUntil = 0;

  constructor(timeline: Timeline, name: string) {
    this.#timeline = timeline;
    this.#name = name;
    this.timing = {
      elapsedMs: () => timeline.now,
      chance: timeline.chance,
      turn: () => new Promise((resolve) => { this.at(0, 'turn', resolve); }),
      sleep: (ms, signal) => this.#sleep(ms, signal),
    };
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  kill(): void {
    this.#isAlive = false;
  }

  standStill(ms: number): void {
    this.#stillUntil = this.#timeline.now + ms;
  }

  at(afterMs: number, what: string, run: () => void): void {
    this.#timeline.at(afterMs, `${this.#name}: ${what}`, () => {
      if (!this.#isAlive) return;
      const late = this.#stillUntil - this.#timeline.now;
      if (late > 0) this.at(late, what, run);
      else run();
    });
  }

  #sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      // Without a listener that is taken away again, a signal that lives long would keep every sleep.
      const wake = (): void => {
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      signal?.addEventListener('abort', wake);
      this.at(ms, 'timer', wake);
    });
  }
}
