import type { ProjectedBatch } from '@motcua/database';
import type { ClockWorld } from '@motcua/clock';
import { Almanac } from '@motcua/dossier';
import { AppError, canonicalJson, databaseFault } from '@motcua/kernel';
import type { PostedModel } from '@motcua/projector';
import type { Books, ContentQuestion, OpenBooks } from '@motcua/reporter';
import type { Fate, Faults } from './faults.ts';
import type { Machine } from './machine.ts';
import { NOTHING_POSTED, openBooksOf, unmarkedDossiers, unmarkedDues, withBatch } from './posted-books.ts';
import { databaseError } from './server.ts';
import { Contradiction } from './timeline.ts';
import type { Timeline } from './timeline.ts';

/** A dossier, and a note of an edition, that the read model's own tables cannot hold. */
export const [UNWRITABLE, UNWRITABLE_NOTE] = ['-9999', 'không bảng nào chứa được'] as const;

/** Nobody announces anything in these worlds, so that what is shipped holds for all; compiling it is most of what a run would cost. */
const NATIONAL = new Almanac();

/** About as many as a closing has in one reading. */
const QUESTIONS = 12;

/** How long the one who led may go on before it learns that it does not any more; milliseconds. */
const LEARNS_MS_MAX = 3_000;

/** The read model in memory: what is posted at which position, the due dates, the editions, and the checkpoint that fences writers. */
export class SimulatedModel {
  books = NOTHING_POSTED;
  readonly #timeline: Timeline;
  readonly #faults: Faults;
  #leader: AbortController | undefined;

  constructor(timeline: Timeline, faults: Faults) {
    this.#timeline = timeline;
    this.#faults = faults;
  }

  get position(): number {
    return this.books.position;
  }

  /** Everything that is in it, for comparing. */
  get contents(): string {
    const { journal, dues, findings, quarantined, editions, parts, position } = this.books;
    const rows = (all: readonly object[]) => all.map((row) => ({ ...row }));
    return canonicalJson({
      position, dues: rows(dues), findings: rows(findings), quarantined: rows(quarantined), editions: rows(editions), parts: rows(parts),
      journal: journal.map(({ posting: { kind, movement }, ...entry }) => ({ ...entry, kind, movement: { ...movement, from: { ...movement.from }, to: { ...movement.to } } })),
    });
  }

  /** Whether every due date is marked that had passed a minute before an instant. */
  isMarkedBefore(instant: number): boolean {
    return unmarkedDues(this.books, instant - 60_000).length === 0;
  }

  modelFor(machine: Machine): PostedModel {
    return {
      // A session ends with its connection.
      askForLeadership: () => this.#ask(machine, () => this.#lead(machine), { takeBack: (leadership) => { void leadership?.release(); } }),
      position: () => this.#ask(machine, () => this.position),
      posted: () => this.#ask(machine, () => ({ position: this.position, recordedAt: this.books.recordedAt, table: 1, almanac: NATIONAL, validities: { authorities: [], procedures: [], fields: [] }, leftOut: this.#leftOut })),
      write: (batch) => this.#ask(machine, () => { this.#post(batch); }),
      close: () => Promise.resolve(),
    };
  }

  knowledgeFor(machine: Machine): ClockWorld['knowledge'] {
    return {
      position: () => this.#ask(machine, () => this.position),
      page: ({ before, limit, after }) => this.#ask(machine, () => {
        const all = unmarkedDossiers(this.books, before);
        const behind = all.filter(({ dossier, dueAt }) => after === undefined || dueAt > after.dueAt || (dueAt === after.dueAt && dossier > after.dossier));
        const next = this.books.dues.find(({ is_overdue, due_at }) => !is_overdue && due_at !== null && due_at >= before)?.due_at ?? undefined;
        return { position: this.position, dossiers: behind.slice(0, limit), almanac: NATIONAL, leftOut: new Set(this.#leftOut), nextDueAt: next };
      }),
    };
  }

  /** Every question takes its time; those of one reading are answered by the books of its beginning, unless it breaks off. */
  booksFor(machine: Machine): Books {
    return {
      reached: () => this.#ask(machine, () => ({ position: this.position, stop: this.books.stop }), { fate: 'answered' }),
      read: async (look) => {
        let left = this.#faults.happens('reading breaks off') ? Math.floor(this.#timeline.chance() * QUESTIONS) : Infinity;
        const ask = <T>(work: () => T): Promise<T> => this.#ask(machine, work, { fate: left-- === 0 ? 'lost after the commit' : 'answered' });
        try {
          const open = openBooksOf(await ask(() => this.books), ask);
          return await look({ ...open, count: (question) => this.#count(open, question) });
        } catch (error) {
          throw databaseFault(error) ?? error;
        }
      },
    };
  }

  #count({ asOf, count }: OpenBooks, question: ContentQuestion): ReturnType<OpenBooks['count']> {
    if (question.position < asOf.position) this.#timeline.mark('closing goes on with its parts');
    return count(question);
  }

  get #leftOut(): readonly number[] {
    return this.books.quarantined.map(({ position }) => position);
  }

  /** Some time later, if no fault keeps it from being done or from being answered. */
  #ask<T>(machine: Machine, work: () => T, { takeBack, fate = this.#faults.fateOf() }: { readonly takeBack?: (result: T) => void; readonly fate?: Fate } = {}): Promise<T> {
    const timeline = this.#timeline;
    return new Promise((resolve, reject) => {
      const answer = (run: () => void): void => { machine.at(timeline.between(0.1, 8), 'read model answers', run); };
      timeline.at(timeline.between(0.2, fate === 'answered too late' ? 4_000 : 10), 'read model works', () => {
        if (fate === 'lost before it arrived') { answer(() => { reject(new Error('Connection terminated')); }); return; }
        if (fate === 'refused for now') { answer(() => { reject(databaseError('40001', 'could not serialize access')); }); return; }
        try {
          const result = work();
          if (fate === 'answered' || fate === 'carried out twice') answer(() => { resolve(result); });
          else {
            takeBack?.(result);
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
    if (batch.dossiers.some(({ code }) => code.endsWith(UNWRITABLE)) || batch.editions.some(({ data }) => data.includes(UNWRITABLE_NOTE))) throw databaseError('22P05', 'unsupported Unicode escape sequence');
    if (batch.from !== this.position) {
      this.#timeline.mark('a late writer is fenced');
      throw new AppError('PROJECTION_FENCED', `The checkpoint is at ${this.position} and not at ${batch.from}.`);
    }
    const wrong = [...batch.entries, ...batch.editions, ...batch.editionParts].find(({ position }) => position <= this.position || position > batch.to);
    if (wrong !== undefined) throw new Contradiction(`an entry of ${wrong.position} in the stretch behind ${this.position} up to ${batch.to}`);
    this.books = withBatch(this.books, batch);
  }
}
