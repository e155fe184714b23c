import type { Standing } from '@motcua/database';
import type { CivilDate } from '@motcua/kernel';

/** An authority as it stands at a time: its name and level then, and whether it is under the scope that is asked about. */
export type Place = { readonly code: string; readonly name: string; readonly level: string; readonly inScope: boolean };

/** An authority whose dossiers stand elsewhere than in their own period. `into`: null when it stands nowhere any more. */
export type MappedAuthority = { readonly from: Place; readonly into: Place | null };

/** Quy đổi: the day whose structure both periods stand in, and what that changes. */
export type Mapping = { readonly on: CivilDate; readonly authorities: readonly MappedAuthority[] };

/** The standings of the same days under the scope and in the whole ledger. */
export type Declared = { readonly inScope: readonly Standing[]; readonly everywhere: readonly Standing[] };

/**
 * What of a scope is mapped into what, in order of the codes: the authorities that stood on another level, outside the scope or
 * inside it, or that stand no more. A mere change of name or of parent within the scope maps nothing. Pure.
 *
 * @param earlier - Of all days of both periods.
 * @param later - Of the day `on`.
 */
export function mappingOf(earlier: Declared, on: CivilDate, later: Declared): Mapping {
  const target = new Map(later.everywhere.map((standing) => [standing.code, standing]));
  const [scopeBefore, scopeAfter] = [keysOf(earlier.inScope), new Set(later.inScope.map(({ code }) => code))];
  const authorities = new Map<string, MappedAuthority>();
  for (const standing of earlier.everywhere) {
    const into = target.get(standing.code);
    const from = placeOf(standing, scopeBefore.has(keyOf(standing)));
    const isInScope = scopeAfter.has(standing.code);
    const stays = into !== undefined && into.level === from.level && isInScope === from.inScope;
    if (stays || !(from.inScope || isInScope)) continue;
    authorities.set(`${from.code} ${from.level}`, { from, into: into === undefined ? null : placeOf(into, isInScope) });
  }
  return { on, authorities: [...authorities.values()] };
}

function placeOf({ code, name, level }: Standing, inScope: boolean): Place {
  return { code, name, level, inScope };
}

function keysOf(standings: readonly Standing[]): ReadonlySet<string> {
  return new Set(standings.map(keyOf));
}

/** Under a scope the days may be fewer, so the last of them cannot tell; the level and the code can. */
function keyOf({ code, level }: Standing): string {
  return `${code} ${level}`;
}
