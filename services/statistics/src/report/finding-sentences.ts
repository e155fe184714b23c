import { definitions, identities, levelLabel, levelLabels, rateDefinitions } from '@motcua/ledger';
import type { BrokenStatement, Contradiction, DigitSlip, FigureSum, LineId, RateBase, ReportNote, ReportRepair } from '@motcua/ledger';
import { count, percentText } from './text.ts';

const OWN_LABELS: ReadonlySet<string> = new Set([...Object.values(levelLabels), levelLabel('all')]);

/** What an official reads for a node of the report. */
type NodeLabel = (node: string) => string;

type Sum = Exclude<BrokenStatement, { readonly kind: 'rate' }>;
type Rate = Extract<BrokenStatement, { readonly kind: 'rate' }>;

/** One contradiction of a printed report as a sentence for officials. */
export function contradictionSentence(contradiction: Contradiction, nodeLabel: NodeLabel): string {
  const sums = contradiction.broken.filter((broken) => broken.kind !== 'rate').map((broken) => sumText(broken, nodeLabel));
  const rates = contradiction.broken.filter((broken) => broken.kind === 'rate');
  if (contradiction.certainty === 'undetermined') {
    const broken = [...sums, ...rates.map((rate) => rateText(rate, nodeLabel))].join('; ');
    return `${upper(broken)}. Chưa xác định số nào sai${alternativesText(contradiction, nodeLabel)}.`;
  }
  const { repair, broken } = contradiction;
  const own = rates.find(({ rate, node }) => rate === repair.line && node === repair.node);
  if (own !== undefined) return `${upper(rateText(own, nodeLabel))}.`;
  const evidence = sums.length > 0 ? sums : rates.map((rate) => rateText(rate, nodeLabel));
  return `${cellLabel(repair, nodeLabel)}: in ${count(repair.printed)}, phải là ${valueText(repair, repair.expected)}${slipText(repair.slip)}. `
    + `Chắc chắn, ${count(broken.length)} phép tính trong chính báo cáo cùng cho thấy: ${evidence.join('; ')}.`;
}

/** What is not accounted for by what is printed: at most one sentence of each kind. */
export function noteSentences(notes: readonly ReportNote[], nodeLabel: NodeLabel): readonly string[] {
  const inNoClass = notes.filter((note) => note.kind === 'in_no_class').map((note) => dossiersText(note, nodeLabel));
  const inNoPart = notes.filter((note) => note.kind === 'in_no_part').map((note) => dossiersText(note, nodeLabel));
  return [
    ...(notes.every(({ kind }) => kind !== 'nothing_to_check') ? [] : ['Không có hai số nào được in ràng buộc lẫn nhau, nên không đối chiếu được gì: không thấy mâu thuẫn không có nghĩa là đã kiểm tra.']),
    ...(inNoClass.length === 0 ? [] : [`Tiếp nhận trừ đã giải quyết trừ đang giải quyết còn lại: ${inNoClass.join('; ')} hồ sơ không nằm ở dòng nào được in `
      + '(báo cáo không in đủ kỳ trước chuyển sang, từ chối, rút và dừng xử lý để đối chiếu).']),
    ...(inNoPart.length === 0 ? [] : [`Đã giải quyết nhưng không nằm ở trước hạn, đúng hạn hay quá hạn: ${inNoPart.join('; ')} hồ sơ (có thể là hồ sơ không có hạn trả, báo cáo không in).`]),
  ];
}

/** Tên chỉ tiêu of a figure or a rate. */
export function lineLabel(id: LineId): string {
  return [...definitions, ...rateDefinitions].find((definition) => definition.id === id)?.label ?? id;
}

function dossiersText({ node, dossiers }: Exclude<ReportNote, { readonly kind: 'nothing_to_check' }>, nodeLabel: NodeLabel): string {
  return `${inSentence(nodeLabel(node))} ${dossiers < 0 ? '−' : ''}${count(Math.abs(dossiers))}`;
}

function cellLabel({ node, line }: ReportRepair, nodeLabel: NodeLabel): string {
  return `${nodeLabel(node)}, ${lower(lineLabel(line))}`;
}

