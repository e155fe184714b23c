import { referenceEventData, referenceSubjects } from '@motcua/dossier';
import { addDays } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import type { z } from 'zod';
import { columnFault, unknownColumns, valuesOf } from './columns.ts';
import type { Columns } from './columns.ts';
import { gathered } from './declaration.ts';
import type { Declaration } from './declaration.ts';
import { faulty, readRows } from './import-file.ts';
import type { FileContent, Import, ImportFault, ImportRow } from './import-file.ts';
import { dateValue, dayKindValue, hoursValue, verifiedValue, weekdayOf } from './values.ts';

/** The columns of a file of calendar days: a row has a date of its own, or a weekday and the hours that hold from a day on. */
export const calendarColumns = {
  code: { headings: ['Lịch', 'Mã cơ quan'], expected: 'hãy viết mã cơ quan, ví dụ H57.31, hoặc VN cho cả nước' },
  announcedOn: { headings: ['Ngày công bố'], expected: 'hãy viết ngày đã công bố, ví dụ 05/01/2024 hoặc 2024-01-05, không muộn hơn ngày mai' },
  date: { headings: ['Ngày'], expected: 'hãy viết ngày từ 1990 đến 2099, ví dụ 05/01/2024 hoặc 2024-01-05; mỗi ngày một dòng' },
  weekday: { headings: ['Thứ'], expected: 'hãy viết thứ hai … chủ nhật, đủ bảy ngày, mỗi ngày một dòng' },
  kind: { headings: ['Loại'], expected: 'hãy viết nghỉ, làm việc (kể cả làm bù) hoặc theo tuần' },
  hours: { headings: ['Giờ làm việc', 'Giờ'], expected: 'hãy viết ví dụ 07:00-11:30 13:30-17:00; chỉ ngày làm việc mới có giờ' },
  name: { headings: ['Lý do', 'Tên', 'Nội dung'], expected: 'hãy viết tên trên một dòng, không quá 300 ký tự' },
  verified: { headings: ['Xác minh'], expected: 'hãy viết đã xác minh, báo chí hoặc chưa xác minh, hoặc để trống' },
  source: { headings: ['Nguồn', 'Văn bản'], expected: 'hãy viết tên văn bản trên một dòng, hoặc để trống' },
  validFrom: { headings: ['Áp dụng từ'], expected: 'hãy viết cùng một ngày cho cả bảy dòng của tuần' },
} as const satisfies Columns<string>;

type Column = keyof typeof calendarColumns;
type Read = { readonly row: ImportRow; readonly code: string; readonly announcedOn: CivilDate; readonly written: Readonly<Partial<Record<Column, unknown>>> };

/**
 * The editions of calendars in a file: one for each code and day of announcement. JSON may hold whole editions instead of rows.
 *
 * @param today - Nothing is announced later than tomorrow.
 * @returns Every wrong row of the file with what to do, if there is any.
 */
export function readCalendars(name: string, content: FileContent, today: CivilDate): Import<Declaration> {
  const rows = readRows(name, content);
  if (rows.kind === 'faulty') return rows;
  if (rows.items.some(isEdition)) return gathered([rows.faults, ...rows.items.map((row) => editionOf(row, today))]);
  const unknown = unknownColumns(rows.items, calendarColumns);
  if (unknown.length > 0) return faulty(...rows.faults, ...unknown);
  const read = rows.items.map((row) => headOf(row, today));
  const faults = [...rows.faults, ...read.flatMap((one) => ('row' in one ? [] : one))];
  const editions = Map.groupBy(read.flatMap((one) => ('row' in one ? [one] : [])), ({ code, announcedOn }) => `${code} ${announcedOn}`);
  return gathered([faults, ...[...editions.values()].map((some) => editionOfRows(some, faults.length === 0))]);
}

function isEdition({ cells }: ImportRow): boolean {
  return Array.isArray(cells['days']) || (typeof cells['hours'] === 'object' && cells['hours'] !== null && 'weekly' in cells['hours']);
}

function headOf(row: ImportRow, today: CivilDate): Read | readonly ImportFault[] {
  const written = valuesOf(row, calendarColumns);
  const code = referenceSubjects.CalendarAnnounced.safeParse(written.code).data;
  const announcedOn = dateValue(written.announcedOn);
  const announced = typeof announcedOn === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(announcedOn) && announcedOn <= addDays(today, 1);
  if (code !== undefined && announced) return { row, code, announcedOn, written };
  return [
    ...(code === undefined ? [columnFault(row.where, calendarColumns, 'code', written.code)] : []),
    ...(announced ? [] : [columnFault(row.where, calendarColumns, 'announcedOn', written.announcedOn)]),
  ];
}

