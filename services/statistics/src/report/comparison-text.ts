import { formatCivilDate } from '@motcua/kernel';
import { checkReport, decimalsOf, definitions, judgeRate, levelLabel, printedReportOf, rateDefinitions, ratePartsOf, WHOLE } from '@motcua/ledger';
import type { FigureId, Figures, PublishedReport, RateId, RateParts } from '@motcua/ledger';
import type { FiguresTable } from '../figures/table.ts';
import { contradictionSentence, lineLabel, noteSentences } from './finding-sentences.ts';
import { textTable } from './text-table.ts';
import { count, LINE_MAX, percentText, wrap } from './text.ts';

const LABEL_MAX = 34;

/** Of a row that the ledger does not have. */
const NO_PARTS: RateParts = { numerator: 0, denominator: 0, percent: null };

/**
 * The published report beside the ledger, line by line, and under it every contradiction of the report with itself.
 *
 * @param table - By level, of the report's scope and period.
 */
export function renderComparison(published: PublishedReport, table: FiguresTable): string {
  const nodes = [...Object.keys(published.levels).filter((node) => node !== WHOLE), ...(published.levels[WHOLE] === undefined ? [] : [WHOLE])];
  const lines = linesOf(published);
  const rows = lines.map((id) => [lineLabel(id), ...nodes.map((node) => cell(published.levels[node]?.[id], id, figuresAt(table, node)))]);
  return [
    'BÁO CÁO ĐÃ CÔNG BỐ BÊN CẠNH SỔ (số công bố, số trong sổ; ≠ là khác nhau)',
    ...wrap(`${published.source}, từ ${formatCivilDate(published.period.from)} đến hết ${formatCivilDate(published.period.to)}`, LINE_MAX),
    '', ...textTable({ headings: ['Chỉ tiêu', ...nodes.map(levelLabel)], sections: [rows], firstColumnMax: LABEL_MAX }),
    '', ...findingLines(published),
  ].join('\n');
}

/** The lines that the report prints at all: each count, and under its own count each rate. */
function linesOf({ levels }: PublishedReport): readonly (FigureId | RateId)[] {
  return definitions
    .flatMap(({ id }) => [id, ...rateDefinitions.filter(({ numerator }) => numerator[0]?.figure === id).map((rate) => rate.id)])
    .filter((id) => Object.values(levels).some((figures) => figures[id] !== undefined));
}

function figuresAt({ rows, total }: FiguresTable, node: string): Figures | undefined {
  return node === WHOLE ? total : rows.find(({ level }) => level === node);
}

function cell(printed: number | undefined, id: FigureId | RateId, figures: Figures | undefined): string {
  const rate = rateDefinitions.find((definition) => definition.id === id);
  if (rate !== undefined) return rateCell(printed, figures === undefined ? NO_PARTS : ratePartsOf(rate, figures));
  const own = figures?.[id as FigureId] ?? 0;
  return pair(printed === undefined ? undefined : count(printed), count(own), printed === own);
}

/** The ledger's rate at as many decimals as the report prints. */
function rateCell(printed: number | undefined, { numerator, denominator, percent }: RateParts): string {
  if (printed === undefined) return pair(undefined, percentText(percent), false);
  const { kind, expected } = judgeRate(printed, numerator, denominator);
  const decimals = decimalsOf(printed);
  return pair(percentText(printed, decimals), percentText(expected, decimals), kind === 'follows');
}

function pair(printed: string | undefined, own: string, same: boolean): string {
  return `${printed ?? '·'} ${printed === undefined ? ' ' : same ? '=' : '≠'} ${own.padStart(7)}`;
}

function findingLines(published: PublishedReport): readonly string[] {
  const { contradictions, notes } = checkReport(printedReportOf(published));
  return [
    contradictions.length === 0 ? 'Báo cáo không tự mâu thuẫn ở chỗ nào kiểm tra được.' : `BÁO CÁO TỰ MÂU THUẪN Ở ${contradictions.length} CHỖ`,
    ...contradictions.flatMap((one, index) => wrap(`${index + 1}. ${contradictionSentence(one, levelLabel)}`, LINE_MAX, '   ')),
    ...noteSentences(notes, levelLabel).flatMap((note) => wrap(`Ghi chú: ${note}`, LINE_MAX, '   ')),
  ];
}
