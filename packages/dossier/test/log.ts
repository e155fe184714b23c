import { Almanac, fold, ND61 } from '@motcua/dossier';
import type { DossierEvent, Folding, LatenessRule, ReferenceRecord, Situation, Step } from '@motcua/dossier';
import { formatInstant, UTC_OFFSET_MINUTES } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';

/** What a log holds of calendars, procedures and one dossier, in its order. */
export type Item = DossierEvent | Omit<ReferenceRecord, 'position'>;
export type Log = { readonly events: readonly DossierEvent[]; readonly almanac: Almanac };

/** The items with the positions 1, 2, 3 … */
export function log(...items: readonly Item[]): Log {
  const placed = items.map((item, index) => ({ ...item, position: index + 1 }));
  return { events: placed.filter((item) => 'occurredAt' in item), almanac: new Almanac(placed.filter((item) => 'subject' in item)) };
}

export function stepsOf({ events, almanac }: Log, rule: LatenessRule = ND61): readonly Step[] {
  return lawful(fold(events, rule, almanac)).steps;
}

export function situationOf({ events, almanac }: Log, rule: LatenessRule = ND61): Situation {
  return lawful(fold(events, rule, almanac)).situation;
}

/** The due date in force, in Vietnam's time. */
export function dueOf(made: Log, rule: LatenessRule = ND61): string | undefined {
  return clock(situationOf(made, rule).dueAt);
}

/** `2024-01-05 08:12` of an instant in Vietnam. */
export function clock(instant: Instant | undefined): string | undefined {
  return instant === undefined ? undefined : formatInstant(instant + UTC_OFFSET_MINUTES * 60_000).slice(0, 16).replace('T', ' ');
}

/** Days off of a calendar. */
export function daysOff(subject: string, announcedOn: string, ...dates: readonly string[]): Item {
  return { type: 'CalendarAnnounced', subject, data: { announcedOn, days: dates.map((date) => ({ date, kind: 'off', name: 'Nghỉ bão' })) } };
}

/** A version of the procedure that made-up dossiers are about. */
export function procedure(validFrom: string, workingDays: number | undefined, validTo?: string): Item {
  return {
    type: 'ProcedureDeclared', subject: '1.000001',
    data: {
      name: 'Thủ tục thử', field: 'F-01', fieldName: 'Lĩnh vực thử', level: 'commune', validFrom,
      ...(validTo === undefined ? {} : { validTo }), ...(workingDays === undefined ? {} : { limit: { amount: workingDays, unit: 'working_days' } }),
    },
  };
}

function lawful(folding: Folding): Extract<Folding, { kind: 'lawful' }> {
  if (folding.kind === 'unlawful') throw folding.error;
  return folding;
}
