import type { CivilDate, Instant } from '@motcua/kernel';

/** Khoảng giờ làm việc. Minutes after midnight, `from` included, `to` not; 0 ≤ from < to ≤ 1440. In lists: ascending, never overlapping. */
export type DayInterval = { readonly from: number; readonly to: number };

/** Giờ làm việc trong tuần. Seven entries, Monday first; an empty one means no work on that weekday. */
export type WeeklyHours = readonly (readonly DayInterval[])[];

/** How sure a date is: by law or by the announcement itself, by the press only, or not at all. */
export type Verification = 'verified' | 'press' | 'unverified';

/**
 * Ngày nghỉ, ngày làm bù: one date that does not follow the weekly hours.
 *
 * `off`: no work. `work`: work, in `hours` (half days), else in the hours of the longest weekly day. `weekly`: an earlier
 * entry for the date no longer holds, the weekly hours do.
 */
export type CalendarDay = {
  readonly date: CivilDate;
  readonly kind: 'off' | 'work' | 'weekly';
  /** Only with `work`. */
  readonly hours?: readonly DayInterval[];
  /** For officials, in Vietnamese. */
  readonly name: string;
  /** When the public learned it; without it, when the edition was announced. */
  readonly announcedOn?: CivilDate;
  readonly verified: Verification;
  /** The document or publisher that says so, by its own name. */
  readonly source: string;
};

/** Bản công bố lịch làm việc: what one announcement adds to the calendar of one authority, or to the national one. */
export type CalendarEdition = {
  /** An authority's code, or `VN`. */
  readonly code: string;
  /** Where the announcement stands in the log; 0 is shipped with the program. */
  readonly position: number;
  /** When the public learned it; without it, the edition counts as always known. */
  readonly announcedOn?: CivilDate;
  readonly hours?: { readonly weekly: WeeklyHours; readonly validFrom: CivilDate };
  /** At most one entry per date. */
  readonly days: readonly CalendarDay[];
};

/** Đơn vị của thời hạn; hours are working hours. */
export type LimitUnit = 'working_days' | 'calendar_days' | 'hours';

/** Thời hạn giải quyết. `amount` ≥ 0; working days and hours may be fractions (half a day), calendar days are whole. */
export type Limit = { readonly amount: number; readonly unit: LimitUnit };

/** A date that a limit was counted on. `intervals`: the part of its working time that lies within the limit. */
export type CountedDay = { readonly date: CivilDate; readonly intervals: readonly DayInterval[]; readonly minutes: number };

/** A date without work that a limit passed over. */
export type SkippedDay = { readonly date: CivilDate; readonly name: string; readonly verified: Verification };

/** Diễn giải hạn trả: how a due date comes about, for an applicant or an inspector. */
export type LimitExplanation = {
  readonly start: Instant;
  /** Day 0: the date that the start counts as. For hours, the date of the first minute that counts. */
  readonly countsFrom: CivilDate;
  /** Why `countsFrom` is not the date of the start. */
  readonly shifted: 'none' | 'after_closing' | 'day_off';
  readonly limit: Limit;
  readonly dueAt: Instant;
  /** Working days and hours: every day of work that counted. Calendar days: every date from day 1 to the last. */
  readonly counted: readonly CountedDay[];
  /** Dates without work between the start and the due date; none for calendar days, which count them. */
  readonly skipped: readonly SkippedDay[];
  /** Dates without work at the end of a limit in calendar days. */
  readonly rolledForward: readonly { readonly date: CivilDate; readonly name: string }[];
  /** Some of the dates lie in {@link WorkingTime.unannouncedYears}: the due date may still move. */
  readonly beyondAnnounced: boolean;
  /** {@link WorkingTime.version} */
  readonly calendar: string;
};

/**
 * Thời gian làm việc: the working time of one authority, as known at one moment, from 1990 to 2099.
 *
 * Civil dates are of Asia/Ho_Chi_Minh whatever zone the machine has. Instants are taken to the minute: seconds are cut.
 * Every method throws AppError `PARAMETER_INVALID` for dates and instants outside these years, for impossible dates and
 * for amounts that are no amounts, and `LIMIT_BEYOND_CALENDAR` when there is no working time left up to the end of 2099.
 */
export type WorkingTime = {
  /**
   * Names layers and editions, outermost first, such as `VN@0:2024-04-12+H57@812`: of each layer the position of its
   * last edition and the last announcement date that counts. Equal texts mean equal working time.
   */
  readonly version: string;
  intervalsOf(date: CivilDate): readonly DayInterval[];
  minutesOf(date: CivilDate): number;
  isWorkingDay(date: CivilDate): boolean;
  /** Why there is no work, or work in spite of the weekday, in Vietnamese; undefined for an ordinary working day. */
  dayName(date: CivilDate): string | undefined;
  /**
   * Years from one date to another of which only the holidays of fixed date are known, ascending: Tết, the day of the Hùng
   * Kings and the second day beside 2/9 are not announced. None when `to` lies before `from`.
   */
  unannouncedYears(from: CivilDate, to: CivilDate): readonly number[];
  /** Working days, both dates included; a half day is one. 0 when `to` lies before `from`. */
  countDays(from: CivilDate, to: CivilDate): number;
  /** Working minutes in [a, b); 0 when b ≤ a. */
  minutesBetween(a: Instant, b: Instant): number;
  /**
   * The earliest instant with so many working minutes since `at`: the end of an interval rather than the start of the
   * next one. `at` itself for 0.
   *
   * @param minutes - A whole number, ≥ 0.
   */
  advance(at: Instant, minutes: number): Instant;
  /** The n-th working day after the date, before it when negative; the date itself for 0. */
  addWorkingDays(date: CivilDate, days: number): CivilDate;
  /** The closing time of the date. A day off has one too: that of the hours which would have held. */
  endOfDay(date: CivilDate): Instant;
  /**
   * When a limit ends.
   *
   * Working days: day 0 is the date of the start, or the next working day after closing or on a day off; the closing
   * minute itself is not after closing. The days after it are counted, a shorter day as its part of the longest weekly day.
   * Calendar days: day 0 is the date of the start, or the next date after closing; a last day off rolls forward. Both
   * end at closing time. Hours: from the start, or from the next opening.
   *
   * @source Bộ luật Dân sự 2015, Điều 147–148 (day 1 is the next day; a last day off rolls forward)
   */
  dueAt(start: Instant, limit: Limit): Instant;
  explain(start: Instant, limit: Limit): LimitExplanation;
};
