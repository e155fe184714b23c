import { readValidities } from '@motcua/database';
import type { Database, Validity } from '@motcua/database';
import type { CivilDate } from '@motcua/kernel';

/** Which codes are declared, and for which days. */
export type References = { readonly authorities: Declared; readonly procedures: Declared };

/** Versions of codes of one kind, as known at the position that the projection has reached. */
export class Declared {
  readonly #versions = new Map<string, readonly Validity[]>();

  constructor(versions: readonly Validity[]) {
    for (const version of versions) this.declare(version);
  }

  /** A version with the same first day is replaced. */
  declare(version: Validity): void {
    const others = (this.#versions.get(version.code) ?? []).filter(({ valid_from }) => valid_from !== version.valid_from);
    this.#versions.set(version.code, [...others, version]);
  }

  isValid(code: string, on: CivilDate): boolean {
    const versions = this.#versions.get(code);
    return versions !== undefined && versions.some(({ valid_from, valid_to }) => valid_from <= on && (valid_to === null || on <= valid_to));
  }
}

export async function loadReferences(database: Database): Promise<References> {
  const { authorities, procedures } = await readValidities(database.db);
  return { authorities: new Declared(authorities), procedures: new Declared(procedures) };
}
