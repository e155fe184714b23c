import { formatCivilDate } from '@motcua/kernel';
import { decimalsOf, levelLabel, rateDefinitions } from '@motcua/ledger';
import type { LineId } from '@motcua/ledger';
import type { ReportCheckAnswer } from '../report-checks/answer-schema.ts';
import { contradictionSentence, lineLabel, noteSentences } from './finding-sentences.ts';
import { textTable } from './text-table.ts';
import { count, LINE_MAX, localTime, percentText, scopeText, wrap } from './text.ts';

/** Places of a file are told up to so many; the JSON has all. */
const PLACES_MAX = 20;

/** What the check of a printed report found, for officials. Without a line break at the end. */
export function renderReportCheck(answer: ReportCheckAnswer, file: string): string {
  const { contradictions, notes, nodes, ignored, assumed, ledger } = answer;
  const names = new Map(nodes.map(({ id, name }) => [id, name === id ? levelLabel(id) : name]));
  const label = (node: string) => names.get(node) ?? node;
  const certain = contradictions.filter(({ certainty }) => certainty === 'certain').length;
  return [
    'KIỂM TRA BÁO CÁO',
    ...wrap(`${answer.source ?? file} · ${count(nodes.length)} dòng cấp, đơn vị`, LINE_MAX),
    '',
    contradictions.length === 0 ? 'Báo cáo không tự mâu thuẫn ở chỗ nào kiểm tra được. (Các số khớp nhau, điều đó chưa chứng minh chúng đúng.)'
      : `BÁO CÁO TỰ MÂU THUẪN Ở ${count(contradictions.length)} CHỖ (${count(certain)} chỗ chắc chắn, ${count(contradictions.length - certain)} chỗ chưa xác định). Không số nào được tự sửa.`,
    // The labels and lists of zod are those of the ledger's own types.
    ...(contradictions as Parameters<typeof contradictionSentence>[0][]).flatMap((one, index) => wrap(`${index + 1}. ${contradictionSentence(one, label)}`, LINE_MAX, '   ')),
    ...noteSentences(notes as Parameters<typeof noteSentences>[0], label).flatMap((note) => wrap(`Ghi chú: ${note}`, LINE_MAX, '   ')),
    ...places('ĐỌC THEO CÁCH HIỂU', assumed), ...places('KHÔNG ĐỌC', ignored),
    ...(ledger === null ? [] : ['', ...ledgerLines(ledger, label)]),
  ].join('\n');
}

function places(heading: string, found: ReportCheckAnswer['ignored']): readonly string[] {
  if (found.length === 0) return [];
  const more = found.length > PLACES_MAX ? [`… và ${count(found.length - PLACES_MAX)} chỗ khác (xem --json)`] : [];
  return ['', `${heading} (${count(found.length)})`, ...found.slice(0, PLACES_MAX).flatMap(({ where, detail }) => wrap(`- ${where}: ${detail}`, LINE_MAX, '  ')), ...more];
}

function ledgerLines({ scope, period, asOf, cells, unmatched }: NonNullable<ReportCheckAnswer['ledger']>, label: (node: string) => string): readonly string[] {
  const rows = cells.filter(({ same }) => !same).map(({ node, line, printed, ledger }) => [`${label(node)}: ${lineLabel(line as LineId)}`, numberText(line, printed, printed), numberText(line, ledger, printed)]);
  return [
    'BÊN CẠNH SỔ',
    ...wrap(`${scopeText(scope)}, từ ${formatCivilDate(period.from)} đến hết ${formatCivilDate(period.to)}, tính đến sự kiện thứ ${count(asOf.position)} (${localTime(asOf.recordedAt)} giờ Việt Nam)`, LINE_MAX),
    ...(rows.length === 0 ? [`Cả ${count(cells.length)} số đối chiếu được đều bằng số trong sổ.`]
      : [`${count(cells.length - rows.length)} số bằng số trong sổ, ${count(rows.length)} số khác:`, '', ...textTable({ headings: ['Chỉ tiêu', 'In', 'Sổ'], sections: [rows], firstColumnMax: 84 })]),
    ...(unmatched.length === 0 ? [] : wrap(`Sổ không có: ${unmatched.slice(0, PLACES_MAX).map(label).join('; ')}${unmatched.length > PLACES_MAX ? '; …' : ''}`, LINE_MAX, '  ')),
  ];
}

function numberText(line: string, value: number | null, printed: number): string {
  if (rateDefinitions.some(({ id }) => id === line)) return percentText(value, decimalsOf(printed));
  return value === null ? '–' : count(value);
}
