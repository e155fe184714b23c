import type { Limit } from '@motcua/calendar';
import type { Instant } from '@motcua/kernel';
import type { Channel } from './events.ts';

/** Classes of a dossier that still needs work. */
export const OPEN_CLASSES = ['awaiting_reception', 'in_progress', 'overdue', 'paused'] as const;
/** Open and received: the stock of the received book. */
export const RECEIVED_OPEN_CLASSES = ['in_progress', 'overdue', 'paused'] as const;
export const RESOLVED_CLASSES = ['resolved_early', 'resolved_on_time', 'resolved_late', 'resolved_undated'] as const;
export const CLOSED_CLASSES = [...RESOLVED_CLASSES, 'refused', 'withdrawn', 'terminated'] as const;

/** At every instant a dossier is in exactly one; `outside` before its first event. */
export const DOSSIER_CLASSES = ['outside', ...OPEN_CLASSES, ...CLOSED_CLASSES] as const;
export type DossierClass = (typeof DOSSIER_CLASSES)[number];

/** What a sender did not tell counts under this code, visibly. */
export const UNKNOWN = 'unknown';

/** Where a dossier counts. All codes; `unknown` where nobody said. */
export type Placement = {
  readonly authority: string;
  readonly receivingUnit: string;
  readonly procedure: string;
  readonly field: string;
  readonly channel: Channel | typeof UNKNOWN;
};

/** Whether something is waited for. `awaited_late`: asked for when the due date had passed, so it stops nothing. */
export type Waiting = 'none' | 'awaited' | 'awaited_late';

/** Where a dossier stands after some of its events, under one lateness rule. All instants in milliseconds. */
export type Situation = {
  readonly class: DossierClass;
  readonly placement: Placement;
  readonly submittedAt: Instant | undefined;
  /** Unknown too for a dossier that ended before its reception and was reopened: the class decides whether it is worked on. */
  readonly receivedAt: Instant | undefined;
  /** Of the last resolution, while it stands. */
  readonly resolvedAt: Instant | undefined;
  readonly readyAt: Instant | undefined;
  readonly returnedAt: Instant | undefined;
  /** The due date in force. */
  readonly dueAt: Instant | undefined;
  /** The due date put out of force by something that is waited for since a time when it had not passed. */
  readonly stoppedDueAt: Instant | undefined;
  /** Since when `stoppedDueAt` does not run. */
  readonly stoppedAt: Instant | undefined;
  /** The limit that the reception told, or else that the procedure had then; what a restart starts again. */
  readonly limit: Limit | undefined;
  readonly supplement: Waiting;
  readonly payment: Waiting;
  readonly suspension: Waiting;
  /** Supplements asked for since the reception. */
  readonly supplements: number;
  /** A re-appointed date has counted; only under rules by which it can. */
  readonly reappointed: boolean;
  /** The offices whose opinion is awaited. */
  readonly opinions: readonly string[];
  /** The co-operating office that has the dossier; undefined: the responsible authority itself. */
  readonly heldBy: string | undefined;
  /** The reception ended the waiting for a supplement; when it comes after all, it is a fact that moves nothing. */
  readonly supplementOvertaken: boolean;
  /** It was received or reopened at some time, so an authority has been working on it. */
  readonly everWorkedOn: boolean;
  /** A due date in force has passed unfinished once: no later event makes the dossier on time again. */
  readonly everOverdue: boolean;
  /** The first due date that passed unfinished; unknown where a rule makes a dossier late before one has passed. */
  readonly missedDueAt: Instant | undefined;
  /** The first due date that something shows to have passed unfinished, and of which the clock has written no mark yet. */
  readonly unmarkedDueAt: Instant | undefined;
  readonly apologies: number;
  /** A fee was asked for or paid. */
  readonly hasFee: boolean;
  readonly paidOnline: boolean;
  /** Told so far: those that there are, and those of them that are digital. */
  readonly components: number;
  readonly digitalComponents: number;
  /** Of the result that stands. */
  readonly electronicResult: boolean;
};

const NOWHERE: Placement = { authority: UNKNOWN, receivingUnit: UNKNOWN, procedure: UNKNOWN, field: UNKNOWN, channel: UNKNOWN };

/** Before the first event. */
export const OUTSIDE: Situation = {
  class: 'outside', placement: NOWHERE, submittedAt: undefined, receivedAt: undefined, resolvedAt: undefined,
  readyAt: undefined, returnedAt: undefined, dueAt: undefined, stoppedDueAt: undefined, stoppedAt: undefined,
  limit: undefined, supplement: 'none', payment: 'none', suspension: 'none', supplements: 0, reappointed: false, opinions: [], heldBy: undefined,
  supplementOvertaken: false, everWorkedOn: false, everOverdue: false, missedDueAt: undefined, unmarkedDueAt: undefined, apologies: 0,
  hasFee: false, paidOnline: false, components: 0, digitalComponents: 0, electronicResult: false,
};

const receivedOpen: ReadonlySet<DossierClass> = new Set(RECEIVED_OPEN_CLASSES);
const resolved: ReadonlySet<DossierClass> = new Set(RESOLVED_CLASSES);
const closed: ReadonlySet<DossierClass> = new Set(CLOSED_CLASSES);

export function isReceivedOpen(dossierClass: DossierClass): boolean {
  return receivedOpen.has(dossierClass);
}

export function isResolved(dossierClass: DossierClass): boolean {
  return resolved.has(dossierClass);
}

export function isClosed(dossierClass: DossierClass): boolean {
  return closed.has(dossierClass);
}
