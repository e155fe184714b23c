import { streams } from '@motcua/event-store';
import type { Append, EventStore, RecordedEvent, Verdict } from '@motcua/event-store';
import type { DossierDue } from '@motcua/database';
import { isAppError, minuteOf } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { Knowledge, Page } from './knowledge.ts';
import { missingMarks } from './marks.ts';
import type { Mark } from './marks.ts';

export type RoundOptions = {
  readonly store: EventStore;
  readonly knowledge: Knowledge;
  /** Dossiers of a page. */
  readonly batchSize: number;
  /** Told of every page that was marked: how many marks are new, up to which due date. */
  readonly onMarked: (count: number, upTo: Instant) => void;
  /** Told of every dossier that cannot be marked. */
  readonly onSkipped: (code: string, reason: Error) => void;
};

/** What one look at all due dates came to. */
export type RoundEnd = {
  readonly now: Instant;
  /** Of the read model when the round began. */
  readonly position: number;
  /** The last position that was written, 0 when nothing was. */
  readonly writtenUpTo: number;
  /** Marks put off because their dossier has changed since that position. */
  readonly conflicts: number;
  readonly nextDueAt: Instant | undefined;
};

/** The marks of a dossier for one due date, and the revision at which it must still be. */
type Plan = { readonly dueAt: Instant; readonly stream: string; readonly revision: number; readonly marks: readonly Mark[] };

/**
 * Marks, in due order, every due date whose minute is over at `now` and which the read model knows. What it decides follows
 * from the log up to the read model's position; a dossier with later news is left to a later round.
 *
 * @throws Any error of the log or the database; what was marked until then stays, and a new round goes on.
 */
export async function markWhatPassed(options: RoundOptions, now: Instant, signal: AbortSignal): Promise<RoundEnd> {
  const round = new Round(options, now);
  let page = await round.take(undefined);
  const { position, nextDueAt } = page;
  for (let end = page.dossiers.at(-1); end !== undefined && page.dossiers.length === options.batchSize; end = page.dossiers.at(-1)) {
    if (signal.aborted) break;
    await round.markUpTo(end.dueAt);
    page = await round.take(end);
  }
  if (!signal.aborted) await round.markUpTo(Infinity);
  return { now, position, nextDueAt, writtenUpTo: round.writtenUpTo, conflicts: round.conflicts };
}

class Round {
  writtenUpTo = 0;
  conflicts = 0;
  readonly #options: RoundOptions;
  readonly #now: Instant;
  /** A dossier has several due dates, and its marks are all planned the first time. */
  readonly #looked = new Set<string>();
  /** Streams with news that was not looked at: by chance they may stand at the revision that a later mark expects. */
  readonly #changed = new Set<string>();
  #planned: readonly Plan[] = [];

  constructor(options: RoundOptions, now: Instant) {
    this.#options = options;
    this.#now = now;
  }

  /** Plans the marks of the next page of dossiers. */
  async take(after: DossierDue | undefined): Promise<Page> {
    const { knowledge, store, batchSize } = this.#options;
    const page = await knowledge.page({ before: minuteOf(this.#now) * MINUTE_MS, limit: batchSize, after });
    const codes = [...new Set(page.dossiers.map(({ dossier }) => dossier))].filter((code) => !this.#looked.has(code));
    if (codes.length === 0) return page;
    const recorded = await store.readStreams(codes.map(streams.dossier), { upToPosition: page.position });
    const planned = codes.flatMap((code) => {
      this.#looked.add(code);
      return this.#plan(code, recorded.get(streams.dossier(code)) ?? [], page);
    });
    this.#planned = [...this.#planned, ...planned].sort((a, b) => a.dueAt - b.dueAt);
    return page;
  }

  /** Writes what is planned up to a due date. A dossier's other marks may have to wait for those of other dossiers. */
  async markUpTo(dueAt: Instant): Promise<void> {
    const later = this.#planned.findIndex((plan) => plan.dueAt > dueAt);
    const now = later < 0 ? this.#planned : this.#planned.slice(0, later);
    this.#planned = this.#planned.slice(now.length);
    for (const planned of withoutRepetition(now)) {
      const plans = planned.filter(({ stream }) => !this.#changed.has(stream));
      this.conflicts += planned.length - plans.length;
      if (plans.length === 0) continue;
      const verdicts = await this.#options.store.appendMany(plans.map(appendOf));
      this.#count(verdicts, plans);
    }
  }

  #plan(code: string, recorded: readonly RecordedEvent[], { almanac, leftOut }: Page): readonly Plan[] {
    try {
      return plansOf(streams.dossier(code), recorded.at(-1)?.revision ?? -1, missingMarks(code, recorded, { almanac, leftOut, now: this.#now }));
    } catch (error) {
      // One dossier that cannot be marked must not keep the others from it.
      if (!isAppError(error)) throw error;
      this.#options.onSkipped(code, error);
      return [];
    }
  }

  /** Another clock's mark is as good as one's own. */
  #count(verdicts: readonly Verdict[], plans: readonly Plan[]): void {
    let marked = 0;
    for (const [index, verdict] of verdicts.entries()) {
      const plan = plans[index];
      if (plan !== undefined && !isAsPlanned(verdict, plan)) this.#changed.add(plan.stream);
      if (verdict.kind === 'wrong_revision') this.conflicts += 1;
      if (verdict.kind === 'appended') marked += verdict.positions.length;
      if (verdict.kind === 'appended' || verdict.kind === 'duplicate') this.writtenUpTo = Math.max(this.writtenUpTo, verdict.positions.at(-1) ?? 0);
    }
    const last = plans.at(-1);
    if (last !== undefined) this.#options.onMarked(marked, last.dueAt);
  }
}

/** The stream stands where the next mark of this dossier expects it, and nothing unknown has come between. */
function isAsPlanned(verdict: Verdict, { revision, marks }: Plan): boolean {
  return (verdict.kind === 'appended' || verdict.kind === 'duplicate') && verdict.revision === revision + marks.length;
}

/** One for each due date, each behind the one before. */
function plansOf(stream: string, revision: number, marks: readonly Mark[]): readonly Plan[] {
  let written = revision;
  return [...Map.groupBy(marks, ({ dueAt }) => dueAt)].map(([dueAt, ofDate]) => {
    const plan = { dueAt, stream, revision: written, marks: ofDate };
    written += ofDate.length;
    return plan;
  });
}

/** Cuts before a stream comes again: within one call the log may put off what waits for an earlier append to its stream. */
function withoutRepetition(plans: readonly Plan[]): readonly (readonly Plan[])[] {
  const cut: Plan[][] = [];
  let streamsSeen = new Set<string>();
  for (const plan of plans) {
    if (cut.length === 0 || streamsSeen.has(plan.stream)) {
      cut.push([]);
      streamsSeen = new Set();
    }
    cut.at(-1)?.push(plan);
    streamsSeen.add(plan.stream);
  }
  return cut;
}

const MINUTE_MS = 60_000;

function appendOf({ stream, revision, marks }: Plan): Append {
  return { stream, expect: { kind: 'exact', revision }, events: marks.map(({ event }) => event) };
}
