import type { Head } from './port.ts';

/** A link of the chain as somebody else has kept it: an edition, a printed page, another machine. */
export type ChainRoot = {
  /** Who keeps it, for the message. */
  readonly name: string;
  readonly position: number;
  /** The link at that position, 64 hexadecimal digits. */
  readonly root: string;
  /** The position of the event of the same log that keeps it: trusted once that event has been found to fit. Without it, trusted at once. */
  readonly heldAt?: number;
};

/**
 * The first place that does not fit.
 *
 * - `missing`: there is no event at this position, although later ones or the counter say that there was.
 * - `content`: what follows builds on the link that is stored here, but the columns beside it give another one.
 * - `link`: the columns fit what follows; the stored link was changed.
 * - `broken`: neither, so several things were changed from here on, or events exchanged.
 * - `root`: all links fit one another, but not the one that `name` keeps: the log was changed at this position or before, and
 *   the links behind were reckoned again. An event that keeps the root fits by then; where it does not, the fault is its own.
 * - `counter`: the counter row holds another last position or link than the last event.
 */
export type LogFault =
  | { readonly kind: 'missing' | 'content' | 'link' | 'broken' | 'counter'; readonly position: number }
  | { readonly kind: 'root'; readonly position: number; readonly name: string };

export type LogVerification = {
  /** The first position that was looked at. The link before it was taken as it stands. */
  readonly from: number;
  /** Events that fit. */
  readonly checked: number;
  /** Roots that fit. */
  readonly rootsChecked: number;
  /** The last event that fits; position 0 when there is none. */
  readonly upTo: Pick<Head, 'position'> & { readonly chain: string };
  readonly fault: LogFault | undefined;
};
