import type { PartComparison } from '@motcua/database';
import type { ChangedCell } from '@motcua/ledger';
import type { RebuildOutcome } from '@motcua/projector';

/** Cells of one part that the text names; `--json` has as many as were kept. */
const CELLS_SHOWN = 20;

/** What came of a rebuild, for people. */
export function rebuildText(outcome: RebuildOutcome): readonly string[] {
  const { position, compared } = outcome;
  if (outcome.kind === 'refused') {
    return [
      `KHÔNG THAY: số liệu dựng lại khác số liệu đang dùng ở ${number(countOf(outcome.differences))} dòng (đã so ${number(compared)} dòng, ở vị trí ${position}).`,
      ...outcome.differences.flatMap(partText),
      'Số liệu đang dùng giữ nguyên. Nếu chương trình mới cố ý tính khác: chạy lại với --accept, --reason và --by-unit hoặc --role.',
    ];
  }
  const { filled, heldMs, accepted } = outcome;
  return [
    ...(filled.events === 0 ? [] : [`Đã dựng ${number(filled.events)} sự kiện trong ${seconds(filled.ms)} giây (${number(Math.round((filled.events * 1000) / Math.max(1, filled.ms)))} sự kiện/giây).`]),
    accepted.length === 0
      ? `Khớp hết: đã so ${number(compared)} dòng, không chỗ nào khác.`
      : `Đã so ${number(compared)} dòng; ${number(countOf(accepted))} dòng khác đã được chấp nhận, quyết định ở trong nhật ký:`,
    ...accepted.flatMap(partText),
    `Đã thay ở vị trí ${position}; người đọc phải chờ ${number(Math.round(heldMs))} mili giây. Số liệu cũ còn trong lược đồ ledger_old: xóa bằng "motcua rebuild --drop-old".`,
  ];
}

/** The same for programs. */
export function rebuildJson(outcome: RebuildOutcome): object {
  const { position, compared } = outcome;
  if (outcome.kind === 'refused') return { switched: false, position, compared, differences: outcome.differences };
  const { filled, heldMs, tries, accepted } = outcome;
  return { switched: true, position, compared, differences: accepted, heldMs: Math.round(heldMs), tries, filled: { events: filled.events, ms: Math.round(filled.ms) } };
}

function partText({ part, different, cells }: PartComparison): readonly string[] {
  const more = different - Math.min(cells.length, CELLS_SHOWN);
  return [`  ${part}: ${number(different)} dòng khác`, ...cells.slice(0, CELLS_SHOWN).map(cellText), ...(more > 0 ? [`    … và ${number(more)} dòng nữa`] : [])];
}

/** `effective_on=2024-01-05 authority=H57.31 …: amount 3 → 4`. */
function cellText({ key, old, new: now }: ChangedCell): string {
  const name = Object.entries(key).map(([column, value]) => `${column}=${String(value)}`).join(' ');
  if (old === null) return `    ${name}: không có → ${JSON.stringify(now)}`;
  if (now === null) return `    ${name}: ${JSON.stringify(old)} → không có`;
  return `    ${name}: ${Object.keys(old).map((column) => `${column} ${JSON.stringify(old[column])} → ${JSON.stringify(now[column])}`).join(', ')}`;
}

function countOf(parts: readonly PartComparison[]): number {
  return parts.reduce((sum, { different }) => sum + different, 0);
}

function number(value: number): string {
  return value.toLocaleString('vi');
}

function seconds(ms: number): string {
  return number(Math.round(ms / 100) / 10);
}
