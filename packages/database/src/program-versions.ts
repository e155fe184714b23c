import { NATIONAL_CALENDAR } from '@motcua/calendar';
import { LATENESS_RULES } from '@motcua/dossier';
import { canonicalJson } from '@motcua/kernel';
import { textHash } from '@motcua/ledger';
import type { EditionVersions } from '@motcua/ledger';

/** What figures follow from that comes with the program: the lateness rules by version, and the SHA-256 of the national calendar. */
export function programVersions(): Pick<EditionVersions, 'rules' | 'nationalCalendar'> {
  return {
    rules: Object.fromEntries(LATENESS_RULES.map(({ id, version }) => [id, version])),
    nationalCalendar: (calendarHash ??= textHash(canonicalJson(NATIONAL_CALENDAR))),
  };
}

/** Whether the program that made an edition had the same rules and calendar as this one. */
export function hasProgramVersions({ rules, nationalCalendar }: Pick<EditionVersions, 'rules' | 'nationalCalendar'>): boolean {
  const now = programVersions();
  return canonicalJson({ rules, nationalCalendar }) === canonicalJson(now);
}

let calendarHash: string | undefined;
