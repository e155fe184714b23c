import { rowLabel } from '@motcua/ledger';
import type { RateTable } from '../rates/read-rate.ts';
import { definitionsNote } from './definitions-note.ts';
import { FIRST_COLUMN_MAX, rowHeading, tableTitle } from './figures-text.ts';
import { sumInWords } from './formula-text.ts';
import { sourcesText, TARGET_HEADINGS } from './targets-text.ts';
import { textTable } from './text-table.ts';
import { count, LINE_MAX, percentText, pointsText, signed, wrap } from './text.ts';

/** One rate for officials, in Vietnamese, with the counts that it follows from and the distance from its target: at most 120 columns wide, without a line break at the end. */
export function renderRate(table: RateTable): string {
  const { definition, isDefault, alternatives, targets } = table;
  const hasTargets = targets.length > 0;
  const lines = textTable({
    headings: [rowHeading(table.by), 'Tử số', 'Mẫu số', 'Tỷ lệ %', ...(hasTargets ? TARGET_HEADINGS : [])],
    sections: [table.rows.map((row) => [rowLabel(row), ...cells(row, hasTargets)]), [['Tổng cộng', ...cells(table.total, hasTargets)]]],
    firstColumnMax: FIRST_COLUMN_MAX,
  });
  const others = alternatives.length === 0 ? [] : [
    '', ...wrap(`${isDefault ? 'Đây là cách tính mặc định.' : 'Đây không phải cách tính mặc định.'} Cùng câu hỏi còn có: ${alternatives.join(', ')}.`, LINE_MAX, '  '),
  ];
  return [
    ...tableTitle(definition.label.toUpperCase(), table), '', ...lines, '',
    ...wrap(`Tử số: ${sumInWords(definition.numerator)}.`, LINE_MAX, '  '), ...wrap(`Mẫu số: ${sumInWords(definition.denominator)}.`, LINE_MAX, '  '),
    ...wrap(`Nguồn: ${definition.source}.`, LINE_MAX, '  '), ...sourcesText(targets), ...others,
    '', ...definitionsNote([definition.id, ...figuresIn(definition)]),
  ].join('\n');
}

type Definition = RateTable['definition'];

/** Each figure of the rate once. */
function figuresIn({ numerator, denominator }: Definition): readonly string[] {
  return [...new Set([...numerator, ...denominator].map(({ figure }) => figure))];
}

function cells({ numerator, denominator, percent, distance }: RateTable['total'], hasTargets: boolean): readonly string[] {
  const shown = percent !== null && percent < 0 ? `−${percentText(-percent)}` : percentText(percent);
  return [signed(numerator), count(denominator), shown, ...(hasTargets ? [percentText(distance?.targetPercent ?? null), pointsText(distance?.differencePoints)] : [])];
}
