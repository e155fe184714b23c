import { decimalsOf, definitions, identities, rateDefinitions } from '@motcua/ledger';
import type { BrokenSum, DigitSlip, ReportFinding, ReportRepair, Unaccounted } from '@motcua/ledger';
import { levelLabel } from './row-label.ts';
import { count, percentText } from './text.ts';

/** One contradiction of a printed report as a sentence for officials. */
export function findingSentence(finding: ReportFinding): string {
  switch (finding.kind) {
    case 'count': return finding.certainty === 'certain'
      ? `${cellLabel(finding.repair)}: in ${count(finding.repair.printed)}, phải là ${count(finding.repair.expected)}${slipText(finding.repair.slip)}. `
        + `Chắc chắn, ${count(finding.confirmedBy)} phép tính trong chính báo cáo cùng cho thấy: ${finding.broken.map(brokenText).join('; ')}.`
      : `${upper(finding.broken.map(brokenText).join('; '))}. Chưa xác định số nào sai${alternativesText(finding.alternatives)}.`;
    case 'rate': {
      const { node, rate, printed, expected, fault } = finding;
      const decimals = decimalsOf(printed);
      const right = fault === 'cut' ? 'số lẻ bị cắt thay vì làm tròn, phải là' : 'tính từ các số của chính báo cáo là';
      return `${levelLabel(node)}, ${lower(lineLabel(rate))}: in ${percentText(printed, decimals)} %, ${right} ${percentText(expected, decimals)} %.`;
    }
    case 'bound': return `${levelLabel(finding.node)}: ${lower(lineLabel(finding.part))} lớn hơn ${lower(lineLabel(finding.whole))}.`;
  }
}

/** The dossiers that a report accounts for nowhere, as a sentence; undefined when there are none. */
export function unaccountedSentence(unaccounted: readonly Unaccounted[]): string | undefined {
  if (unaccounted.length === 0) return undefined;
  const parts = unaccounted.map(({ node, dossiers }) => `${lower(levelLabel(node))} ${dossiers < 0 ? '−' : ''}${count(Math.abs(dossiers))}`);
  return `Tiếp nhận trừ đã giải quyết trừ đang giải quyết còn lại: ${parts.join('; ')} hồ sơ không nằm ở dòng nào được in `
    + '(báo cáo không in đủ kỳ trước chuyển sang, từ chối, rút và dừng xử lý để đối chiếu).';
}

/** Tên chỉ tiêu of a figure or a rate; the id itself of what is neither. */
export function lineLabel(id: string): string {
  return [...definitions, ...rateDefinitions].find((definition) => definition.id === id)?.label ?? id;
}

function cellLabel({ node, figure }: ReportRepair): string {
  return `${levelLabel(node)}, ${lower(lineLabel(figure))}`;
}

function brokenText({ kind, id, node, left, right }: BrokenSum): string {
  const label = kind === 'levels' ? lineLabel(id) : identities.find((identity) => identity.id === id)?.label ?? 'Đã giải quyết';
  return kind === 'levels'
    ? `${lower(label)} in chung ${count(left)}, cộng từng dòng là ${count(right)}`
    : `${lower(label)} ${lower(levelLabel(node))} in ${count(left)}, cộng các phần là ${count(right)}`;
}

function alternativesText(alternatives: readonly (readonly ReportRepair[])[]): string {
  if (alternatives.length === 0) return '';
  const one = (repairs: readonly ReportRepair[]) => repairs.map(({ node, printed, expected }) => `${lower(levelLabel(node))} ${count(printed)} → ${count(expected)}`).join(' và ');
  return `; có thể ${alternatives.map(one).join(', hoặc ')}`;
}

function slipText(slip: DigitSlip): string {
  switch (slip) {
    case 'swapped_digits': return ' (hai chữ số liền nhau đổi chỗ)';
    case 'one_digit': return ' (nhầm một chữ số)';
    case 'other': return '';
  }
}

function lower(label: string): string {
  return label.slice(0, 1).toLowerCase() + label.slice(1);
}

function upper(label: string): string {
  return label.slice(0, 1).toUpperCase() + label.slice(1);
}
