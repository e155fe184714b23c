import type { FindingRow } from '@motcua/database';
import { civilDateOf, formatInstant } from '@motcua/kernel';
import { claimedOutcome } from './dossier-row.ts';
import type { Claim } from './dossier-row.ts';
import type { References } from './references.ts';
import { timeFindings } from './time-findings.ts';
import { warning } from './warning.ts';
import type { Applied } from './warning.ts';

/** Clocks of counters may run ahead so far; milliseconds. */
const CLOCK_TOLERANCE_MS = 15 * 60_000;

/** What is wrong with the data that this event brought; nothing that an earlier event of the dossier brought already. */
export function findingsOf(applied: Applied, references: References): readonly FindingRow[] {
  return [...unknownCodes(applied, references), ...outcome(applied), ...timeFindings(applied), ...future(applied)];
}

/** An event that the operator set aside; its subject is cut, because whatever it is, this finding must fit. */
export function quarantinedFinding(event: { readonly id: string; readonly type: string; readonly position: number }, subject: string, reason: string): FindingRow {
  return { kind: 'quarantined_event', severity: 'blocking', subject: subject.slice(0, 200), position: event.position, authority: null, detail: JSON.stringify({ eventId: event.id, type: event.type, reason }) };
}

/** An authority that was declared above itself. Its dossiers count, and no scope above it adds up. */
export function cycleFinding(authority: string, position: number, detail: { readonly parent: string | null; readonly validFrom: string }): FindingRow {
  return { kind: 'authority_cycle', severity: 'blocking', subject: authority, position, authority, detail: JSON.stringify(detail) };
}

function unknownCodes(applied: Applied, { authorities, procedures, fields }: References): readonly FindingRow[] {
  const [was, now] = [applied.before.situation.placement, applied.after.situation.placement];
  if (was === now) return [];
  const on = civilDateOf(applied.event.occurredAt);
  const isNew = (part: 'authority' | 'procedure' | 'field') => applied.before.situation.class === 'outside' || was[part] !== now[part];
  const found: FindingRow[] = [];
  if (isNew('authority') && authorities.on(now.authority, on) === undefined) found.push(warning('unknown_authority', applied, { code: now.authority, on }));
  if (isNew('procedure') && procedures.on(now.procedure, on) === undefined) found.push(warning('unknown_procedure', applied, { code: now.procedure, on }));
  if (isNew('field') && !fields.has(now.field)) found.push(warning('unknown_field', applied, { code: now.field, on }));
  return found;
}

function outcome(applied: Applied): readonly FindingRow[] {
  const { before, after } = applied;
  const dossierClass = after.situation.class;
  const claimed = claimedOutcome(after);
  if (before.situation.class === dossierClass && claimedOutcome(before) === claimed) return [];
  // Without a due date there is nothing to compare a claim with.
  if (dossierClass === 'resolved_undated') return [warning('no_due_date', applied, { claimed: claimed ?? null })];
  return claimed === undefined || dossierClass === classOfClaim[claimed] ? [] : [warning('claimed_outcome_differs', applied, { claimed, class: dossierClass })];
}

const classOfClaim = { early: 'resolved_early', on_time: 'resolved_on_time', late: 'resolved_late' } as const satisfies Record<NonNullable<Claim>, string>;

function future(applied: Applied): readonly FindingRow[] {
  const { occurredAt } = applied.event;
  if (occurredAt <= applied.recordedAt + CLOCK_TOLERANCE_MS) return [];
  return [warning('occurred_in_future', applied, { occurredAt: formatInstant(occurredAt), recordedAt: formatInstant(applied.recordedAt) })];
}
