import { currentDefinitions } from '@motcua/ledger';
import type { FigureSum, RateDefinition, Term } from '@motcua/ledger';
import { causeLabels, channelLabels, classLabels } from '../labels.ts';

/** `resolvedOnTime + fellOverdue`: a sum of figures by their ids, or by what `name` calls them. */
export function sumText<Id extends string>(sum: FigureSum<Id>, name: (figure: Id) => string = (figure) => figure): string {
  return sum.map(({ figure, sign }, index) => `${sign === -1 ? '− ' : index === 0 ? '' : '+ '}${name(figure)}`).join(' ');
}

/** `resolvedOnTime / (resolvedOnTime + fellOverdue)`, always so that it can be read off. */
export function quotientText<Id extends string>({ numerator, denominator }: Pick<RateDefinition<Id>, 'numerator' | 'denominator'>): string {
  return `${bracketed(numerator)} / ${bracketed(denominator)}`;
}

/** A sum of figures by their names, as officials read them. */
export function sumInWords(sum: FigureSum<string>): string {
  return sumText(sum, (figure) => currentDefinitions.figures.find(({ id }) => id === figure)?.label ?? figure);
}

/** How a figure is counted, in words for officials: one sentence for each of its terms. */
export function figureFormula({ terms }: { readonly terms: readonly ToldTerm[] }): readonly string[] {
  return terms.map(termText);
}

/** A term as an answer carries it. */
type ToldTerm = { readonly [Part in keyof Term]: Term[Part] | undefined } & Pick<Term, 'measure' | 'classes' | 'sign'>;

function bracketed<Id extends string>(sum: FigureSum<Id>): string {
  return sum.length > 1 ? `(${sumText(sum)})` : sumText(sum);
}

/** A term of a flow whose legs leave counts −1 for each; that is one dossier that left. */
function termText({ measure, classes, causes, side, channels, sign }: ToldTerm): string {
  const where = `${classes.length > 1 ? 'một trong các loại ' : ''}${classes.map((name) => `"${classLabels[name]}"`).join(', ')}`;
  const isCounted = sign === (side === 'from' ? -1 : 1);
  const parts = [
    `${isCounted ? '' : 'trừ đi '}số hồ sơ ${whenText(measure, side)} ${where}`,
    ...(causes === undefined ? [] : [`do ${causes === 'transfer' ? 'chuyển cơ quan, hoặc đính chính chiều đang chia bảng' : causes.map((cause) => `"${causeLabels[cause]}"`).join(', ')}`]),
    ...(channels === undefined ? [] : [`kênh ${channels.map((channel) => `"${channelLabels[channel]}"`).join(', ')}`]),
  ];
  return parts.join('; ');
}

function whenText(measure: Term['measure'], side: ToldTerm['side']): string {
  switch (measure) {
    case 'opening': return 'đầu kỳ đang ở';
    case 'closing': return 'cuối kỳ đang ở';
    case 'flow': return side === 'from' ? 'trong kỳ rời khỏi' : 'trong kỳ chuyển vào';
  }
}
