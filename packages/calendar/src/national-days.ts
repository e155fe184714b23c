import type { CivilDate } from '@motcua/kernel';
import type { CalendarDay } from './types.ts';

// How sure each date is.
// - The days of Điều 112 (New Year, Tết, 10/3 of the lunar year, 30/4, 1/5, 2/9) and those moved by Điều 111.3 (a holiday on a
//   weekly day of rest moves to the next working day) follow from the law, checked with the open-source library "holidays" 0.105,
//   which cites the Government's notices. Which five days are off for Tết, and which day beside 2/9, is announced every year:
//   with `press` sources as well in 2024 and 2025 (2/9) and 2026 (Tết), by the library alone in the other years.
//   The lunar dates in the names were computed with the Chinese calendar of ICU; 2025's last month had 29 days.
// - 29/4 ↔ 4/5/2024: the announcement itself. 2/5 ↔ 26/4/2025: the press only; the library lacks it.
// - 2/1 ↔ 10/1/2026: only the proposal was found. 31/8 ↔ 22/8/2026: no source at all. 24/11/2026: resolutions 80-NQ/TW and
//   30/NQ-CP ask to amend Điều 112; no law was found. These five have no effect until somebody announces them.
const LAW = 'Bộ luật Lao động 2019, Điều 112';
const MOVED = 'Bộ luật Lao động 2019, Điều 111 khoản 3';
const SWAP_2024 = 'Văn bản 2450/VPCP-KGVX năm 2024';
const SWAP_2025 = 'thoidai.com.vn';
const UNKNOWN = 'Chưa có nguồn';

const NEW_YEAR = 'Tết Dương lịch';
const TET = 'Tết Nguyên đán';
const HUNG_KINGS = 'Giỗ Tổ Hùng Vương';
const LIBERATION = 'Ngày Giải phóng miền Nam';
const LABOUR = 'Quốc tế Lao động';
const NATIONAL_DAY = 'Quốc khánh';

