import { formatCivilDate } from '@motcua/kernel';
import type { DueDateAnswer } from '../due-dates/answer.ts';
import { dayLines } from './day-lines.ts';
import { changeText, inForceText, pauseText, shiftText, standingText } from './due-date-phrases.ts';
import { LINE_MAX, localTime, wrap } from './text.ts';

type Answer = Omit<DueDateAnswer, 'text'>;
type Entry = Answer['entries'][number];
type Explanation = NonNullable<Entry['explanation']>;

const INDENT = '    ';
/** Causes that the name of the event says already. */
const SAID_BY_THE_EVENT: ReadonlySet<string> = new Set(['supplement', 'payment', 'suspension', 'ended', 'reopened', 'corrected']);

/** Diễn giải hạn trả kết quả: the story of a due date as a timeline for an applicant or an inspector. Without a line break at the end. */
export function renderDueDate(answer: Answer): string {
  const paragraphs = [
    headLines(answer), ['DIỄN BIẾN', ...answer.entries.flatMap((entry) => entryLines(entry, answer))], openLines(answer), unmovedLines(answer),
    answer.beyondAnnounced ? ['Lưu ý: có năm chưa công bố ngày nghỉ, lịch tính hạn còn có thể thay đổi.'] : [],
  ];
  return paragraphs.filter((lines) => lines.length > 0).map((lines) => lines.flatMap((line) => wrap(line, LINE_MAX, `${INDENT}  `)).join('\n')).join('\n\n');
}

function headLines(answer: Answer): readonly string[] {
  const { code, rule, authority, procedure, limit, promisedDueAt, dueAt, awaitsRestart, currentCalendarDueAt, missedDueAt, at } = answer;
  return [
    `HẠN TRẢ KẾT QUẢ CỦA HỒ SƠ ${code}`,
    `Cơ quan giải quyết: ${named(authority)} · thủ tục: ${named(procedure)}`,
    `Quy tắc tính hạn: ${rule.label} (${rule.id}, phiên bản ${rule.version})`,
    `Bắt đầu tính: ${localTime(answer.startedAt)} · thời hạn: ${limit.text}`,
    `Hạn đã hẹn ban đầu: ${localTime(promisedDueAt)} · ${inForceText(answer)}`,
    ...(awaitsRestart || dueAt === null ? [] : [`Theo lịch làm việc công bố đến nay: ${localTime(currentCalendarDueAt)}${currentCalendarDueAt === dueAt ? '' : ' (khác; hạn đã hẹn được giữ nguyên)'}`]),
    ...(missedDueAt === null ? [] : [`Hạn đầu tiên đã lỡ: ${localTime(missedDueAt)}`]),
    `Tình trạng: ${standingText(answer)}; ${durations(answer)}`,
    `Tính đến ${localTime(at)}; giờ Việt Nam, 1 ngày là 8 giờ làm việc`,
  ];
}

function durations({ elapsed, remaining, exceeded }: Answer): string {
  return [
    `đã qua ${elapsed.text}`, ...(remaining === null ? [] : [`còn ${remaining.text}`]), ...(exceeded === null ? [] : [`quá hạn ${exceeded.text}`]),
  ].join(', ');
}

function entryLines(entry: Entry, { limit, entries }: Answer): readonly string[] {
  const { at, label, cause, causeLabel, explanation, pause, restart } = entry;
  const shift = shiftText(entry, entries);
  const plain = SAID_BY_THE_EVENT.has(cause) || (cause === 'received' && entry.new === null);
  return [
    `${localTime(at)} · ${label}${plain ? '' : ` (${causeLabel})`}`,
    ...(pause === null ? [] : [`${INDENT}${pauseText(pause, restart)}`]),
    ...(shift === undefined ? [] : [`${INDENT}${shift}`]),
    ...(explanation === null ? [] : explanationLines(explanation, limit.unit).map((line) => `${INDENT}${line}`)),
    `${INDENT}${changeText(entry)}`,
  ];
}

function explanationLines(explanation: Explanation, unit: Answer['limit']['unit']): readonly string[] {
  const { countsFrom, shifted, calendar } = explanation;
  const why = { none: '', after_closing: ' vì nộp sau giờ làm việc', day_off: ' vì nộp vào ngày nghỉ' }[shifted];
  const from = unit === 'hours' ? `Tính từ ngày ${formatCivilDate(countsFrom)}${why}` : `Ngày ${formatCivilDate(countsFrom)} là ngày 0${why}, tính từ ngày kế tiếp`;
  return [`${from}; lịch ${calendar}`, ...dayLines(explanation, unit)];
}

function openLines({ openPauses, awaitsRestart }: Answer): readonly string[] {
  return openPauses.length === 0 ? [] : ['ĐANG CHỜ', ...openPauses.map((pause) => pauseText(pause, awaitsRestart ? 'awaited' : 'none'))];
}

function unmovedLines({ unmoved }: Answer): readonly string[] {
  return unmoved.length === 0 ? [] : [
    'KHÔNG LÀM ĐỔI HẠN', ...unmoved.map(({ at, label, told, whyLabel }) => `${localTime(at)} · ${label}${told === null ? '' : `, báo hạn ${localTime(told)}`}: ${whyLabel}`),
  ];
}

function named({ code, name }: Answer['authority']): string {
  return `${code} ${name ?? '(chưa khai báo)'}`;
}
