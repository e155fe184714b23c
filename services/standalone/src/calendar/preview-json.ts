import { formatInstant } from '@motcua/kernel';
import type { CalendarChange } from '@motcua/ledger';
import type { AppliedCalendars } from './apply.ts';
import type { CalendarPreview } from './preview.ts';

/** A change as JSON has it: instants in RFC 3339, in UTC. */
export type ShownChange = Omit<CalendarChange, 'promisedDueAt' | 'newDueAt'> & { readonly promisedDueAt: string; readonly newDueAt: string };
export type ShownPreview = Omit<CalendarPreview, 'changes'> & { readonly changes: readonly ShownChange[] };
export type ShownApplied = Omit<AppliedCalendars, 'preview' | 'moved' | 'outpaced'>
  & { readonly preview: ShownPreview; readonly moved: readonly ShownChange[]; readonly outpaced: readonly ShownChange[] };

/** The preview for programs. */
export function shownPreview(preview: CalendarPreview): ShownPreview {
  return { ...preview, changes: preview.changes.map(shown) };
}

/** What was done, for programs. */
export function shownApplied({ preview, imported, moved, outpaced }: AppliedCalendars): ShownApplied {
  return { preview: shownPreview(preview), imported, moved: moved.map(shown), outpaced: outpaced.map(shown) };
}

function shown(change: CalendarChange): ShownChange {
  return { ...change, promisedDueAt: formatInstant(change.promisedDueAt), newDueAt: formatInstant(change.newDueAt) };
}
