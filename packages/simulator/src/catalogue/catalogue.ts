import type { Level } from '@motcua/dossier';
import { weighted } from '../random.ts';
import type { Weighted } from '../random.ts';
import { buildAuthorities, REAL_COUNTS } from './authorities.ts';
import type { Authority, AuthorityCounts } from './authorities.ts';
import { ROOT } from './places.ts';
import { buildProcedures } from './procedures.ts';
import type { Procedure } from './procedures.ts';

/** The reference data of the sample: who exists, and what may be asked of them. */
export type Catalogue = {
  readonly root: { readonly code: string; readonly name: string };
  readonly authorities: readonly Authority[];
  readonly procedures: readonly Procedure[];
};

/** A civil date before every dossier of the sample. */
export const VALID_FROM = '2016-01-01';

/**
 * Thừa Thiên Huế as it was in 2024: its authorities with their one-stop units, and a believable list of procedures.
 * Names of places are real; codes and procedures are made up in the real form. It depends on nothing but the counts.
 */
export function buildCatalogue(counts: AuthorityCounts = REAL_COUNTS): Catalogue {
  return { root: ROOT, authorities: buildAuthorities(counts), procedures: buildProcedures() };
}

/** The procedures that an authority handles. */
export function proceduresOf(catalogue: Catalogue, authority: Authority): readonly Procedure[] {
  const ofLevel = catalogue.procedures.filter((procedure) => procedure.level === authority.level);
  const own = ofLevel.filter((procedure) => authority.fields.includes(procedure.field));
  return own.length === 0 ? ofLevel : own;
}

/** For each level the codes of the authorities that are asked for an opinion: of the province and the districts, as far as they are not lower. */
export function partnersOf({ root, authorities }: Catalogue): Readonly<Record<Level, Weighted<string>>> {
  const codes = (...levels: readonly Level[]): Weighted<string> =>
    weighted([root.code, ...authorities.filter(({ level }) => levels.includes(level)).map(({ code }) => code)], () => 1);
  const [province, below] = [codes('province'), codes('province', 'district')];
  return { province, district: below, commune: below };
}