/** Every day of 2023–2026 that does not follow the week, by date. */
export const NATIONAL_DAYS: readonly CalendarDay[] = [
  off('2023-01-01', NEW_YEAR, LAW),
  off('2023-01-02', `Nghỉ bù ${NEW_YEAR}`, MOVED),
  off('2023-01-20', `${TET} (29 tháng Chạp)`, LAW),
  off('2023-01-21', `${TET} (30 tháng Chạp)`, LAW),
  off('2023-01-22', `${TET} (mùng 1)`, LAW),
  off('2023-01-23', `${TET} (mùng 2)`, LAW),
  off('2023-01-24', `${TET} (mùng 3)`, LAW),
  off('2023-01-25', `${TET} (mùng 4)`, LAW),
  off('2023-01-26', `${TET} (mùng 5)`, LAW),
  off('2023-04-29', HUNG_KINGS, LAW),
  off('2023-04-30', LIBERATION, LAW),
  off('2023-05-01', LABOUR, LAW),
  off('2023-05-02', `Nghỉ bù ${HUNG_KINGS}`, MOVED),
  off('2023-05-03', `Nghỉ bù ${LIBERATION}`, MOVED),
  off('2023-09-01', NATIONAL_DAY, LAW),
  off('2023-09-02', NATIONAL_DAY, LAW),
  off('2023-09-04', `Nghỉ bù ${NATIONAL_DAY}`, MOVED),
  off('2024-01-01', NEW_YEAR, LAW),
  off('2024-02-08', `${TET} (29 tháng Chạp)`, LAW),
  off('2024-02-09', `${TET} (30 tháng Chạp)`, LAW),
  off('2024-02-10', `${TET} (mùng 1)`, LAW),
  off('2024-02-11', `${TET} (mùng 2)`, LAW),
  off('2024-02-12', `${TET} (mùng 3)`, LAW),
  off('2024-02-13', `${TET} (mùng 4)`, LAW),
  off('2024-02-14', `${TET} (mùng 5)`, LAW),
  off('2024-04-18', HUNG_KINGS, LAW),
  { ...off('2024-04-29', 'Nghỉ hoán đổi (làm bù thứ Bảy 04/05/2024)', SWAP_2024), announcedOn: '2024-04-12' },
  off('2024-04-30', LIBERATION, LAW),
  off('2024-05-01', LABOUR, LAW),
  { ...work('2024-05-04', 'Làm bù cho ngày 29/04/2024', SWAP_2024), announcedOn: '2024-04-12' },
  off('2024-09-02', NATIONAL_DAY, `${LAW}; thactrang.com`),
  off('2024-09-03', NATIONAL_DAY, `${LAW}; thactrang.com`),
  off('2025-01-01', NEW_YEAR, LAW),
  off('2025-01-27', `${TET} (28 tháng Chạp)`, LAW),
  off('2025-01-28', `${TET} (29 tháng Chạp)`, LAW),
  off('2025-01-29', `${TET} (mùng 1)`, LAW),
  off('2025-01-30', `${TET} (mùng 2)`, LAW),
  off('2025-01-31', `${TET} (mùng 3)`, LAW),
  off('2025-02-01', `${TET} (mùng 4)`, LAW),
  off('2025-04-07', HUNG_KINGS, LAW),
  { ...work('2025-04-26', 'Làm bù cho ngày 02/05/2025', SWAP_2025), announcedOn: '2024-12-03', verified: 'press' },
  off('2025-04-30', LIBERATION, LAW),
  off('2025-05-01', LABOUR, LAW),
  { ...off('2025-05-02', 'Nghỉ hoán đổi (làm bù thứ Bảy 26/04/2025)', SWAP_2025), announcedOn: '2024-12-03', verified: 'press' },
  off('2025-09-01', NATIONAL_DAY, `${LAW}; thoidai.com.vn`),
  off('2025-09-02', NATIONAL_DAY, `${LAW}; thoidai.com.vn`),
  off('2026-01-01', NEW_YEAR, LAW),
  { ...off('2026-01-02', 'Nghỉ hoán đổi (làm bù thứ Bảy 10/01/2026)', 'collector.com.tr (đề xuất)'), verified: 'unverified' },
  { ...work('2026-01-10', 'Làm bù cho ngày 02/01/2026', 'collector.com.tr (đề xuất)'), verified: 'unverified' },
  off('2026-02-16', `${TET} (29 tháng Chạp)`, `${LAW}; congan.com.vn`),
  off('2026-02-17', `${TET} (mùng 1)`, `${LAW}; congan.com.vn`),
  off('2026-02-18', `${TET} (mùng 2)`, `${LAW}; congan.com.vn`),
  off('2026-02-19', `${TET} (mùng 3)`, `${LAW}; congan.com.vn`),
  off('2026-02-20', `${TET} (mùng 4)`, `${LAW}; congan.com.vn`),
  off('2026-04-26', HUNG_KINGS, LAW),
  off('2026-04-27', `Nghỉ bù ${HUNG_KINGS}`, MOVED),
  off('2026-04-30', LIBERATION, LAW),
  off('2026-05-01', LABOUR, LAW),
  { ...work('2026-08-22', 'Làm bù cho ngày 31/08/2026', UNKNOWN), verified: 'unverified' },
  { ...off('2026-08-31', 'Nghỉ hoán đổi (làm bù thứ Bảy 22/08/2026)', UNKNOWN), verified: 'unverified' },
  off('2026-09-01', NATIONAL_DAY, LAW),
  off('2026-09-02', NATIONAL_DAY, LAW),
  { ...off('2026-11-24', 'Ngày Văn hóa Việt Nam', 'Nghị quyết 80-NQ/TW và 30/NQ-CP (đề nghị sửa luật); vneconomy.vn'), verified: 'unverified' },
];

function off(date: CivilDate, name: string, source: string): CalendarDay {
  return { date, kind: 'off', name, verified: 'verified', source };
}

function work(date: CivilDate, name: string, source: string): CalendarDay {
  return { date, kind: 'work', name, verified: 'verified', source };
}
