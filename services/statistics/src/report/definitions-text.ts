import type { DefinitionsAnswer, RateAnswer } from '../definitions/answer-schema.ts';
import { ruleLabel } from '../labels.ts';
import { figureFormula, indicatorQuotientText, quotientText, sumInWords, sumText } from './formula-text.ts';
import { LINE_MAX, wrap } from './text.ts';

const KINDS: Readonly<Record<RateAnswer['kind'], string>> = { 'on-time': 'đúng hạn', online: 'nộp trực tuyến', resolved: 'đã giải quyết' };

/** Định nghĩa chỉ tiêu for officials: id, version, name, formula and source of every line; without a line break at the end. */
export function renderDefinitions({ figures, facts, rates, indicators, identities }: DefinitionsAnswer): string {
  const sections = [
    section('CHỈ TIÊU (đơn vị: hồ sơ)', figures.map(figureLines)), section('VIỆC ĐƯỢC GHI NHẬN', facts.map(figureLines)),
    section('TỶ LỆ (phần trăm)', rates.map(rateLines)),
    section('CHỈ SỐ', indicators.map(indicatorLines)), section('ĐẲNG THỨC', identities.length === 0 ? [] : [identities.flatMap(identityLines)]),
  ];
  return sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n');
}

/** Nothing at all when there are no entries. */
function section(title: string, entries: readonly (readonly string[])[]): readonly string[] {
  return entries.length === 0 ? [] : [title, ...entries.flatMap((lines) => ['', ...lines])];
}

function figureLines(figure: DefinitionsAnswer['figures' | 'facts'][number]): readonly string[] {
  return [...titleOf(figure), ...figureFormula(figure).flatMap((text) => told('Cách đếm', text)), ...told('Nguồn', figure.source)];
}

function rateLines(rate: RateAnswer): readonly string[] {
  return [
    ...titleOf(rate),
    ...told('Công thức', quotientText(rate)), ...told('Tử số', sumInWords(rate.numerator)), ...told('Mẫu số', sumInWords(rate.denominator)),
    ...told('Làm tròn', 'nửa lên, đến hai số lẻ; mẫu số bằng 0 thì không có tỷ lệ (–)'),
    ...told('Trả lời', `tỷ lệ ${KINDS[rate.kind]}${rate.isDefault ? '; là cách tính mặc định' : ''}`),
    ...told('Quy tắc tính hạn', rate.rule === null ? 'theo câu hỏi (mặc định nd61)' : `${ruleLabel(rate.rule)} (${rate.rule})`), ...told('Nguồn', rate.source),
  ];
}

function indicatorLines(indicator: DefinitionsAnswer['indicators'][number]): readonly string[] {
  return [
    ...titleOf(indicator), ...told('Công thức', indicatorFormula(indicator)),
    ...told('Làm tròn', 'nửa lên, đến hai số lẻ'), ...told('Quy tắc tính hạn', `${ruleLabel(indicator.rule)} (${indicator.rule})`), ...told('Nguồn', indicator.source),
  ];
}

function indicatorFormula({ rate, maximumPoints, ...sums }: DefinitionsAnswer['indicators'][number]): string {
  const [points, factor] = maximumPoints === null ? ['', ''] : [`${maximumPoints} điểm × `, `${maximumPoints} × `];
  return `${rate === null ? points : `${points}${rate} = ${factor}`}${indicatorQuotientText(sums)}`;
}

function identityLines({ label, left, right }: DefinitionsAnswer['identities'][number]): readonly string[] {
  return wrap(`${label}: ${sumText(left)} = ${sumText(right)}`, LINE_MAX, '    ');
}

function titleOf({ id, version, label }: { readonly id: string; readonly version: number; readonly label: string }): readonly string[] {
  return wrap(`${id} (phiên bản ${version}): ${label}`, LINE_MAX, '    ');
}

function told(name: string, text: string): readonly string[] {
  return wrap(`    ${name}: ${text}`, LINE_MAX, '        ');
}
