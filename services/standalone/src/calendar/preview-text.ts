import { unannouncedSentence } from '@motcua/calendar';
import { formatCivilDate, formatInstant } from '@motcua/kernel';
import { classLabels, levelLabels } from '@motcua/ledger';
import type { CalendarChange } from '@motcua/ledger';
import { localTime } from '@motcua/statistics';
import type { AppliedCalendars } from './apply.ts';
import type { FigureChange } from './figure-sums.ts';
import type { CalendarPreview } from './preview.ts';

const kindLabels = {
  movable: 'Hạn sẽ khác theo lịch mới', already_late: 'Đã quá hạn, không đổi', has_passed: 'Hạn mới đã qua, giữ hạn đã hẹn', impossible: 'Không dời được vì có sự kiện ghi ngày sau hôm nay',
} as const satisfies Record<CalendarChange['kind'], string>;

/** Beside the class of the late ones, the plain label would read like the sum of both. */
const changedLabels = { ...classLabels, in_progress: `${classLabels.in_progress}, trong hạn` } as const;

/** The preview for people: every dossier, then what moving the dates would change in the figures. */
export function previewText({ editions, looked, changes, figures, today, unannouncedYears }: CalendarPreview): string {
  const movable = changes.filter(({ kind }) => kind === 'movable');
  const note = unannouncedSentence(unannouncedYears, today);
  return [
    ...editions.map(({ code, announcedOn, known }) => `Lịch ${code === 'VN' ? 'cả nước' : code}, công bố ngày ${formatCivilDate(announcedOn)}${known ? ' (đã có trong sổ)' : ''}`),
    `Đã xem ${looked} hồ sơ còn hạn trả: ${changes.length} hạn khác đi theo lịch này, trong đó ${movable.length} hạn dời được.`,
    ...Object.entries(kindLabels).flatMap(([kind, label]) => listOf(label, changes.filter((change) => change.kind === kind))),
    ...figuresLines(figures, movable.length),
    ...(note === undefined ? [] : ['', note]),
    '',
  ].join('\n');
}

/** What was done, and what stays as promised. */
export function appliedText({ preview, imported, moved, outpaced }: AppliedCalendars, movePromised: boolean): string {
  const movable = preview.changes.filter(({ kind }) => kind === 'movable').length;
  return [
    previewText(preview).trimEnd(),
    '',
    `Đã thêm ${imported.added.length} bản công bố lịch; ${imported.unchanged.length} đã có từ trước.`,
    movePromised ? `Đã dời hạn của ${moved.length} hồ sơ.` : `${movable} hạn đã hẹn được giữ nguyên; muốn dời, hãy chạy lại lệnh này với --move-promised.`,
    ...listOf('Đã đổi trong lúc áp dụng, chưa dời', outpaced),
    '',
  ].join('\n');
}

function listOf(label: string, changes: readonly CalendarChange[]): readonly string[] {
  if (changes.length === 0) return [];
  return ['', `${label} (${changes.length}):`, ...changes.map(({ dossier, authority, promisedDueAt, newDueAt }) => `  ${dossier}  ${authority}  đã hẹn ${localTime(formatInstant(promisedDueAt))}, theo lịch mới ${localTime(formatInstant(newDueAt))}`)];
}

function figuresLines(figures: readonly FigureChange[], movable: number): readonly string[] {
  if (figures.length === 0) return ['', movable === 0 ? 'Không số liệu nào đổi.' : 'Không số liệu quý nào đổi, kể cả khi dời các hạn trên.'];
  return ['', 'Nếu dời các hạn trên và các hồ sơ ấy chưa xong trước hạn, số liệu của quý đổi:', ...figures.map(({ rule, period, level, class: dossierClass, amount }) =>
    `  ${period}  ${levelLabels[level]}  ${changedLabels[dossierClass]}: ${amount > 0 ? '+' : '−'}${Math.abs(amount)}  (${rule})`)];
}
