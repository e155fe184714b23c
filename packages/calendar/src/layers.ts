import type { CivilDate } from '@motcua/kernel';
import { isProven, NATIONAL_CODE } from './national.ts';
import type { CalendarDay, CalendarEdition, WeeklyHours } from './types.ts';

/** What is known of one layer: hours by first day, days by position; what stands later wins. */
export type KnownLayer = {
  readonly code: string;
  readonly version: string;
  readonly hours: readonly { readonly weekly: WeeklyHours; readonly validFrom: CivilDate }[];
  readonly days: readonly CalendarDay[];
};

/** The layers that an authority's calendar consists of, outermost first: the nation, then every dotted prefix of its code. */
export function layerCodes(code: string): readonly string[] {
  const parts = code.split('.');
  const prefixes = parts.map((_, index) => parts.slice(0, index + 1).join('.'));
  return [NATIONAL_CODE, ...prefixes.filter((prefix) => prefix !== NATIONAL_CODE)];
}

/**
 * What a layer's editions say that was announced by a day; undefined when it is nothing yet.
 *
 * @param editions - Of one code, by position; only those that are known.
 */
export function knownLayer(editions: readonly CalendarEdition[], announcedBy: CivilDate): KnownLayer | undefined {
  const known = editions.map((edition) => knownPart(edition, announcedBy)).filter((part) => part !== undefined);
  const last = known.at(-1);
  if (last === undefined) return undefined;
  const announcedOn = known.map((part) => part.announcedOn).reduce((a, b) => (a > b ? a : b));
  return {
    code: last.edition.code,
    version: `${last.edition.code}@${last.edition.position}${announcedOn === '' ? '' : `:${announcedOn}`}`,
    hours: known.flatMap(({ hours }) => hours).sort((a, b) => (a.validFrom < b.validFrom ? -1 : Number(a.validFrom > b.validFrom))),
    days: known.flatMap(({ days }) => days),
  };
}

/** Every date on which something of these editions is announced, ascending. */
export function announcementDates(editions: readonly CalendarEdition[]): readonly CivilDate[] {
  const dates = editions.flatMap(({ announcedOn, days }) => [announcedOn, ...days.map((day) => day.announcedOn)]);
  return [...new Set(dates.filter((date) => date !== undefined))].sort();
}

type KnownPart = Pick<KnownLayer, 'hours' | 'days'> & { readonly edition: CalendarEdition; readonly announcedOn: CivilDate };

/** `announcedOn`: the last announcement that counts, '' for what was always known. */
function knownPart(edition: CalendarEdition, announcedBy: CivilDate): KnownPart | undefined {
  const announced = edition.announcedOn ?? '';
  const hours = edition.hours !== undefined && announced <= announcedBy ? [edition.hours] : [];
  const days = edition.days.filter((day) => (day.announcedOn ?? announced) <= announcedBy && isProven(day, edition.position));
  if (hours.length + days.length === 0) return undefined;
  const dates = [...(hours.length > 0 ? [announced] : []), ...days.map((day) => day.announcedOn ?? announced)];
  return { edition, hours, days, announcedOn: dates.reduce((a, b) => (a > b ? a : b)) };
}
