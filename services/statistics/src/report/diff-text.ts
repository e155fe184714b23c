import { formatCivilDate } from '@motcua/kernel';
import { channelLabels, levelLabels } from '@motcua/ledger';
import { ruleLabel } from '../labels.ts';
import type { DiffAnswer } from '../diffs/answer-schema.ts';
import { reasonLabels } from '../diffs/labels.ts';
import type { ChangedDossier, OpenedChange, OpenedReason } from '../diffs/read-changes.ts';
import { eventLine } from './explanation-text.ts';
import { changeText, count, LINE_MAX, padEnd, padStart, scopeText, width, wrap } from './text.ts';

type Row = DiffAnswer['rows'][number];
type Change = Row['changes'][number];

/** Điều chỉnh số liệu: what changed since an edition, with the reasons; for officials, without a line break at the end. */
export function renderDiff(answer: DiffAnswer): string {
  const { changed, cells, rows, definitions, declarations } = answer;
  return [
    ...headLines(answer), '',
    changed === 0 ? `Cả ${count(cells)} số liệu đều như trong ấn bản.` : `${count(changed)} trong ${count(cells)} số liệu đã khác; các lý do cộng lại đúng bằng chênh lệch:`,
    ...rows.flatMap((row) => ['', ...rowLines(row, answer.by)]),
    ...(definitions.length === 0 ? [] : ['', ...wrap(`Chỉ tiêu được định nghĩa lại: ${definitions.map(({ figure, before, after }) => `${figure} (${versionText(before)} → ${versionText(after)})`).join(', ')}.`, LINE_MAX, '  ')]),
    ...(declarations.length === 0 ? [] : ['', ...wrap(`Cơ quan khai báo lại từ sau ấn bản: ${declarations.map(({ code, validFrom }) => `${code} (từ ${formatCivilDate(validFrom)})`).join(', ')}.`, LINE_MAX, '  ')]),
    ...(changed === 0 ? [] : ['', ...wrap('Mở hồ sơ và sự kiện của một số đã khác: thêm --line <chỉ tiêu> và, cho một dòng, --row <mã>; --reason <lý do> chỉ mở một lý do.', LINE_MAX, '  ')]),
  ].join('\n');
}

/** The dossiers and events behind one reason of one changed figure. */
export function renderChangedDossiers(
  { label, reason, amount, row, by }: {
    readonly label: string; readonly reason: keyof typeof reasonLabels; readonly amount: number | undefined; readonly row: string | undefined; readonly by: DiffAnswer['by'];
  },
  { dossiers, next }: { readonly dossiers: readonly ChangedDossier[]; readonly next: string | null },
): string {
  return [
    `${label}${rowText(row ?? null, by)}: ${reasonLabels[reason].toLocaleLowerCase('vi')}${amount === undefined ? '' : ` ${changeText(amount)}`}`, '',
    ...(dossiers.length === 0 ? ['Không có hồ sơ nào.'] : dossiers.flatMap(dossierLines)),
    ...(next === null ? [] : ['', 'Còn nữa: --limit <số> in thêm, --json có "next" cho trang sau.']),
  ].join('\n');
}

/** One figure with all its reasons, each with the dossiers and events behind it. */
export function renderOpenedChange({ label, row, change, reasons }: OpenedChange, by: DiffAnswer['by']): string {
  const title = `${label}${rowText(row, by)}`;
  if (change === null) return `${title}: vẫn như trong ấn bản.`;
  return [`${title}: ${valueText(change.before)} → ${valueText(change.after)} (${changeText(change.difference)})`, ...reasons.flatMap((reason) => ['', ...openedLines(reason)])].join('\n');
}

function openedLines({ reason, amount, dossiers, isAll }: OpenedReason): readonly string[] {
  const head = `${reasonLabels[reason]} (${reason}) ${changeText(amount)}:`;
  if (reason === 'rule') return [head, ...wrap(`  ${RULE_OPENS_TO_NONE}`, LINE_MAX, '  ')];
  return [
    head, ...dossiers.flatMap(dossierLines).map((line) => `  ${line}`),
    ...(isAll ? [] : wrap(`  Còn nữa: --limit <số> in thêm, --reason ${reason} chỉ in lý do này.`, LINE_MAX, '  ')),
  ];
}

const RULE_OPENS_TO_NONE = 'không mở ra hồ sơ nào: cùng những sự kiện ấy được tính khác đi, vì quy tắc tính hạn hay lịch đi kèm chương trình đã có phiên bản khác.';

function headLines({ edition, later, scope, period, rule }: DiffAnswer): readonly string[] {
  return [
    'ĐIỀU CHỈNH SỐ LIỆU SO VỚI ẤN BẢN',
    `Ấn bản ${edition.id}, tính đến vị trí ${count(edition.position)} của nhật ký`,
    `So với ${later.id === null ? 'sổ hiện nay' : `ấn bản ${later.id}`}, tính đến vị trí ${count(later.position)}`,
    `${scopeText(scope)} · kỳ ${period.id}, từ ${formatCivilDate(period.from)} đến hết ${formatCivilDate(period.to)} · quy tắc tính hạn: ${ruleLabel(rule)} (${rule})`,
  ];
}

function rowLines({ row, name, changes }: Row, by: DiffAnswer['by']): readonly string[] {
  const columns = { label: Math.min(60, Math.max(...changes.map(({ label }) => width(label)))), number: 10 };
  return [headOf(row, name, by), ...changes.flatMap((one) => changeLines(one, columns))];
}

function changeLines({ label, figure, before, after, difference, reasons }: Change, columns: { readonly label: number; readonly number: number }): readonly string[] {
  const [first = '', ...others] = wrap(label, columns.label, '  ');
  const numbers = `${padStart(valueText(before), columns.number)} → ${padStart(valueText(after), columns.number)}  ${padStart(changeText(difference), columns.number)}   ${figure}`;
  const why = reasons.map(({ label: reason, amount }) => `${reason.toLocaleLowerCase('vi')} ${changeText(amount)}`).join('; ');
  return [`  ${padEnd(first, columns.label)}  ${numbers}`.trimEnd(), ...others.map((line) => `  ${line}`), ...wrap(`      ${why}`, LINE_MAX, '      ')];
}

function dossierLines({ dossier, amount, events }: ChangedDossier): readonly string[] {
  if (events.length === 0) return [`${dossier}  ${changeText(amount)}`];
  return events.flatMap((event) => wrap(eventLine(event), LINE_MAX - 2, '    '));
}

function headOf(row: string | null, name: string | null, by: DiffAnswer['by']): string {
  if (row === null) return 'TOÀN PHẠM VI';
  return (labelOf(row, by) ?? `${row}${name === null ? '' : ` ${name}`}`).toLocaleUpperCase('vi');
}

function rowText(row: string | null, by: DiffAnswer['by']): string {
  return row === null ? '' : `, ${labelOf(row, by) ?? row}`;
}

function labelOf(row: string, by: DiffAnswer['by']): string | undefined {
  const labels: Readonly<Record<string, string>> = by === 'level' ? levelLabels : by === 'channel' ? channelLabels : {};
  return labels[row];
}

function valueText(value: number | null): string {
  return value === null ? 'không có' : count(value);
}

function versionText(version: number | null): string {
  return version === null ? 'không có' : `phiên bản ${version}`;
}
