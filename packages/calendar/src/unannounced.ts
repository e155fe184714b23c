import type { CivilDate } from '@motcua/kernel';

/**
 * Says in Vietnamese for which years only the holidays of fixed date are known, so that counts and due dates may still change.
 *
 * @param years - Ascending, as {@link WorkingTime.unannouncedYears} gives them.
 * @param asOf - The day of the question: an earlier year was announced and has not been imported, a later one is still to be announced.
 * @returns One sentence, undefined for no years.
 */
export function unannouncedSentence(years: readonly number[], asOf: CivilDate): string | undefined {
  const thisYear = Number(asOf.slice(0, 4));
  const parts = [
    partOf(years.filter((year) => year < thisYear), 'chưa được nhập đầy đủ'),
    partOf(years.filter((year) => year >= thisYear), 'chưa được công bố đầy đủ'),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : `Lịch nghỉ ${parts.join(', ')} (Tết, Giỗ Tổ …): số ngày có thể thay đổi.`;
}

function partOf(years: readonly number[], lacks: string): string | undefined {
  if (years.length === 0) return undefined;
  return `${years.length === 1 ? 'năm' : 'các năm'} ${stretches(years).join(', ')} ${lacks}`;
}

/** `2027`, `2027–2029`: years without a gap together. */
function stretches(years: readonly number[]): readonly string[] {
  const starts = years.filter((year) => !years.includes(year - 1));
  const ends = years.filter((year) => !years.includes(year + 1));
  return starts.map((start, index) => (start === ends[index] ? String(start) : `${start}–${ends[index]}`));
}