/** A faulty week has no effect on what is said about the days. `complete`: no row of the file was left out, so that none may be missing. */
function editionOfRows(rows: readonly Read[], complete: boolean): Declaration | readonly ImportFault[] {
  const [first] = rows;
  if (first === undefined) return [];
  const week = weekOf(rows.filter(({ written }) => written.weekday !== undefined), complete);
  const days = rows.filter(({ written }) => written.weekday === undefined);
  const content = dataSchema.safeParse({
    announcedOn: first.announcedOn, ...(week === undefined || Array.isArray(week) ? {} : { hours: week }),
    days: days.map(({ written }) => dayOf(written)),
  });
  const faults = [...(Array.isArray(week) ? week : []), ...(content.success ? [] : content.error.issues.flatMap((issue) => issueFaults(issue, first, days, week !== undefined)))];
  if (content.success && faults.length === 0) return { type: 'CalendarAnnounced', subject: first.code, data: content.data, where: first.row.where };
  return faults;
}

const dataSchema: z.ZodType<Declaration['data']> = referenceEventData.CalendarAnnounced;

function dayOf(written: Read['written']): Readonly<Record<string, unknown>> {
  return {
    date: dateValue(written.date), kind: dayKindValue(written.kind), name: written.name,
    ...(written.hours === undefined ? {} : { hours: hoursValue(written.hours) }),
    ...(written.verified === undefined ? {} : { verified: verifiedValue(written.verified) }),
    ...(written.source === undefined ? {} : { source: written.source }),
  };
}

function issueFaults({ path: [part, index, name] }: z.core.$ZodIssue, first: Read, days: readonly Read[], hasWeek: boolean): readonly ImportFault[] {
  if (part === 'announcedOn') return [columnFault(first.row.where, calendarColumns, 'announcedOn', first.written.announcedOn)];
  const read = part === 'days' && typeof index === 'number' ? days[index] : undefined;
  const column = Object.keys(calendarColumns).find((one) => one === name) as Column | undefined;
  if (read !== undefined) return [column === undefined ? { where: read.row.where, detail: 'nội dung không dùng được' } : columnFault(read.row.where, calendarColumns, column, read.written[column])];
  if (part === 'hours') return [columnFault(first.row.where, calendarColumns, name === 'validFrom' ? 'validFrom' : 'hours', undefined)];
  return hasWeek ? [] : [{ where: first.row.where, detail: 'không có ngày nào và cũng không có giờ làm việc trong tuần' }];
}

type Week = { readonly weekly: readonly unknown[]; readonly validFrom: unknown };

function weekOf(rows: readonly Read[], complete: boolean): Week | ImportFault[] | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const validFrom = dateValue(first.written.validFrom);
  const days = rows.map(({ written }) => weekdayOf(written.weekday));
  const wrong = rows.flatMap(({ row, written }, index): readonly ImportFault[] => {
    const hours = hoursValue(written.hours ?? 'nghỉ');
    const sound = Array.isArray(hours);
    return [
      ...(days[index] === undefined || days.indexOf(days[index]) < index ? [columnFault(row.where, calendarColumns, 'weekday', written.weekday)] : []),
      ...(sound ? [] : [columnFault(row.where, calendarColumns, 'hours', written.hours)]),
      ...(dateValue(written.validFrom) === validFrom && validFrom !== undefined ? [] : [columnFault(row.where, calendarColumns, 'validFrom', written.validFrom)]),
      ...(written.date === undefined ? [] : [columnFault(row.where, calendarColumns, 'date', written.date)]),
    ];
  });
  if (wrong.length > 0) return wrong;
  if (rows.length !== 7) return complete ? [columnFault(first.row.where, calendarColumns, 'weekday', undefined)] : [];
  return { weekly: rows.map(({ written }, index) => [days[index] ?? 0, hoursValue(written.hours ?? 'nghỉ')] as const).toSorted(([a], [b]) => a - b).map(([, hours]) => hours), validFrom };
}

/** A whole edition in JSON, in the form of the event, with its code. */
function editionOf(row: ImportRow, today: CivilDate): Declaration | readonly ImportFault[] {
  const { code, announcedon: announcedOn, ...others } = row.cells;
  const head = headOf({ where: row.where, cells: { code, announcedon: announcedOn } }, today);
  if (!('row' in head)) return head;
  const content = dataSchema.safeParse({ announcedOn: head.announcedOn, ...others });
  if (content.success) return { type: 'CalendarAnnounced', subject: head.code, data: content.data, where: row.where };
  return content.error.issues.map(({ path, message }) => ({ where: row.where, column: path.join('/'), detail: `không dùng được (${message})` }));
}
