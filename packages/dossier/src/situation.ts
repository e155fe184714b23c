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
  /** The due date put out of force by a supplement that was asked for in time; the limit restarts when it is back. */
  readonly stoppedDueAt: Instant | undefined;
  /** `awaited_late`: asked for when the due date had passed, so the limit does not restart when it is back. */
  readonly supplement: 'none' | 'awaited' | 'awaited_late';
  /** The reception ended the waiting for a supplement; when it comes after all, it is a fact that moves nothing. */
  readonly supplementOvertaken: boolean;
  /** It was received or reopened at some time, so an authority has been working on it. */
  readonly everWorkedOn: boolean;
  /** A due date in force has passed unfinished once: no later event makes the dossier on time again. */
  readonly everOverdue: boolean;
  readonly apologies: number;
};

const NOWHERE: Placement = { authority: UNKNOWN, receivingUnit: UNKNOWN, procedure: UNKNOWN, field: UNKNOWN, channel: UNKNOWN };

/** Before the first event. */
export const OUTSIDE: Situation = {
  class: 'outside', placement: NOWHERE, submittedAt: undefined, receivedAt: undefined, resolvedAt: undefined,
  readyAt: undefined, returnedAt: undefined, dueAt: undefined, stoppedDueAt: undefined, supplement: 'none',
  supplementOvertaken: false, everWorkedOn: false, everOverdue: false, apologies: 0,
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
