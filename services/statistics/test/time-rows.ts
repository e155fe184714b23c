import type { ApologyDutyRow, DelayShareRow, DueRow, Replacement } from '@motcua/database';
import { apologyDuties, delayOf, fold, isReceivedOpen, LATENESS_RULES } from '@motcua/dossier';
import type { Almanac, DossierEvent } from '@motcua/dossier';
import { civilDateOf } from '@motcua/kernel';

/** The dossiers of a fixture by code, each with its events in order of arrival. */
export type Histories = ReadonlyMap<string, readonly DossierEvent[]>;

/** What a projection would write of due dates, duties and delays. */
export function timeRows(histories: Histories, almanac: Almanac): { readonly dues: Replacement<DueRow>; readonly duties: Replacement<ApologyDutyRow>; readonly shares: Replacement<DelayShareRow> } {
  const each = <Row>(rowsOf: (dossier: string, events: readonly DossierEvent[], almanac: Almanac) => readonly Row[]): Replacement<Row> =>
    ({ dossiers: [...histories.keys()], rows: [...histories].flatMap(([dossier, events]) => rowsOf(dossier, events, almanac)) });
  return { dues: each(dueRows), duties: each(dutyRows), shares: each(shareRows) };
}

function dueRows(dossier: string, events: readonly DossierEvent[], almanac: Almanac): readonly DueRow[] {
  const rows = LATENESS_RULES.map((rule) => {
    const folding = fold(events, rule, almanac);
    if (folding.kind === 'unlawful') throw folding.error;
    const { class: dossierClass, dueAt, placement } = folding.situation;
    return { isOpen: isReceivedOpen(dossierClass), row: { dossier, rule: rule.id, authority: placement.authority, due_at: dueAt ?? null, is_overdue: dossierClass === 'overdue' } };
  });
  const base = rows[0]?.row;
  return rows.filter(({ isOpen, row }) => isOpen && (row === base ? row.due_at !== null : row.due_at !== base?.due_at || row.is_overdue !== base.is_overdue)).map(({ row }) => row);
}

function dutyRows(dossier: string, events: readonly DossierEvent[], almanac: Almanac): readonly ApologyDutyRow[] {
  return apologyDuties(stepsOf(events, almanac), almanac).map(({ ground, authority, openedAt, letterDueAt, dueAt, cause, unitAtFault, letter }, number) => ({
    dossier, number, ground, authority, opened_on: civilDateOf(openedAt), opened_at: openedAt, letter_due_at: letterDueAt, due_at: dueAt,
    cause, unit_at_fault: unitAtFault ?? null, letter_number: letter?.number ?? null, letter_at: letter?.sentAt ?? null,
  }));
}

function shareRows(dossier: string, events: readonly DossierEvent[], almanac: Almanac): readonly DelayShareRow[] {
  const steps = stepsOf(events, almanac);
  const delay = delayOf(steps, almanac);
  const authority = steps.at(-1)?.after.placement.authority ?? '';
  return (delay?.shares ?? []).map(({ office, cause, minutes }) => ({
    dossier, office, authority, cause, minutes, late_minutes: delay?.minutes ?? 0, resolved_on: civilDateOf(delay?.until ?? 0),
  }));
}

function stepsOf(events: readonly DossierEvent[], almanac: Almanac) {
  const folding = fold(events, LATENESS_RULES[0], almanac);
  if (folding.kind === 'unlawful') throw folding.error;
  return folding.steps;
}
