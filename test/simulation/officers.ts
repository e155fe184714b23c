import pg from 'pg';
import { canonicalJson, databaseFault, isAppError, parsePeriod } from '@motcua/kernel';
import type { Closing, CloseQuestion } from '@motcua/reporter';
import { UNWRITABLE_NOTE } from './read-model.ts';
import { unlessGone } from './senders.ts';
import { Contradiction } from './timeline.ts';
import type { Timeline } from './timeline.ts';

/** A process in which a period can be closed. */
export type Office = { readonly isAlive: () => boolean; readonly close: (question: CloseQuestion) => Promise<Closing> };

/** The period ends soon after the world begins. */
export const PERIOD = parsePeriod('2023-12', 'calendar');
export const SCOPE = 'H57';

/**
 * What was answered. `closed`: who was told of an edition that it is theirs. `unanswered`: whoever was once told nothing, so that an edition may be theirs all the same.
 * `seen`: of every answer between which ends of the log it was found, and what is said to stand.
 */
export type Answered = {
  readonly closed: Map<string, string>;
  readonly unanswered: Set<string>;
  readonly seen: { readonly edition: string; readonly purpose: CloseQuestion['purpose']; readonly kind: 'closed' | 'already'; readonly headBefore: number; readonly headAfter: number }[];
};

type Asked = Pick<CloseQuestion, 'purpose' | 'accept' | 'note' | 'expectedPosition'>;

/** Some of those who close sign alike, so that nothing but the time tells what they write from one another. */
const ALIKE = 'Văn phòng';
const KNOWN = 'Đã biết';

/** Closes and restates the period again and again, in whatever process is there; asks again until there is an answer, and accepts what is found. */
export class Officers {
  readonly answered: Answered = { closed: new Map(), unanswered: new Set(), seen: [] };
  /** Findings that somebody was told of. */
  readonly #known = new Set<string>();
  readonly #timeline: Timeline;
  readonly #offices: ReadonlySet<Office>;
  readonly #head: () => number;

  constructor({ timeline, offices, head }: { readonly timeline: Timeline; readonly offices: ReadonlySet<Office>; readonly head: () => number }) {
    this.#timeline = timeline;
    this.#offices = offices;
    this.#head = head;
  }

  async work(officer: number, times: number): Promise<void> {
    const timeline = this.#timeline;
    let previewed: number | undefined;
    for (let time = 0; time < times; time += 1) {
      await this.#pause(50, 5_000);
      const kind = timeline.chance();
      const purpose = kind < 0.2 ? 'close' : kind < 0.85 ? 'restate' : kind < 0.92 ? 'preview' : 'preview_restatement';
      const note = timeline.chance() < 0.35 ? UNWRITABLE_NOTE : timeline.chance() < 0.1 ? `Báo cáo lần ${time}` : null;
      const expectedPosition = timeline.chance() < 0.1 ? previewed : undefined;
      const by = timeline.chance() < 0.4 ? ALIKE : `Phòng ${officer} lần ${time}`;
      const accept = timeline.chance() < 0.8 ? this.#accepted : [];
      const asked: Asked = { purpose, note, expectedPosition, accept };
      // Somebody else in the office may do the same, at once or a little later.
      const [closing] = await Promise.all([this.#settle(by, asked), timeline.chance() < 0.5 ? this.#second(by, asked) : undefined]);
      if (closing?.kind === 'preview') previewed = closing.data.position;
    }
  }

  /** Whatever is known by then, and with everything that is known to be wrong. */
  restate(by: string): Promise<Closing | undefined> {
    return this.#settle(by, { purpose: 'restate', note: null, expectedPosition: undefined, accept: this.#accepted });
  }

  get #accepted(): Asked['accept'] {
    return [...this.#known].map((finding) => ({ finding, reason: KNOWN }));
  }

  async #second(by: string, asked: Asked): Promise<void> {
    await this.#pause(0, 3_000);
    await this.#settle(by === ALIKE ? ALIKE : `${by}b`, asked);
  }

  /** Asks until it is closed, or something else is wanted than can be had. Undefined when it was overtaken, or set aside. */
  async #settle(by: string, asked: Asked): Promise<Closing | undefined> {
    for (let wanted = asked; ;) {
      const closing = await this.#ask(by, wanted);
      if (closing?.kind !== 'refused') return closing;
      const next = this.#withoutObstacles(wanted, closing);
      if (next === undefined) return closing;
      wanted = next;
      await this.#pause(100, 2_000);
    }
  }

