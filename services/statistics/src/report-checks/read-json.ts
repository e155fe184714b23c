import { isCivilDate } from '@motcua/kernel';
import { definitions, rateDefinitions, WHOLE } from '@motcua/ledger';
import type { LineId, PrintedNode, RateId } from '@motcua/ledger';
import { figureExpected, figureIn } from './cell-values.ts';
import type { PrintedLine } from './columns.ts';
import { circular, NODES_MAX, unreadable } from './reading.ts';
import type { FilePlace, ReadReport } from './reading.ts';

const LINES: ReadonlyMap<string, PrintedLine> = new Map<string, PrintedLine>([
  ...definitions.map(({ id }) => [id, { kind: 'count', line: id }] as const), ...rateDefinitions.map(({ id }) => [id, { kind: 'rate', line: id }] as const),
]);

type Found = { readonly nodes: PrintedNode[]; readonly faults: FilePlace[]; readonly ignored: FilePlace[] };

/**
 * A report in JSON: `{"levels": {"all": {"received": 10}, "province": {…}}}`. A level may have a `name`, the `parent` that it is a part
 * of, and `levels` of its own; what has neither parent nor level around it is a part of `all`, if that is there. A figure in quotes
 * is read as the cell of a table is: so the zeros that a number loses are there.
 *
 * @throws AppError `REPORT_UNREADABLE` with a JSON pointer for each wrong place.
 */
export function readJson(text: string): ReadReport {
  const value = parsed(text);
  if (!isObject(value) || !isObject(value['levels'])) throw unreadable([{ where: '/levels', detail: 'phải là một đối tượng JSON, mỗi cấp hoặc đơn vị một tên' }]);
  const found: Found = { nodes: [], faults: [], ignored: [] };
  readLevels(value['levels'], '/levels', null, 0, found);
  const hasWhole = found.nodes.some(({ id }) => id === WHOLE);
  const nodes = found.nodes.map((node) => (node.parent === null && hasWhole && node.id !== WHOLE ? { ...node, parent: WHOLE } : node));
  const ids = new Set(nodes.map(({ id }) => id));
  const lost = nodes.filter(({ parent }) => parent !== null && !ids.has(parent)).map(({ id, parent }) => ({ where: id, detail: `không có cấp trên "${parent ?? ''}": hãy viết đúng tên của nó trong levels` }));
  const loop = circular({ nodes });
  const faults = [...found.faults, ...lost, ...(loop === undefined ? [] : [{ where: loop, detail: 'là cấp trên của chính mình: hãy xem lại parent' }])];
  if (nodes.length === 0 || faults.length > 0) throw unreadable(faults.length > 0 ? faults : [{ where: '/levels', detail: 'chưa có cấp nào' }]);
  const others = Object.keys(value).filter((key) => !['levels', 'source', 'note', 'scope', 'period'].includes(key));
  return {
    report: { nodes }, source: textOf(value['source']), scope: textOf(value['scope']), period: periodOf(value['period']),
    ignored: [...others.map((key) => ({ where: `/${key}`, detail: 'không có trong mẫu' })), ...found.ignored], assumed: [],
  };
}

function readLevels(levels: Readonly<Record<string, unknown>>, pointer: string, parent: string | null, depth: number, found: Found): void {
  if (depth > 20) return void found.faults.push({ where: pointer, detail: 'lồng quá 20 bậc' });
  for (const [key, level] of Object.entries(levels)) {
    const where = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (found.nodes.length >= NODES_MAX) return void found.faults.push({ where, detail: `nhiều hơn ${NODES_MAX} dòng: hãy chia báo cáo` });
    if (!isObject(level)) found.faults.push({ where, detail: 'phải là một đối tượng JSON với các số của cấp này' });
    else readLevel(level, { key, where, parent, depth }, found);
  }
}

type At = { readonly key: string; readonly where: string; readonly parent: string | null; readonly depth: number };

/** A name that stands under several parents is told apart by the parent. */
function readLevel(level: Readonly<Record<string, unknown>>, { key, where, parent, depth }: At, found: Found): void {
  const id = found.nodes.some((node) => node.id === key) ? `${parent ?? ''}/${key}` : key;
  const figures: Partial<Record<LineId, number>> = {};
  const decimals: Partial<Record<RateId, number>> = {};
  for (const [name, value] of Object.entries(level)) {
    if (['name', 'parent', 'levels'].includes(name) || value === null) continue;
    const printed = LINES.get(name);
    if (printed === undefined) {
      found.ignored.push({ where: `${where}/${name}`, detail: 'không phải chỉ tiêu nào của sổ' });
      continue;
    }
    const read = figureIn(printed, value);
    if (read.kind === 'wrong') found.faults.push({ where: `${where}/${name}`, detail: `phải là ${figureExpected(printed)}` });
    if (read.kind !== 'number') continue;
    figures[printed.line] = read.value;
    if (printed.kind === 'rate' && read.decimals !== undefined) decimals[printed.line] = read.decimals;
  }
  found.nodes.push({ id, name: textOf(level['name']) ?? key, parent: textOf(level['parent']) ?? parent, figures, decimals });
  const below = level['levels'];
  if (isObject(below)) readLevels(below, `${where}/levels`, id, depth + 1, found);
  else if (below !== undefined) found.faults.push({ where: `${where}/levels`, detail: 'phải là một đối tượng JSON' });
}

function periodOf(value: unknown): ReadReport['period'] {
  if (!isObject(value)) return null;
  const { from, to } = value;
  return typeof from === 'string' && typeof to === 'string' && isCivilDate(from) && isCivilDate(to) ? { from, to } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    throw unreadable([{ where: 'tệp', detail: 'không phải JSON hợp lệ: hãy xem lại dấu ngoặc, dấu phẩy và dấu ngoặc kép' }]);
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().normalize('NFC') : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
