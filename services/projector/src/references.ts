import { readValidities } from '@motcua/database';
import type { AuthorityValidity, Database, Validity } from '@motcua/database';
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
    this.#versions.set(version.code, [...others, version]);
  }

  /** The version that is valid on a day. */
  on(code: string, day: CivilDate): Version | undefined {
    return this.#versions.get(code)?.find(({ valid_from, valid_to }) => valid_from <= day && (valid_to === null || day <= valid_to));
  }
}

/** Whether an authority stands above itself on the day on which this version of it begins: then no tree of authorities has a place for it. */
export function standsAboveItself(authorities: Declared<AuthorityValidity>, { code, valid_from, parent }: AuthorityValidity): boolean {
  const passed = new Set<string>();
  for (let above = parent; above !== null && !passed.has(above); above = authorities.on(above, valid_from)?.parent ?? null) {
    if (above === code) return true;
    passed.add(above);
  }
  return false;
}

export async function loadReferences(database: Database): Promise<References> {
  const { authorities, procedures, fields } = await readValidities(database.db);
  return { authorities: new Declared(authorities), procedures: new Declared(procedures), fields: new Set(fields) };
}
