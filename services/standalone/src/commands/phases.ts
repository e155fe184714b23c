import type { Output } from '../output.ts';
import { showProgress } from '../sample/progress.ts';
import type { Progress } from '../sample/progress.ts';

/** Shows work of several phases: each has a bar of its own. */
export class Phases<Phase extends string> {
  readonly #labels: Readonly<Record<Phase, string>>;
  readonly #out: Output;
  #shown: { readonly phase: Phase; readonly progress: Progress; done: number } | undefined;

  /** @param labels - What each phase is called. */
  constructor(labels: Readonly<Record<Phase, string>>, out: Output) {
    this.#labels = labels;
    this.#out = out;
  }

  /** @param told - How much of a phase is done; a phase of nothing is not shown. */
  readonly show = ({ phase, done, total }: { readonly phase: Phase; readonly done: number; readonly total: number }): void => {
    if (total === 0) return;
    if (this.#shown?.phase !== phase || done < this.#shown.done) {
      this.end();
      this.#shown = { phase, progress: showProgress(this.#labels[phase], total, this.#out), done: 0 };
    }
    this.#shown.progress.add(done - this.#shown.done);
    this.#shown.done = done;
  };

  end(): void {
    this.#shown?.progress.end();
    this.#shown = undefined;
  }
}
