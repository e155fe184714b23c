import { formatCivilDate } from '@motcua/kernel';
import { rowLabel } from '@motcua/ledger';
import type { EventRow } from '../figures/event-rows.ts';
import type { ExplainedDossier, Explanation } from '../figures/read-explanation.ts';
import { ruleLabel } from '../labels.ts';
import { figureFormula } from './formula-text.ts';
import { asOfText, count, LINE_MAX, localTime, padEnd, scopeText, width, wrap } from './text.ts';

/** Mở một số liệu: the number, its definition in words, and what is behind it; for officials, without a line break at the end. */
export function renderExplanation(explanation: Explanation): string {
  const { label, value, dossiers, events } = explanation;
  const shown = dossiers ?? events ?? [];
  const lines = dossiers === undefined ? (events ?? []).flatMap((event) => wrap(eventLine(event), LINE_MAX, '    ')) : dossierLines(dossiers);
  return [
    `${label.toLocaleUpperCase('vi')}: ${count(value)}`,
    ...about(explanation), '',
    ...(lines.length === 0 ? ['Không có hồ sơ nào.'] : lines), '',
    ...rest(explanation, shown.length),
  ].join('\n');
}

function about({ scope, row, period, until, asOf, rule, definition }: Explanation): readonly string[] {
  const cut = until === period.to ? '' : `, cắt ở cuối ngày ${formatCivilDate(until)}`;
  return [
    ...wrap(`${scopeText(scope)}${row === undefined ? '' : ` · ${rowLabel(row)}`} · kỳ ${period.id}, từ ${formatCivilDate(period.from)} đến hết ${formatCivilDate(period.to)}${cut}`, LINE_MAX, '  '),
    `Quy tắc tính hạn: ${ruleLabel(rule)} (${rule})`,
    asOfText(asOf),
    ...wrap(`Định nghĩa ${definition.id}@${definition.version}: ${figureFormula(definition).join('; ')} (${definition.source})`, LINE_MAX, '  '),
  ];
}

function dossierLines(dossiers: readonly ExplainedDossier[]): readonly string[] {
  const columns = Math.max(...dossiers.map(({ dossier }) => width(dossier)));
  return dossiers.map(({ dossier, amount, broughtBy }) => {
    const times = amount === 1 ? '' : ` (tính ${count(amount)} lần)`;
    return `${padEnd(dossier, columns)}  ${broughtBy === null ? '' : `${formatCivilDate(broughtBy.effectiveOn)}  ${broughtBy.followsTypeLabel ?? broughtBy.causeLabel} → ${broughtBy.classLabel}`}${times}`;
  });
}

/** One leg with its event, in one long line. */
export function eventLine({ dossier, amount, effectiveOn, side, classLabel, causeLabel, inverted, position, ...event }: EventRow): string {
  const about = event.eventId === event.followsEventId ? '' : `, về "${event.followsTypeLabel ?? 'không có trong nhật ký'}" lúc ${localTime(event.followsOccurredAt)}`;
  return [
    dossier, formatCivilDate(effectiveOn), `${amount > 0 ? '+' : '−'}${count(Math.abs(amount))}`, `${side === 'to' ? 'vào' : 'rời'} "${classLabel}" do "${causeLabel}"${inverted ? ' (bút toán đảo)' : ''}`,
    `sự kiện "${event.typeLabel ?? 'không có trong nhật ký'}" lúc ${localTime(event.occurredAt)}${about}`, `biết từ vị trí ${count(position)}`,
  ].join(' · ');
}

function rest({ isAll, dossiers, links }: Explanation, shown: number): readonly string[] {
  const [what, address] = dossiers === undefined ? ['sự kiện', links.events] : ['hồ sơ', links.dossiers];
  return [
    isAll ? `Đủ ${count(shown)} ${what}.` : `Mới in ${count(shown)} ${what} đầu; --limit <số> in thêm, --csv xuất toàn bộ.`,
    ...(dossiers === undefined ? [] : ['Từng sự kiện đứng sau con số: thêm --events.']),
    `Qua HTTP: ${address}`,
  ];
}
