import { channelLabels, classLabels, definitions, factDefinitions } from '@motcua/ledger';
import type { FactUnit, FigureSum, RateDefinition, Term } from '@motcua/ledger';
import { causeLabels, unitLabels } from '../labels.ts';

/** `resolvedOnTime + fellOverdue`: a sum of figures by their ids, or by what `name` calls them. */
export function sumText<Id extends string>(sum: FigureSum<Id>, name: (figure: Id) => string = (figure) => figure): string {
  return sum.map(({ figure, sign }, index) => `${sign === -1 ? '− ' : index === 0 ? '' : '+ '}${name(figure)}`).join(' ');
}

/** `resolvedOnTime / (resolvedOnTime + fellOverdue)`, always so that it can be read off. */
export function quotientText<Id extends string>({ numerator, denominator }: Pick<RateDefinition<Id>, 'numerator' | 'denominator'>): string {
  return `${bracketed(numerator)} / ${bracketed(denominator)}`;
}

/** The same of an indicator, which may count procedures. */
export function indicatorQuotientText<Id extends string>({ countedBy, ...sums }: Pick<RateDefinition<Id>, 'numerator' | 'denominator'> & { readonly countedBy?: 'procedure' | null | undefined }): string {
  if (countedBy !== 'procedure') return quotientText(sums);
  return `số thủ tục có ${bracketed(sums.numerator)} > 0 / số thủ tục có ${bracketed(sums.denominator)} > 0`;
}

/** A sum of figures by their names, as officials read them. */
export function sumInWords(sum: FigureSum<string>): string {
  return sumText(sum, (figure) => [...definitions, ...factDefinitions].find(({ id }) => id === figure)?.label ?? figure);
}

/** How a figure or a fact is counted, in words for officials: one sentence for each of its terms. */
export function figureFormula({ terms, unit = 'dossier' }: { readonly terms: readonly ToldTerm[]; readonly unit?: FactUnit }): readonly string[] {
  return terms.map((term) => (term.causes?.includes('noted') === true ? factText(unitLabels[unit], term) : termText(unitLabels[unit], term)));
}

function factText(unit: string, { classes, channels }: ToldTerm): string {
  return [`số ${unit} được ghi nhận trong kỳ: ${classesText(classes)}`, ...channelsText(channels)].join('; ');
}

/** A term as an answer carries it. */
type ToldTerm = { readonly [Part in keyof Term]: Term[Part] | undefined } & Pick<Term, 'measure' | 'classes' | 'sign'>;

function bracketed<Id extends string>(sum: FigureSum<Id>): string {
  return sum.length > 1 ? `(${sumText(sum)})` : sumText(sum);
}

/** A term of a flow whose legs leave counts −1 for each; that is one dossier that left. */
function termText(unit: string, { measure, classes, causes, side, channels, sign }: ToldTerm): string {
  const where = `${classes.length > 1 ? 'một trong các loại ' : ''}${classesText(classes)}`;
  const isCounted = sign === (side === 'from' ? -1 : 1);
  const parts = [
    `${isCounted ? '' : 'trừ đi '}số ${unit} ${whenText(measure, side)} ${where}`,
    ...(causes === undefined ? [] : [`do ${causes === 'transfer' ? 'chuyển cơ quan, hoặc đính chính chiều đang chia bảng' : causes.map((cause) => `"${causeLabels[cause]}"`).join(', ')}`]),
    ...channelsText(channels),
  ];
  return parts.join('; ');
}

function classesText(classes: ToldTerm['classes']): string {
  return classes.map((name) => `"${classLabels[name]}"`).join(', ');
}

function channelsText(channels: ToldTerm['channels']): readonly string[] {
  return channels === undefined ? [] : [`kênh ${channels.map((channel) => `"${channelLabels[channel]}"`).join(', ')}`];
}

function whenText(measure: Term['measure'], side: ToldTerm['side']): string {
  switch (measure) {
    case 'opening': return 'đầu kỳ đang ở';
    case 'closing': return 'cuối kỳ đang ở';
    case 'flow': return side === 'from' ? 'trong kỳ rời khỏi' : 'trong kỳ chuyển vào';
  }
}
