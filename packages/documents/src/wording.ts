import type { DelayCause } from '@motcua/dossier';
import { civilDateOf } from '@motcua/kernel';
import type { CivilDate, Instant } from '@motcua/kernel';
import { localTime } from './cells.ts';
import type { PaperHead } from './form-document.ts';

/** Filled in by hand. */
export const BLANK = '…………………………………………………';
export const SHORT_BLANK = '……';

/** `Ngày 05 tháng 01 năm 2024`. */
export function dayText(at: Instant | undefined): string {
  return `Ngày ${dateParts(at === undefined ? undefined : civilDateOf(at))}`;
}

/** `05 tháng 01 năm 2024`. */
export function dateParts(date: CivilDate | undefined): string {
  const [year, month, day] = date === undefined ? [SHORT_BLANK, SHORT_BLANK, SHORT_BLANK] : date.split('-');
  return `${day} tháng ${month} năm ${year}`;
}

/** `17 giờ 00 ngày 22 tháng 01 năm 2024`, in Asia/Ho_Chi_Minh. */
export function momentText(at: Instant | undefined): string {
  if (at === undefined) return `${SHORT_BLANK} giờ ${SHORT_BLANK} ngày ${dateParts(undefined)}`;
  const [hour, minute] = localTime(at).slice(11, 16).split(':');
  return `${hour} giờ ${minute} ngày ${dateParts(civilDateOf(at))}`;
}

/** The reason as the applicant reads it. `unit`: the office at fault, when it is another one; it is named whatever the reason. */
export function causeText(cause: DelayCause, unit: string | undefined): string {
  switch (cause) {
    case 'coordinating_office': return `cơ quan phối hợp${unit === undefined ? '' : ` (${unit})`} chưa trả lời đúng thời hạn`;
    case 'own_fault': return `việc xử lý hồ sơ tại ${unit ?? 'cơ quan chúng tôi'} bị chậm`;
    default: return `${reasons[cause]}${unit === undefined ? '' : ` (tại ${unit})`}`;
  }
}

const reasons = {
  verification: 'cần thêm thời gian xác minh nội dung hồ sơ', inspection_team: 'cần thêm thời gian để đoàn kiểm tra làm việc và kết luận',
  appraisal: 'cần thêm thời gian thẩm định hồ sơ', objective: 'nguyên nhân khách quan',
  applicant: 'còn chờ phần việc mà người nộp hồ sơ phải hoàn thành', unknown: BLANK,
} as const satisfies Partial<Record<DelayCause, string>>;

/** The lines of a head, as every form of a document prints them. */
export type HeadLines = {
  readonly superior: string | undefined; readonly authority: string; readonly number: string | undefined;
  readonly state: string; readonly motto: string; readonly placeAndDate: string;
};

export function headLines({ superior, authority, number, place, issuedOn }: PaperHead): HeadLines {
  return {
    superior: superior?.toUpperCase(), authority: authority.toUpperCase(), number: number === undefined ? undefined : `Số: ${number}`,
    state: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', motto: 'Độc lập - Tự do - Hạnh phúc',
    placeAndDate: `${place ?? `${SHORT_BLANK}${SHORT_BLANK}`}, ngày ${dateParts(issuedOn)}`,
  };
}

/** Thẩm quyền ký: a people's committee signs by its chairperson, every other authority by its head. Lines. */
export function signingTitle(authority: string): readonly string[] {
  return /^(ubnd|ủy ban nhân dân|uỷ ban nhân dân)(\s|$)/i.test(authority) ? ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'] : ['THỦ TRƯỞNG CƠ QUAN'];
}
