import type { ProjectedBatch } from '@motcua/database';
import type { ClockWorld } from '@motcua/clock';
import { Almanac } from '@motcua/dossier';
import { AppError, canonicalJson } from '@motcua/kernel';
import type { PostedModel } from '@motcua/projector';
import type { Faults } from './faults.ts';
import type { Machine } from './machine.ts';
import { databaseError } from './server.ts';
import { Contradiction } from './timeline.ts';
import type { Timeline } from './timeline.ts';

type Due = ProjectedBatch['dues']['rows'][number];

/** A dossier that the read model's own tables cannot hold. */
export const UNWRITABLE = '-9999';

/** Nobody announces anything in these worlds, so that what is shipped holds for all; compiling it is most of what a run would cost. */
const NATIONAL = new Almanac();

/** How long the one who led may go on before it learns that it does not any more; milliseconds. */
const LEARNS_MS_MAX = 3_000;

/** The read model in memory: what is posted at which position, the due dates, and the checkpoint that fences writers. */
export class SimulatedModel {
  position = 0;
  #recordedAt: string | null = null;
  stop: ProjectedBatch['stop'];
  readonly #timeline: Timeline;
  readonly #faults: Faults;
  readonly #entries = new Map<number, string[]>();
  readonly #leftOut: number[] = [];
  #dues: readonly Due[] = [];
  #leader: AbortController | undefined;

  constructor(timeline: Timeline, faults: Faults) {
    this.#timeline = timeline;
    this.#faults = faults;
  }

  /** Everything that is in it, for comparing. */
  get contents(): string {
    return canonicalJson({ position: this.position, entries: [...this.#entries].map(([at, texts]) => ({ at, texts })), leftOut: this.#leftOut, dues: this.#duesInOrder().map((due) => ({ ...due })) });
  }

  /** Of due dates that passed before an instant and are not marked. */
  unmarked(before: number): readonly Due[] {
    return this.#duesInOrder().filter(({ is_overdue, due_at }) => !is_overdue && due_at !== null && due_at < before);
  }

  modelFor(machine: Machine): PostedModel {
    return {
      // A session ends with its connection.
      askForLeadership: () => this.#ask(machine, () => this.#lead(machine), (leadership) => { void leadership?.release(); }),
      position: () => this.#ask(machine, () => this.position),
      posted: () => this.#ask(machine, () => ({ position: this.position, recordedAt: this.#recordedAt, table: 1, almanac: NATIONAL, validities: { authorities: [], procedures: [], fields: [] }, leftOut: [...this.#leftOut] })),
      write: (batch) => this.#ask(machine, () => { this.#post(batch); }),
      close: () => Promise.resolve(),
    };
  }

  knowledgeFor(machine: Machine): ClockWorld['knowledge'] {
    return {
      position: () => this.#ask(machine, () => this.position),
      page: ({ before, limit, after }) => this.#ask(machine, () => {
        const earliest = new Map<string, number>();
        for (const { dossier, due_at } of this.unmarked(before)) if (!earliest.has(dossier)) earliest.set(dossier, due_at ?? 0);
        const all = [...earliest].map(([dossier, dueAt]) => ({ dossier, dueAt })).sort((a, b) => a.dueAt - b.dueAt || (a.dossier < b.dossier ? -1 : 1));
        const behind = all.filter(({ dossier, dueAt }) => after === undefined || dueAt > after.dueAt || (dueAt === after.dueAt && dossier > after.dossier));
        const next = this.#duesInOrder().find(({ is_overdue, due_at }) => !is_overdue && due_at !== null && due_at >= before)?.due_at ?? undefined;
        return { position: this.position, dossiers: behind.slice(0, limit), almanac: NATIONAL, leftOut: new Set(this.#leftOut), nextDueAt: next };
      }),
    };
  }

  #duesInOrder(): readonly Due[] {
    return [...this.#dues].sort((a, b) => (a.due_at ?? 0) - (b.due_at ?? 0) || (`${a.dossier} ${a.rule}` < `${b.dossier} ${b.rule}` ? -1 : 1));
  }

  /** Some time later, if no fault keeps it from being done or from being answered. */
  #ask<T>(machine: Machine, work: () => T, takeBack: (result: T) => void = () => undefined): Promise<T> {
    const timeline = this.#timeline;
    const fate = this.#faults.fateOf();
    return new Promise((resolve, reject) => {
      const answer = (run: () => void): void => { machine.at(timeline.between(0.1, 8), 'read model answers', run); };
      timeline.at(timeline.between(0.2, fate === 'answered too late' ? 4_000 : 10), 'read model works', () => {
        if (fate === 'lost before it arrived') { answer(() => { reject(new Error('Connection terminated')); }); return; }
        if (fate === 'refused for now') { answer(() => { reject(databaseError('40001', 'could not serialize access')); }); return; }
        try {
          const result = work();
          if (fate === 'answered' || fate === 'carried out twice') answer(() => { resolve(result); });
          else {
            takeBack(result);
            answer(() => { reject(new Error('Connection terminated')); });
          }
        } catch (error) {
          answer(() => { reject(error instanceof Error ? error : new Error(String(error))); });
        }
      });
    });
  }

  /** A session ends with its process, and now and then by itself; whoever had it learns so later. */
  #lead(machine: Machine): Awaited<ReturnType<PostedModel['askForLeadership']>> {
    if (this.#leader !== undefined) return undefined;
    const lost = new AbortController();
    this.#leader = lost;
    const free = (): void => { if (this.#leader === lost) this.#leader = undefined; };
    const look = (): void => {
      if (this.#leader !== lost) return;
      if (!machine.isAlive) free();
      else if (this.#faults.happens('leader loses its session')) {
        free();
        machine.at(this.#timeline.between(0, LEARNS_MS_MAX), 'leader learns', () => { lost.abort(); });
      } else this.#timeline.at(200, 'leader shows life', look);
    };
    this.#timeline.at(200, 'leader shows life', look);
    this.#timeline.mark('leads');
    return { lost: lost.signal, release: () => { free(); return Promise.resolve(); } };
  }

  #post(batch: ProjectedBatch): void {
    if (batch.dossiers.some(({ code }) => code.endsWith(UNWRITABLE))) throw databaseError('22P05', 'unsupported Unicode escape sequence');
    if (batch.from !== this.position) {
      this.#timeline.mark('a late writer is fenced');
      throw new AppError('PROJECTION_FENCED', `The checkpoint is at ${this.position} and not at ${batch.from}.`);
    }
    for (const { position, posting, dossier } of batch.entries) {
      if (position <= this.position || position > batch.to) throw new Contradiction(`an entry of ${position} in the stretch behind ${this.position} up to ${batch.to}`);
      const texts = this.#entries.get(position) ?? [];
      texts.push(canonicalJson({ dossier, kind: posting.kind, movement: { ...posting.movement, from: { ...posting.movement.from }, to: { ...posting.movement.to } } }));
      this.#entries.set(position, texts);
    }
    this.#dues = [...this.#dues.filter(({ dossier }) => !batch.dues.dossiers.includes(dossier)), ...batch.dues.rows];
    this.#leftOut.push(...batch.quarantined.map(({ position }) => position));
    this.position = batch.to;
    this.#recordedAt = batch.recordedAt ?? this.#recordedAt;
    this.stop = batch.stop;
  }
}
