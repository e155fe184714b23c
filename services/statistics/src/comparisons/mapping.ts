import type { Standing } from '@motcua/database';
import { UNKNOWN } from '@motcua/dossier';
import type { CivilDate, Period } from '@motcua/kernel';
import { heirsOf } from './heirs.ts';
import type { Part } from './heirs.ts';

/**
 * An authority as it stands at a time: its name and level then, and whether it is under the scope that is asked about. `name`: null
 * and `level` `unknown` when it is not declared then.
 */
export type Place = { readonly code: string; readonly name: string | null; readonly level: string; readonly inScope: boolean };

/** Where an authority's dossiers stand, or those of some fields or receiving units alone. */
export type Target = Place & Part;

/**
 * An authority whose dossiers stand elsewhere than in their own period. `into`: itself on another level or in another scope, or its
 * successors; none when it has ended and names nobody. `leavesRest`: whether some dossiers stay under its own code, at the level
 * `unknown`, because it has ended and nobody is named for them.
 */
export type MappedAuthority = { readonly from: Place; readonly into: readonly Target[]; readonly leavesRest: boolean };

/** Quy đổi: the day whose structure both periods stand in, and what that changes. */
export type Mapping = { readonly on: CivilDate; readonly authorities: readonly MappedAuthority[] };

/** The standings of all time under the scope and in the whole ledger. `isWithin`: whether a code that is not declared belongs to the scope. */
export type Declared = { readonly inScope: readonly Standing[]; readonly everywhere: readonly Standing[]; readonly isWithin: (code: string) => boolean };

/**
 * What of a scope is mapped into what, in order of the codes: the authorities that stood on another level, outside the scope or
 * inside it, or that stand no more. A mere change of name or of parent within the scope maps nothing. Pure.
 *
 * @param days - Of both periods, from the first to the last.
 */
export function mappingOf(declared: Declared, days: Pick<Period, 'from' | 'to'>, on: CivilDate): Mapping {
  const placesOn = placesOfDay(declared, on);
  const scopeBefore = new Set(standingIn(declared.inScope, days).map(keyOf));
  const authorities = new Map<string, MappedAuthority>();
  for (const standing of standingIn(declared.everywhere, days)) {
    const { code, name, level } = standing;
    const from = { code, name, level, inScope: scopeBefore.has(keyOf(standing)) };
    const mapped = { from, ...targetsOf(declared, placesOn, code, on) };
    if (isMoved(mapped)) authorities.set(keyOf(standing), mapped);
  }
  return { on, authorities: [...authorities.values()] };
}

type PlacesOfDay = (code: string) => Place | undefined;

function placesOfDay({ inScope, everywhere }: Declared, on: CivilDate): PlacesOfDay {
  const within = new Set(standingIn(inScope, { from: on, to: on }).map(({ code }) => code));
  const places = new Map(standingIn(everywhere, { from: on, to: on }).map(({ code, name, level }) => [code, { code, name, level, inScope: within.has(code) }]));
  return (code) => places.get(code);
}

function targetsOf({ everywhere, isWithin }: Declared, placesOn: PlacesOfDay, code: string, on: CivilDate): Pick<MappedAuthority, 'into' | 'leavesRest'> {
  const own = placesOn(code);
  if (own !== undefined) return { into: [own], leavesRest: false };
  const { heirs, leavesRest } = heirsOf(everywhere, code, on);
  return { into: heirs.map(({ code: heir, ...part }) => ({ ...(placesOn(heir) ?? undeclared(heir, isWithin(heir))), ...part })), leavesRest };
}

function isMoved({ from, into, leavesRest }: MappedAuthority): boolean {
  if (!from.inScope && !into.some(({ inScope }) => inScope)) return false;
  return leavesRest || into.some(({ code, level, inScope }) => code !== from.code || level !== from.level || inScope !== from.inScope);
}

function undeclared(code: string, inScope: boolean): Place {
  return { code, name: null, level: UNKNOWN, inScope };
}

function standingIn(standings: readonly Standing[], { from, to }: Pick<Period, 'from' | 'to'>): readonly Standing[] {
  return standings.filter(({ firstOn, lastOn }) => (firstOn ?? '') <= to && (lastOn === null || lastOn >= from));
}

/** Under a scope the days may be fewer, so the last of them cannot tell; the level and the code can. */
function keyOf({ code, level }: Standing): string {
  return `${code} ${level}`;
}
