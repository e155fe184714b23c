import { CHANNELS, LEVELS, SERVICE_CLASSES } from '@motcua/dossier';
import { plainKey } from '@motcua/statistics';
import { textOf } from './columns.ts';

// What people write, as the events have it. What is not understood stays as it is, and the schema of the event refuses it.

/** `5/1/2024` and `2024-01-05`. */
export function dateValue(value: unknown): unknown {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(textOf(value)) ?? [];
  return year === '' ? value : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** `5/1/2024 08:12` and `2024-01-05 08:12:30`, which are times in Việt Nam. */
export function dateTimeValue(value: unknown): unknown {
  const [, date, hour = '', rest = ''] = /^(\S+)[ T](\d{1,2})(:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)$/.exec(textOf(value)) ?? [];
  return date === undefined ? value : `${textOf(dateValue(date))}T${hour.padStart(2, '0')}${rest.length === 3 ? `${rest}:00` : rest}+07:00`;
}

/** `10 ngày làm việc`, `30 ngày`, `8 giờ`; or an amount with its unit apart. */
export function limitValue(limit: unknown, amount: unknown, unit: unknown): unknown {
  if (limit === undefined && amount === undefined && unit === undefined) return undefined;
  if (typeof limit === 'object') return limit;
  const text = limit === undefined ? `${textOf(amount)} ${textOf(unit)}` : textOf(limit);
  const [, count = '', word = ''] = /^\s*(\d+)\s*(.+)$/s.exec(text) ?? [];
  const known = UNITS[plainKey(word)];
  return known === undefined ? text.trim() : { amount: Number(count), unit: known };
}

/** A day without more words is one of the calendar, as in the law. */
const UNITS: Readonly<Record<string, string>> = {
  ngaylamviec: 'working_days', workingdays: 'working_days', workingday: 'working_days', ngaylv: 'working_days',
  ngay: 'calendar_days', ngaylich: 'calendar_days', calendardays: 'calendar_days', calendarday: 'calendar_days', days: 'calendar_days',
  gio: 'hours', giolamviec: 'hours', hours: 'hours', hour: 'hours',
};

/** `50.000`, `50.000 đồng`, `miễn phí`; in đồng. */
export function feeValue(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (['mienphi', 'khong', 'khongthu'].includes(plainKey(value))) return 0;
  return /^\d{1,3}(?:[.,\s]\d{3})*\s*(?:đ|đồng|vnd|vnđ)?$|^\d+\s*(?:đ|đồng|vnd|vnđ)?$/i.test(value.normalize('NFC')) ? Number(value.replaceAll(/\D/g, '')) : value;
}

/** `Cấp tỉnh`, `tỉnh`, `province`. */
export function levelValue(value: unknown): unknown {
  return word(value, { tinh: LEVELS[0], captinh: LEVELS[0], huyen: LEVELS[1], caphuyen: LEVELS[1], xa: LEVELS[2], capxa: LEVELS[2] });
}

/** `Toàn trình`, `một phần`, `cung cấp thông tin`. */
export function serviceClassValue(value: unknown): unknown {
  return word(value, {
    toantrinh: SERVICE_CLASSES[0], dvcttoantrinh: SERVICE_CLASSES[0], motphan: SERVICE_CLASSES[1], dvctmotphan: SERVICE_CLASSES[1],
    cungcapthongtin: SERVICE_CLASSES[2], thongtin: SERVICE_CLASSES[2],
  });
}

/** `trực tuyến`, `trực tiếp`, `bưu chính`. */
export function channelValue(value: unknown): unknown {
  return word(value, { tructuyen: CHANNELS[0], tructiep: CHANNELS[1], buuchinh: CHANNELS[2], buuchinhcongich: CHANNELS[2] });
}

/** A value of a correction, whichever field it is of: a date, a time or a channel as people write it; null for `không có`. */
export function correctedValue(value: unknown): unknown {
  return plainKey(textOf(value)) === 'khongco' ? null : channelValue(dateValue(dateTimeValue(value)));
}

/** `có`, `không`. */
export function yesNoValue(value: unknown): unknown {
  const written = word(value, { co: 'true', khong: 'false' });
  return written === 'true' || written === '1' ? true : written === 'false' || written === '0' ? false : written;
}

/** `nghỉ`, `làm việc` (also make-up days), `theo tuần`. */
export function dayKindValue(value: unknown): unknown {
  return word(value, { nghi: 'off', ngaynghi: 'off', lamviec: 'work', lam: 'work', lambu: 'work', theotuan: 'weekly' });
}

/** `đã xác minh`, `báo chí`, `chưa xác minh`. */
export function verifiedValue(value: unknown): unknown {
  return word(value, { daxacminh: 'verified', baochi: 'press', chuaxacminh: 'unverified' });
}

/** 0 for `Thứ hai` to 6 for `Chủ nhật`; undefined for anything else. */
export function weekdayOf(value: unknown): number | undefined {
  const at = WEEKDAYS.findIndex((names) => names.includes(plainKey(textOf(value)).replace(/^thu/, '')));
  return at < 0 ? undefined : at;
}

const WEEKDAYS: readonly (readonly string[])[] = [
  ['2', 'hai', 'monday', 'mon'], ['3', 'ba', 'tuesday', 'tue'], ['4', 'tu', 'wednesday', 'wed'], ['5', 'nam', 'rsday', 'thursday'],
  ['6', 'sau', 'friday', 'fri'], ['7', 'bay', 'saturday', 'sat'], ['cn', 'chunhat', '8', 'sunday', 'sun'],
];

/** `07:00-11:30 13:30-17:00`, `7h30-11h30; 13h30-17h`; in minutes after midnight. `nghỉ` is no hours at all. */
export function hoursValue(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (['nghi', 'off'].includes(plainKey(value))) return [];
  const parts = value.replaceAll(/\s*[-–]\s*/g, '-').split(/[\s;,]+/).filter((part) => part !== '');
  const intervals = parts.map((part) => {
    const [, fromHour, fromMinute = '0', toHour, toMinute = '0'] = /^(\d{1,2})[:h](\d{2})?-(\d{1,2})[:h](\d{2})?$/i.exec(part) ?? [];
    return fromHour === undefined ? undefined : { from: Number(fromHour) * 60 + Number(fromMinute), to: Number(toHour) * 60 + Number(toMinute) };
  });
  return intervals.includes(undefined) ? value : intervals;
}

function word(value: unknown, words: Readonly<Record<string, string>>): unknown {
  const key = plainKey(textOf(value));
  return typeof value === 'string' && Object.hasOwn(words, key) ? words[key] : value;
}