function sumText({ kind, id, node, relation, whole, parts }: Sum, nodeLabel: NodeLabel): string {
  const label = kind === 'levels' || isPart(id) ? lower(lineLabel(id as LineId)) : lower(identities.find((identity) => identity.id === id)?.label ?? 'Đã giải quyết');
  const at = inSentence(nodeLabel(node));
  if (isPart(id) && kind === 'split') return `${label} ${at} in ${count(parts)}, lớn hơn số gồm cả nó là ${count(whole)}`;
  const told = relation === 'equal' ? 'là' : parts > whole ? 'đã là' : 'là';
  if (kind === 'levels' && relation === 'equal') return `${label} in ${node === 'all' ? 'chung' : `ở ${at}`} ${count(whole)}, cộng từng dòng là ${count(parts)}`;
  return kind === 'levels'
    ? `${label} in ở ${at} ${count(whole)}, riêng các dòng có in cộng lại ${told} ${count(parts)}`
    : `${label} ${at} in ${count(whole)}, cộng các phần là ${count(parts)}`;
}

/** A part of a whole has the figure's id where an identity has its own. */
function isPart(id: string): boolean {
  return !identities.some((identity) => identity.id === id) && definitions.some((definition) => definition.id === id);
}

function rateText({ rate, node, printed, decimals, expected, fault, fits }: Rate, nodeLabel: NodeLabel): string {
  const right = fault === 'cut' ? 'số lẻ bị cắt thay vì làm tròn, phải là' : 'tính từ các số của chính báo cáo là';
  const base = fault === 'other_base' ? `; số in khớp nếu tính ${fits.map(baseText).join(', hoặc ')}` : '';
  return `${inSentence(nodeLabel(node))}, ${lower(lineLabel(rate))}: in ${percentText(printed, decimals)} %, ${right} ${percentText(expected, decimals)} %${base}`;
}

function baseText({ rate, numerator, denominator }: RateBase): string {
  return rate === null ? `(${figuresText(numerator)}) trên (${figuresText(denominator)})` : `"${lineLabel(rate)}"`;
}

function figuresText(sum: FigureSum): string {
  return sum.map(({ figure, sign }, index) => `${index === 0 && sign === 1 ? '' : sign === 1 ? '+ ' : '− '}${lower(lineLabel(figure))}`).join(' ');
}

function alternativesText({ broken, alternatives, unlisted }: Extract<Contradiction, { readonly certainty: 'undetermined' }>, nodeLabel: NodeLabel): string {
  if (alternatives.length === 0) return '';
  const line = broken.length === 1 && broken[0]?.kind === 'levels' ? broken[0].id : undefined;
  const place = (repair: ReportRepair) => (repair.line === line ? inSentence(nodeLabel(repair.node)) : `${inSentence(nodeLabel(repair.node))}, ${lower(lineLabel(repair.line))}`);
  const one = (repairs: readonly ReportRepair[]) =>
    repairs.map((repair) => `${place(repair)} ${valueText(repair, repair.printed)} → ${valueText(repair, repair.expected)}${slipText(repair.slip)}`).join(' và ');
  return `; có thể ${alternatives.map(one).join(', hoặc ')}${unlisted > 0 ? `, hoặc ${count(unlisted)} cách khác` : ''}`;
}

/** A count or a rate, as such lines are written. */
function valueText({ line }: ReportRepair, value: number | null): string {
  if (value === null) return '–';
  return rateDefinitions.some(({ id }) => id === line) ? `${String(value).replace('.', ',')} %` : count(value);
}

function slipText(slip: DigitSlip): string {
  switch (slip) {
    case 'swapped_digits': return ' (hai chữ số liền nhau đổi chỗ)';
    case 'one_digit': return ' (nhầm một chữ số)';
    case 'lost_or_doubled_digit': return ' (thiếu hoặc lặp một chữ số)';
    case 'replaced': return '';
  }
}

/** A name from the report keeps its capitals; the ledger's own words for levels do not. */
function inSentence(label: string): string {
  return OWN_LABELS.has(label) ? lower(label) : label;
}

function lower(label: string): string {
  return label.slice(0, 1).toLowerCase() + label.slice(1);
}

function upper(label: string): string {
  return label.slice(0, 1).toUpperCase() + label.slice(1);
}
