import { dayEntry, NATIONAL_CODE, unannouncedSentence } from '@motcua/calendar';
import type { Calendars, DayEntry, DayInterval, WorkingTime } from '@motcua/calendar';
import { authorityCode } from '@motcua/dossier';
import { addDays, AppError, daysBetween, formatCivilDate, instantAt, isCivilDate, wrappedLines } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';

/** The options of `motcua calendar show` and `count` as the command line gives them. */
export type CalendarArgs = {
  readonly authority?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly announcedBy?: string | undefined;
  readonly json?: boolean | undefined;
};

export type CalendarCommand = {
  readonly calendars: Calendars;
  readonly args: CalendarArgs;
  /** What is announced later does not count, unless the caller names another day. */
  readonly today: CivilDate;
  readonly out: { readonly write: (text: string) => unknown };
  /** For what does not belong into a number or JSON. */
  readonly log: { readonly write: (text: string) => unknown };
};

/** One day as `motcua calendar show --json` gives it. Minutes after midnight. */
export type ShownDay = {
  readonly date: CivilDate;
  readonly kind: 'off' | 'work' | 'part';
  readonly minutes: number;
  readonly hours: readonly DayInterval[];
  readonly name: string | null;
  /** Only for dates that do not follow the weekly hours. `counts`: false for what nobody has announced yet. */
  readonly entry: { readonly name: string; readonly calendar: string; readonly verified: string; readonly source: string; readonly announcedOn: CivilDate | null; readonly counts: boolean } | null;
};

/** Ten years: what a person may want to read, and a guard against a typing error. */
const DAYS_MAX = 3_660;

/** `motcua calendar count`: the working days of a range, as a number and nothing else; which years are not announced goes to `log`. */
export function runCalendarCount({ calendars, args, today, out, log }: CalendarCommand): void {
  const question = questionOf(args, today);
  const time = calendars.workingTime(question.authority, question.announcedBy);
  out.write(`${time.countDays(question.from, question.to)}\n`);
  for (const note of notes(time, question)) log.write(`${note}\n`);
}

/**
 * `motcua calendar show`: day by day what is worked and why, for people, or with `json` a list of {@link ShownDay}.
 *
 * @throws AppError `PARAMETER_INVALID` with a sentence in Vietnamese; nothing was written then.
 */
export function runCalendarShow({ calendars, args, today, out, log }: CalendarCommand): void {
  const question = questionOf(args, today);
  const { authority, from, to, announcedBy } = question;
  if (daysBetween(from, to) >= DAYS_MAX) throw wrong('--to', 'quá xa: mỗi lần xem không quá mười năm');
  const time = calendars.workingTime(authority, announcedBy);
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => shownDay(time, addDays(from, index), calendars, { authority, announcedBy }));
  if (args.json === true) {
    out.write(`${JSON.stringify(days)}\n`);
    for (const note of notes(time, question)) log.write(`${note}\n`);
    return;
  }
  const title = `Lịch làm việc ${authority === NATIONAL_CODE ? 'cả nước' : `của ${authority}`}, từ ${formatCivilDate(from)} đến hết ${formatCivilDate(to)}, theo các thông báo đến ngày ${formatCivilDate(announcedBy)}`;
  out.write(`${wrappedLines([title, '', ...days.map(dayLine), '', `Cộng: ${time.countDays(from, to)} ngày làm việc`, ...notes(time, question)].join('\n'))}\n`);
}

type Question = { readonly authority: string; readonly from: CivilDate; readonly to: CivilDate; readonly announcedBy: CivilDate };

function questionOf(args: CalendarArgs, today: CivilDate): Question {
  const authority = authorityCode.safeParse(args.authority ?? NATIONAL_CODE);
  if (!authority.success) throw wrong('--authority', 'phải là mã cơ quan, ví dụ H57.31, hoặc VN cho cả nước');
  const [from, to] = [dateOption('--from', args.from), dateOption('--to', args.to)];
  if (to < from) throw wrong('--to', 'không được trước --from');
  return { authority: authority.data, from, to, announcedBy: dateOption('--announced-by', args.announcedBy ?? today) };
}

/** At most one sentence. By what was announced then: years that were still to come then are told as such. */
function notes(time: WorkingTime, { from, to, announcedBy }: Question): readonly string[] {
  const sentence = unannouncedSentence(time.unannouncedYears(from, to), announcedBy);
  return sentence === undefined ? [] : [sentence];
}

function dateOption(option: string, text: string | undefined): CivilDate {
  if (text === undefined) throw wrong(option, 'còn thiếu: hãy viết ngày, ví dụ 2024-03-14');
  if (!isCivilDate(text) || text < '1990-01-01' || text > '2099-12-31') throw wrong(option, `không đọc được ("${text.slice(0, 40)}"): hãy viết ngày từ 1990 đến 2099, ví dụ 2024-03-14`);
  return text;
}

function wrong(option: string, detail: string): AppError {
  return new AppError('PARAMETER_INVALID', `Tùy chọn ${option} ${detail}.`);
}

function shownDay(time: WorkingTime, date: CivilDate, calendars: Calendars, { authority, announcedBy }: Pick<Question, 'authority' | 'announcedBy'>): ShownDay {
  const entry = dayEntry(calendars, authority, date, announcedBy);
  const minutes = time.minutesOf(date);
  return {
    date, minutes, kind: minutes === 0 ? 'off' : minutes < longestAround(time, date) ? 'part' : 'work', hours: time.intervalsOf(date),
    name: time.dayName(date) ?? null, entry: entry === undefined ? null : entryOf(entry),
  };
}

function entryOf({ day, code, announcedOn, counts }: DayEntry): NonNullable<ShownDay['entry']> {
  return { name: day.name, calendar: code, verified: day.verified, source: day.source, announcedOn: announcedOn ?? null, counts };
}

/** What a whole day is in these weeks. */
function longestAround(time: WorkingTime, date: CivilDate): number {
  const around = Array.from({ length: 15 }, (_, index) => addDays(date, index - 7)).filter((one) => one >= '1990-01-01' && one <= '2099-12-31');
  return Math.max(...around.map((one) => time.minutesOf(one)));
}

const WEEKDAYS = ['CN', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7'] as const;
const kindLabels = { off: 'nghỉ', work: 'làm việc', part: 'làm một phần' } as const satisfies Record<ShownDay['kind'], string>;
const verifiedLabels: Readonly<Record<string, string>> = { verified: 'đã xác minh', press: 'theo báo chí', unverified: 'chưa xác minh' };

function dayLine({ date, kind, hours, name, entry }: ShownDay): string {
  const weekday = WEEKDAYS[new Date(instantAt(date, 12 * 60)).getUTCDay()] ?? '';
  const told = [hours.map(({ from, to }) => `${clock(from)}-${clock(to)}`).join(' ').padEnd(24), name ?? entry?.name ?? '', ...(entry === null ? [] : [`(${entryText(entry)})`])];
  return `${formatCivilDate(date)} ${weekday}  ${kindLabels[kind].padEnd(12)}  ${told.join(' ')}`.trimEnd();
}

function entryText({ calendar, verified, source, announcedOn, counts }: NonNullable<ShownDay['entry']>): string {
  const announced = announcedOn === null ? '' : `, công bố ${formatCivilDate(announcedOn)}`;
  return `lịch ${calendar}, ${verifiedLabels[verified] ?? verified}${counts ? '' : ', chưa áp dụng'}, ${source}${announced}`;
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

