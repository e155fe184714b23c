import { definitions } from './definitions.ts';
import type { Definition, FigureId } from './definitions.ts';
import { rateDefinitions } from './rates.ts';
import type { RateDefinition } from './rates.ts';

/** The definitions that a table is counted by: today's, or those that an edition carries as JSON. */
export type DefinitionSet<Id extends string = string> = { readonly figures: readonly Definition<Id>[]; readonly rates: readonly RateDefinition<Id>[] };

/** Those of the program as it is. */
export const currentDefinitions: DefinitionSet<FigureId> = { figures: definitions, rates: rateDefinitions };
