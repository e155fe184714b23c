import { unannouncedSentence } from '@motcua/calendar';
import { civilDateOf, parseInstant } from '@motcua/kernel';
import type { DueAnswer } from '../dues/read-due.ts';
import type { OverdueAnswer } from '../dues/read-overdue.ts';
import { ruleLabel } from '../labels.ts';
import { textTable } from './text-table.ts';
import { count, LINE_MAX, localTime, scopeText, wrap } from './text.ts';

const NAME_MAX = 60;

/** Sắp đến hạn: the list for officials. Without a line break at the end. */
export function renderDue({ scope, rule, within, at, count: all, items, unannouncedYears }: DueAnswer): string {
  const rows = items.map(({ dossier, authority, authorityName, dueAt, remaining }) => [`${dossier}  ${authority} ${authorityName ?? ''}`.trimEnd(), localTime(dueAt), `còn ${remaining.text}`]);
  return [
    `HỒ SƠ ĐẾN HẠN TRONG ${within} NGÀY LÀM VIỆC TỚI: ${count(all)}`, ...about(scope, rule, at),
    ...(rows.length === 0 ? [] : ['', ...textTable({ headings: ['Hồ sơ, cơ quan giải quyết', 'Hạn trả', 'Thời gian còn'], sections: [rows], firstColumnMax: NAME_MAX })]),
    ...rest(items.length, all), ...note(unannouncedYears, at),
  ].join('\n');
}

/** Đang giải quyết, quá hạn: the list for officials. */
export function renderOverdue({ scope, rule, at, count: all, items }: OverdueAnswer): string {
  const rows = items.map(({ dossier, authority, authorityName, dueAt, sentence }) => [`${dossier}  ${authority} ${authorityName ?? ''}`.trimEnd(), localTime(dueAt), sentence]);
  return [
    `HỒ SƠ ĐANG GIẢI QUYẾT QUÁ HẠN: ${count(all)}`, ...about(scope, rule, at),
    ...(rows.length === 0 ? [] : ['', ...textTable({ headings: ['Hồ sơ, cơ quan giải quyết', 'Hạn trả', 'Quá hạn'], sections: [rows], firstColumnMax: NAME_MAX })]),
    ...rest(items.length, all),
  ].join('\n');
}

function about(scope: string, rule: string, at: string): readonly string[] {
  return [...wrap(`${scopeText(scope)} · tính đến ${localTime(at)} (giờ Việt Nam) · 1 ngày là 8 giờ làm việc`, LINE_MAX, '  '), `Quy tắc tính hạn: ${ruleLabel(rule)} (${rule})`];
}

function rest(shown: number, all: number): readonly string[] {
  return shown < all ? [`… còn nữa: đã in ${count(shown)} trong ${count(all)} hồ sơ, dùng --limit để in thêm`] : [];
}

function note(years: readonly number[], at: string): readonly string[] {
  const sentence = unannouncedSentence(years, civilDateOf(parseInstant(at) ?? 0));
  return sentence === undefined ? [] : ['', sentence];
}
