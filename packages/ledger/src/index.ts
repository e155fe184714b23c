export { definitions, DIMENSIONS, rateDefinitions, transferCauses } from './definitions.ts';
export type { Definition, Dimension, FigureId, RateDefinition, RateId, Term } from './definitions.ts';
export { figuresOf, fits, percent, ratesOf } from './figures.ts';
export type { Figures, Rates, Sum } from './figures.ts';
export { identities, imbalances, parentImbalances, total } from './identities.ts';
export type { Identity, Imbalance, Side } from './identities.ts';
export { CAUSES, legsOf, movementOf, movementsOf, repost } from './movement.ts';
export type { Cause, Leg, Movement, Position, Posting } from './movement.ts';
