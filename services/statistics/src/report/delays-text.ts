import { formatCivilDate } from '@motcua/kernel';
import type { DelaysAnswer } from '../delays/read-delays.ts';
import { textTable } from './text-table.ts';
import { count, LINE_MAX, scopeText, wrap } from './text.ts';

/** Hồ sơ trễ hạn của kỳ: totals by office and cause, then each dossier with "trễ do …". Without a line break at the end. */
export function renderDelays({ scope, period, dossiers, late, totals, items, next }: DelaysAnswer): string {
  const rows = totals.map(({ office, name, causeLabel, dossiers: of, share }) => [`${office} ${name ?? '(chưa khai báo)'}: ${causeLabel}`, count(of), share.text]);
  return [
    'HỒ SƠ TRỄ HẠN VÀ CƠ QUAN LÀM CHẬM',
    ...wrap(`${scopeText(scope)} · giải quyết trễ từ ${formatCivilDate(period.from)} đến hết ${formatCivilDate(period.to)} · 1 ngày là 8 giờ làm việc`, LINE_MAX, '  '),
    ...(dossiers === 0 ? ['', 'Không có hồ sơ nào.'] : [
      '', ...textTable({ headings: ['Cơ quan: nguyên nhân', 'Hồ sơ', 'Thời gian chậm'], sections: [rows, [['Tổng cộng', count(dossiers), late.text]]], firstColumnMax: 72 }),
      '', ...items.flatMap(({ dossier, authority, resolvedOn, sentence }) => wrap(`${dossier} (${authority}, xong ${formatCivilDate(resolvedOn)}): ${sentence}`, LINE_MAX, '    ')),
      ...(next === null ? [] : [`… còn nữa: đã in ${count(items.length)} trong ${count(dossiers)} hồ sơ, dùng --limit để in thêm`]),
    ]),
  ].join('\n');
}
