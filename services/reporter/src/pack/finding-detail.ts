import { cellText } from '@motcua/documents';
import { isCivilDate, parseInstant } from '@motcua/kernel';
import { classLabels } from '@motcua/ledger';

/** What the parts of a finding's detail are called. */
const NAMES: Readonly<Record<string, string>> = {
  claimed: 'nơi gửi báo', class: 'kết quả tính', told: 'nơi gửi báo', computed: 'tính được', earlier: 'đã hẹn lại', newDueAt: 'nay hẹn lại', code: 'mã', on: 'vào ngày',
  codeDate: 'ngày trong mã', receivedOn: 'ngày tiếp nhận', occurredAt: 'xảy ra', recordedAt: 'ghi nhận', parent: 'cấp trên', validFrom: 'từ ngày', lastOn: 'ngày cuối', open: 'hồ sơ chưa xong',
  eventId: 'mã sự kiện', type: 'loại sự kiện', reason: 'lý do',
};
const WORDS: Readonly<Record<string, string>> = { early: 'trước hạn', on_time: 'đúng hạn', late: 'quá hạn', ...classLabels };

/** A finding's detail for people: `nơi gửi báo: đúng hạn; kết quả tính: Đã giải quyết trước hạn`. What has no name here stands as it is. */
export function detailText(detail: unknown): string {
  if (typeof detail !== 'object' || detail === null) return '';
  return Object.entries(detail).map(([name, value]) => `${NAMES[name] ?? name}: ${valueText(value)}`).join('; ');
}

function valueText(value: unknown): string {
  if (value === null) return 'không có';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (isCivilDate(text)) return cellText({ kind: 'date', value: text, decimals: 0 });
  const instant = parseInstant(text);
  return instant === undefined ? WORDS[text] ?? text : cellText({ kind: 'instant', value: instant, decimals: 0 });
}
