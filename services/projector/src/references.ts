import type { AuthorityValidity, readValidities, Validity } from '@motcua/database';
import { addDays } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';

/** Which codes are declared, and for which days. `fields`: those that a procedure was ever declared in. */
export type References = { readonly authorities: Declared<AuthorityValidity>; readonly procedures: Declared<Validity>; readonly fields: Set<string> };

/** Versions of codes of one kind, as known at the position that the projection has reached. */
export class Declared<Version extends Validity> {
  readonly #versions = new Map<string, readonly Version[]>();

  constructor(versions: readonly Version[]) {
    for (const version of versions) this.declare(version);
  }

  /** A version with the same first day is replaced. */
  declare(version: Version): void {
    const others = (this.#versions.get(version.code) ?? []).filter(({ valid_from }) => valid_from !== version.valid_from);
    this.#versions.set(version.code, [...others, version].toSorted((a, b) => (a.valid_from < b.valid_from ? -1 : 1)));
  }

  /** The version that is valid on a day. */
  on(code: string, day: CivilDate): Version | undefined {
    return this.between(code, { from: day, to: day })[0]?.version;
  }

  /** The versions that are valid on some of these days, in their order, each with the days of these on which it is: a later one ends the one before it. */
  between(code: string, { from, to }: Days): readonly (Days & { readonly version: Version })[] {
    const versions = this.#versions.get(code) ?? [];
    return versions.map((version, index) => {
      const next = versions[index + 1];
      const last = earlier(version.valid_to ?? to, next === undefined ? to : addDays(next.valid_from, -1));
      return { version, from: version.valid_from > from ? version.valid_from : from, to: earlier(last, to) };
    }).filter((days) => days.from <= days.to);
  }
}

type Days = { readonly from: CivilDate; readonly to: CivilDate };

/**
 * The first day of a version of an authority, or of the days without one behind it, on which the authority stands above itself: then no
 * tree of authorities has a place for it. Undefined when there is none.
 */
export function firstDayAboveItself(authorities: Declared<AuthorityValidity>, { code, valid_from }: Pick<AuthorityValidity, 'code' | 'valid_from'>): CivilDate | undefined {
  const [own, ...behind] = placesOf(authorities, code, { from: valid_from, to: LAST_DAY });
  const places = [own, ...behind.slice(0, 1).filter(({ isDeclared }) => !isDeclared)];
  return places.flatMap((place) => (place && firstDayUnder(authorities, place, [code])) ?? []).toSorted()[0];
}

/** No day is later. */
const LAST_DAY = '9999-12-31';

/** Some days on which an authority stands under another one, or under none. */
type Place = Days & { readonly parent: string | null; readonly isDeclared: boolean };

/** Where an authority stands in these days, in their order: as declared, and on days without a declaration under the code without its last part. */
function placesOf(authorities: Declared<AuthorityValidity>, code: string, { from, to }: Days): readonly Place[] {
  const undeclared = { parent: code.includes('.') ? code.slice(0, code.lastIndexOf('.')) : null, isDeclared: false };
  const places: Place[] = [];
  let next = from;
  for (const { version: { parent }, ...days } of authorities.between(code, { from, to })) {
    if (next < days.from) places.push({ ...undeclared, from: next, to: addDays(days.from, -1) });
    places.push({ ...days, parent, isDeclared: true });
    next = addDays(days.to, 1);
  }
  return places.at(-1)?.to === to ? places : [...places, { ...undeclared, from: next, to }];
}

/** The first of some days on which the way up from a place, behind those that it has passed, comes to the first of these again. */
function firstDayUnder(authorities: Declared<AuthorityValidity>, { parent, from, to }: Place, passed: readonly string[]): CivilDate | undefined {
  if (parent === null) return undefined;
  if (parent === passed[0]) return from;
  if (passed.includes(parent)) return undefined;
  return placesOf(authorities, parent, { from, to }).flatMap((above) => firstDayUnder(authorities, above, [...passed, parent]) ?? []).toSorted()[0];
}

function earlier(one: CivilDate, other: CivilDate): CivilDate {
  return one < other ? one : other;
}

export function referencesOf({ authorities, procedures, fields }: Awaited<ReturnType<typeof readValidities>>): References {
  return { authorities: new Declared(authorities), procedures: new Declared(procedures), fields: new Set(fields) };
}
