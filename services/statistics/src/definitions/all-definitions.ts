import { definitions, DIMENSIONS, factDefinitions, identities, indicatorDefinitions, RATE_ROUNDING, rateDefinitions, transferCauses } from '@motcua/ledger';
import type { Definition, FigureSum, Identity, IndicatorDefinition, RateDefinition } from '@motcua/ledger';
import type { DefinitionsAnswer, IndicatorAnswer, RateAnswer } from './answer-schema.ts';

/** Everything that is counted, and how: figures, rates, indicators, identities, and what a transfer is in which table. */
export function allDefinitions(): DefinitionsAnswer {
  return {
    figures: definitions.map(figureToShow), facts: factDefinitions.map((fact) => ({ ...figureToShow(fact), unit: fact.unit })),
    rates: rateDefinitions.map(rateToShow), indicators: indicatorDefinitions.map(indicatorToShow), identities: identities.map(identityToShow),
    transfers: Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, [...transferCauses(dimension)]])),
  };
}

/** Of these, what has the id, and the identities that name it; `transfers` stay. Empty lists when nothing has the id. */
export function onlyDefinition({ figures, facts, rates, indicators, identities: equations, transfers }: DefinitionsAnswer, id: string): DefinitionsAnswer {
  const isMeant = (one: { readonly id: string }): boolean => one.id === id;
  return {
    figures: figures.filter(isMeant), facts: facts.filter(isMeant), rates: rates.filter(isMeant), indicators: indicators.filter(isMeant),
    identities: equations.filter(({ left, right }) => [...left, ...right].some(({ figure }) => figure === id)), transfers,
  };
}

/** A rate's definition as answers carry it. */
export function rateToShow<Id extends string>({ id, version, label, source, kind, isDefault, numerator, denominator, rounding, rule }: RateDefinition<Id>): RateAnswer {
  return { id, version, label, source, kind, isDefault, numerator: sumToShow(numerator), denominator: sumToShow(denominator), rounding, rule: rule ?? null };
}

/** An indicator's definition as answers carry it. */
export function indicatorToShow({ id, version, label, source, rate, rule, countedBy, numerator, denominator, maximumPoints }: IndicatorDefinition): IndicatorAnswer {
  const sums = { numerator: sumToShow(numerator), denominator: sumToShow(denominator) };
  return { id, version, label, source, rate: rate ?? null, rule, countedBy: countedBy ?? null, ...sums, maximumPoints: maximumPoints ?? null, rounding: RATE_ROUNDING };
}

function figureToShow({ id, version, label, source, terms }: Definition): DefinitionsAnswer['figures'][number] {
  return {
    id, version, label, source,
    terms: terms.map(({ measure, classes, causes, side: of, channels, sign }) => ({
      measure, classes: [...classes], sign,
      ...(causes === undefined ? {} : { causes: causes === 'transfer' ? causes : [...causes] }),
      ...(of === undefined ? {} : { side: of }), ...(channels === undefined ? {} : { channels: [...channels] }),
    })),
  };
}


function identityToShow({ id, label, left, right }: Identity): DefinitionsAnswer['identities'][number] {
  return { id, label, left: sumToShow(left), right: sumToShow(right) };
}

function sumToShow<Id extends string>(sum: FigureSum<Id>): RateAnswer['numerator'] {
  return sum.map(({ figure, sign }) => ({ figure, sign }));
}
