import { definitions, rateDefinitions } from '@motcua/ledger';
import type { FigureId, LineId, RateId } from '@motcua/ledger';
import { plainKey } from './reading.ts';

/** A line of a report: what stands in its cells is a count, or a rate. */
export type PrintedLine = { readonly kind: 'count'; readonly line: FigureId } | { readonly kind: 'rate'; readonly line: RateId };

/** What a column of a table holds. */
export type Column = { readonly kind: 'name' | 'parent' | 'depth' } | PrintedLine;

const HEADS: Readonly<Record<'name' | 'parent' | 'depth', readonly string[]>> = {
  name: ['level', 'name', 'Cấp', 'Đơn vị', 'Tên đơn vị', 'Cơ quan', 'Tên cơ quan', 'Cấp, đơn vị', 'Địa phương'],
  parent: ['parent', 'Thuộc', 'Cấp trên', 'Đơn vị cấp trên', 'Cơ quan cấp trên'],
  depth: ['depth', 'Bậc'],
};

/** Shorter words than the labels of the definitions, as reports use them. */
const ALSO: Readonly<Partial<Record<LineId, readonly string[]>>> = {
  received: ['Tiếp nhận'], receivedOnline: ['Nộp trực tuyến', 'Trực tuyến'], inProgress: ['Đang giải quyết'], awaitingReception: ['Chờ tiếp nhận'],
  onTimeRatePercent: ['Tỷ lệ đúng hạn'], onlineRatePercent: ['Tỷ lệ trực tuyến'], resolvedRatePercent: ['Tỷ lệ đã giải quyết'],
};

const COLUMNS: ReadonlyMap<string, Column> = new Map<string, Column>([
  ...Object.entries(HEADS).flatMap(([kind, headings]) => headings.map((heading) => [plainKey(heading), { kind: kind as keyof typeof HEADS }] as const)),
  ...definitions.flatMap(({ id, label }) => [id, label, ...ALSO[id] ?? []].map((heading) => [plainKey(heading), { kind: 'count', line: id }] as const)),
  ...rateDefinitions.flatMap(({ id, label }) => [id, label, ...ALSO[id] ?? []].map((heading) => [plainKey(heading), { kind: 'rate', line: id }] as const)),
]);

/** The column of a heading: the JSON name of a line, its Vietnamese label, or a usual shorter word; case, accents and spaces do not matter. */
export function columnOf(heading: string): Column | undefined {
  return COLUMNS.get(plainKey(heading));
}