  /** What to ask for next; undefined when the period is closed and has something else. */
  #withoutObstacles(asked: Asked, { obstacles }: Closing & { readonly kind: 'refused' }): Asked | undefined {
    const accepted = new Map(asked.accept.map(({ finding, reason }) => [finding, reason]));
    let { expectedPosition } = asked;
    for (const obstacle of obstacles) {
      this.#timeline.mark(`closing refused: ${obstacle.kind}`);
      switch (obstacle.kind) {
        case 'finding': this.#known.add(obstacle.finding.id); accepted.set(obstacle.finding.id, KNOWN); break;
        case 'unmarked': if (this.#timeline.chance() < 0.4) accepted.set(`unmarked:${obstacle.dossier}`, 'Đồng hồ đang dừng'); break;
        case 'not_open': accepted.delete(obstacle.name); break;
        case 'position_moved': expectedPosition = undefined; break;
        case 'not_ended': break;
        case 'closed_otherwise': return undefined;
        case 'imbalance': throw new Contradiction(`the books are not in order: ${canonicalJson({ ...obstacle.fault })}`);
      }
    }
    return { ...asked, expectedPosition, accept: [...accepted].map(([finding, reason]) => ({ finding, reason })) };
  }

  async #ask(by: string, asked: Asked): Promise<Closing | undefined> {
    for (;;) {
      const headBefore = this.#head();
      let isWriting = false;
      const question: CloseQuestion = { scope: SCOPE, period: PERIOD, closedBy: { unit: by }, onStep: ({ kind }) => { isWriting ||= kind === 'writing'; }, ...asked };
      const offices = [...this.#offices].filter(({ isAlive }) => isAlive());
      const office = offices[Math.floor(this.#timeline.chance() * offices.length)];
      const closing = office === undefined ? 'unknown' : await unlessGone(this.#timeline, office, office.close(question).catch((error: unknown) => this.#read(error)));
      if (closing === 'not made') return undefined;
      if (closing !== 'unknown') {
        this.#note(closing, { by, purpose: asked.purpose, headBefore, isWriting });
        return closing;
      }
      this.answered.unanswered.add(by);
      this.#timeline.mark('closing asked again');
      // Nobody insists on what no table holds.
      if (asked.note === UNWRITABLE_NOTE) return undefined;
      await this.#pause(100, 4_000);
    }
  }

  #note(closing: Closing, { by, purpose, headBefore, isWriting }: { readonly by: string; readonly purpose: CloseQuestion['purpose']; readonly headBefore: number; readonly isWriting: boolean }): void {
    this.#timeline.mark(closing.kind === 'already' && isWriting ? 'closing answered: somebody else was first' : `closing answered: ${closing.kind}`);
    if (closing.kind !== 'closed' && closing.kind !== 'already') return;
    const { edition } = closing.edition.closed;
    this.answered.seen.push({ edition, purpose, kind: closing.kind, headBefore, headAfter: this.#head() });
    if (closing.kind === 'already') return;
    if (this.answered.closed.has(edition)) throw new Contradiction(`two were told that they made the edition ${edition}`);
    this.answered.closed.set(edition, by);
  }

  #read(error: unknown): 'unknown' | 'not made' {
    const told = databaseFault(error) ?? error;
    if (isAppError(told)) {
      this.#timeline.mark(`closing ended with ${told.code}`);
      if (told.code === 'RESTATEMENT_OVERTAKEN' || told.code === 'CLOSING_SET_ASIDE') return 'not made';
      if (['DATABASE_UNAVAILABLE', 'STOPPING', 'PROJECTION_STOPPED', 'PROJECTION_BEHIND', 'CLOSE_REFUSED'].includes(told.code)) return 'unknown';
    } else if (told instanceof pg.DatabaseError && told.code === '40001') return 'unknown';
    this.#timeline.fail(told);
    throw told;
  }

  #pause(low: number, high: number): Promise<void> {
    return new Promise((resolve) => { this.#timeline.at(this.#timeline.between(low, high), 'officer goes on', resolve); });
  }
}
