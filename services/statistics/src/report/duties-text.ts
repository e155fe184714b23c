import { formatCivilDate } from '@motcua/kernel';
import type { DutiesAnswer, DutyListAnswer } from '../duties/read-duties.ts';
import { textTable } from './text-table.ts';
import { count, LINE_MAX, localTime, scopeText, wrap } from './text.ts';

const HEADINGS = { level: 'Cấp', authority: 'Cơ quan', cause: 'Nguyên nhân' } as const;
const AT = { end_of_period: 'cuối kỳ', now: 'hiện nay', asked: 'thời điểm được hỏi' } as const;

/** Nghĩa vụ xin lỗi của kỳ: the counts for officials. Without a line break at the end. */
export function renderDuties(answer: DutiesAnswer): string {
  const cells = ({ opened, owed, metInTime, metLate, notMet }: DutiesAnswer['total']) => [opened, metInTime, metLate, owed, notMet].map(count);
  return [
    'NGHĨA VỤ XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ', ...about(answer), '',
    ...textTable({
      headings: [HEADINGS[answer.by], 'Phát\nsinh', 'Đã gửi\nđúng hạn', 'Đã gửi\ntrễ', 'Còn\nphải gửi', 'Chưa gửi,\nđã quá hạn'],
      sections: [answer.rows.map((row) => [row.label, ...cells(row)]), [['Tổng cộng', ...cells(answer.total)]]], firstColumnMax: 56,
    }),
  ].join('\n');
}

/** The duties themselves, one after the other. */
export function renderDutyList(answer: DutyListAnswer): string {
  return [
    'DANH SÁCH NGHĨA VỤ XIN LỖI', ...about(answer), '',
    ...(answer.items.length === 0 ? ['Không có nghĩa vụ nào.'] : answer.items.flatMap((item) => wrap(itemText(item), LINE_MAX, '    '))),
    ...(answer.next === null ? [] : ['… còn nữa, dùng --limit để in thêm']),
  ].join('\n');
}

function itemText({ dossier, number, authority, authorityName, groundLabel, dueAt, letterDueAt, statusLabel, letterNumber, letterAt, causeLabel }: DutyListAnswer['items'][number]): string {
  const letter = letterNumber === null ? `phải gửi chậm nhất ${localTime(letterDueAt)}` : `phiếu ${letterNumber} gửi ${localTime(letterAt)}, hạn gửi ${localTime(letterDueAt)}`;
  return `${dossier} (${number}) · ${authority} ${authorityName ?? '(chưa khai báo)'} · ${groundLabel} ${localTime(dueAt)} · ${statusLabel}: ${letter} · do ${causeLabel}`;
}

function about({ scope, period, at, atIs }: Pick<DutiesAnswer, 'scope' | 'period' | 'at' | 'atIs'>): readonly string[] {
  return [
    ...wrap(`${scopeText(scope)} · phát sinh từ ${formatCivilDate(period.from)} đến hết ${formatCivilDate(period.to)}`, LINE_MAX, '  '),
    `Tình trạng tính đến ${localTime(at)} giờ Việt Nam (${AT[atIs]})`,
  ];
}
