import type { FindingsAnswer, FindingSummaryAnswer } from '../findings/read-findings.ts';
import { count, LINE_MAX, scopeText, wrap } from './text.ts';
import { textTable } from './text-table.ts';
import { formatCivilDate } from '@motcua/kernel';
import { findingStatusLabels } from '@motcua/ledger';

type Row = FindingSummaryAnswer['rows'][number];

/** Phát hiện về chất lượng dữ liệu: the counts for officials, and under them what to do about each kind. Without a line break at the end. */
export function renderFindingSummary(answer: FindingSummaryAnswer): string {
  const { rows, total, by } = answer;
  const head = ['PHÁT HIỆN VỀ CHẤT LƯỢNG DỮ LIỆU', ...about(answer), ''];
  if (rows.length === 0) return [...head, 'Không có phát hiện nào.'].join('\n');
  const cells = (counts: Pick<Row, 'open' | 'settled' | 'count'>) => [counts.open, counts.settled, counts.count].map(count);
  return [
    ...head,
    ...textTable({
      headings: [{ kind: 'Phát hiện', source: 'Nguồn gửi', authority: 'Cơ quan' }[by], 'Mức độ', 'Còn mở', 'Đã xong', 'Tổng'],
      sections: [...sectionsOf(answer, cells), [['Tổng cộng', '', ...cells(total)]]], firstColumnMax: 70,
    }),
    '',
    total.blockingOpen === 0 ? 'Không có phát hiện nào đang chặn việc chốt kỳ.' : `Đang chặn việc chốt kỳ: ${count(total.blockingOpen)} phát hiện.`,
    '', 'VIỆC CẦN LÀM', ...adviceOf(rows).flatMap((line) => wrap(line, LINE_MAX, '    ')),
  ].join('\n');
}

/** The findings themselves, one after the other. */
export function renderFindings(answer: FindingsAnswer): string {
  return [
    'DANH SÁCH PHÁT HIỆN VỀ CHẤT LƯỢNG DỮ LIỆU', ...about(answer), '',
    ...(answer.findings.length === 0 ? ['Không có phát hiện nào.'] : answer.findings.flatMap((finding) => wrap(findingText(finding), LINE_MAX, '    '))),
    ...(answer.next === null ? [] : ['… còn nữa, dùng --limit để in thêm']),
    ...(answer.findings.length === 0 ? [] : ['', 'VIỆC CẦN LÀM', ...adviceOf(answer.findings).flatMap((line) => wrap(line, LINE_MAX, '    '))]),
  ].join('\n');
}

/** A section each source or authority; all in one by kind. */
function sectionsOf({ rows, by }: FindingSummaryAnswer, cells: (row: Row) => readonly string[]): readonly (readonly (readonly string[])[])[] {
  if (by === 'kind') return [rows.map((row) => [row.label, row.severityLabel, ...cells(row)])];
  const groups = Map.groupBy(rows, (row) => (by === 'source' ? told(row.source) : nodeText(row.authority, row.authorityName)));
  return [...groups].map(([node, own]) => [[node, '', '', '', ''], ...own.map((row) => [`  ${row.label}`, row.severityLabel, ...cells(row)])]);
}

function findingText({ subject, name, label, severityLabel, status, day, position, origin, source, authority, authorityName }: FindingsAnswer['findings'][number]): string {
  const where = origin === 'log' ? `sự kiện ${position}` : 'sự kiện bị từ chối';
  const when = day === null ? '' : `, ngày ${formatCivilDate(day)}`;
  return `${subject} · ${label} · ${severityLabel.toLowerCase()}, ${findingStatusLabels[status]} · ${where}${when} · cơ quan ${nodeText(authority, authorityName)} · nguồn ${told(source)}${name === null ? '' : ` · tên để chấp nhận khi chốt kỳ: ${name}`}`;
}

function adviceOf(found: readonly Pick<Row, 'label' | 'whatToDo'>[]): readonly string[] {
  return [...new Set(found.map(({ label, whatToDo }) => `- ${label}: ${whatToDo}`))];
}

function about({ scope, asOf, includesRefused }: FindingsAnswer | FindingSummaryAnswer): readonly string[] {
  const refused = includesRefused ? '' : ' · chưa gồm sự kiện bị từ chối';
  return wrap(`${scopeText(scope)} · tính đến sự kiện thứ ${count(asOf.position)} của nhật ký${refused}`, LINE_MAX, '  ');
}

function told(source: string | null): string {
  return source === null || source === 'unknown' ? 'chưa rõ' : source;
}

function nodeText(code: string | null, name: string | null): string {
  return code === null || code === 'unknown' ? 'chưa rõ' : `${code} ${name ?? '(chưa khai báo)'}`;
}
