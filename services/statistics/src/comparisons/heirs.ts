import type { Standing } from '@motcua/database';
import type { Successor } from '@motcua/dossier';
import type { CivilDate } from '@motcua/kernel';

/** Of an authority's dossiers those of these fields and receiving units; all that nobody else is named for without both. */
export type Part = { readonly fields?: readonly string[]; readonly receivingUnits?: readonly string[] };

/** Who answers for a part. */
export type Heir = Part & { readonly code: string };

/** `leavesRest`: whether nobody is named for some of it. */
export type Heirs = { readonly heirs: readonly Heir[]; readonly leavesRest: boolean };

/**
 * Who answers on a day for what an authority held when it ended, in the order in which it names them; one that has ended itself gives
 * way to its own successors, and holds whatever nobody takes over from it or only somebody before it would. Pure.
 *
 * @param standings - Of all time.
 */
export function heirsOf(standings: readonly Standing[], code: string, on: CivilDate): Heirs {
  const all = finalHeirs(endingsOf(standings, on), { code }, []);
  const heirs = all.filter((heir) => heir.code !== code);
  return { heirs, leavesRest: heirs.length < all.length };
}

type Endings = ReadonlyMap<string, readonly Successor[]>;

/** The successors that each authority names whose last declaration ended before the day. */
function endingsOf(standings: readonly Standing[], on: CivilDate): Endings {
  const last = new Map<string, Standing>();
  for (const standing of standings) if ((standing.firstOn ?? '') >= (last.get(standing.code)?.firstOn ?? '')) last.set(standing.code, standing);
  return new Map([...last.values()].filter(({ lastOn }) => lastOn !== null && lastOn < on).map((standing) => [standing.code, standing.successors]));
}

/** Where a part ends up that one authority is named for; what nobody is named for, or only one that the way has passed, stays with it. */
function finalHeirs(endings: Endings, heir: Heir, passed: readonly string[]): readonly Heir[] {
  const { code, ...part } = heir;
  const successors = endings.get(code) ?? [];
  const way = [...passed, code];
  const further = successorsFor(part, successors).flatMap((next) => (way.includes(next.code) ? [{ ...next, code }] : finalHeirs(endings, next, way)));
  return leavesRest(part, successors) ? [...further, heir] : further;
}

/** Each successor with what it takes of a part; whoever is named for a field or unit comes before whoever has the rest. */
function successorsFor(part: Part, successors: readonly Successor[]): readonly Heir[] {
  const named = new Set(successors.flatMap(({ fields = [], receivingUnits }) => (receivingUnits === undefined ? fields : [])));
  return successors.flatMap(({ authority, fields, receivingUnits }) => {
    const isRest = fields === undefined && receivingUnits === undefined;
    const taken = { fields: isRest ? part.fields?.filter((field) => !named.has(field)) : meet(part.fields, fields), receivingUnits: meet(part.receivingUnits, receivingUnits) };
    return taken.fields?.length === 0 || taken.receivingUnits?.length === 0 ? [] : [{ code: authority, ...told(taken) }];
  });
}

function leavesRest({ fields, receivingUnits }: Part, successors: readonly Successor[]): boolean {
  if (successors.some((one) => one.fields === undefined && one.receivingUnits === undefined)) return false;
  const named = successors.flatMap((one) => (one.receivingUnits === undefined ? one.fields ?? [] : []));
  const namedUnits = successors.flatMap((one) => (one.fields === undefined ? one.receivingUnits ?? [] : []));
  return !(fields?.every((field) => named.includes(field)) === true || receivingUnits?.every((unit) => namedUnits.includes(unit)) === true);
}

function meet(one: readonly string[] | undefined, other: readonly string[] | undefined): readonly string[] | undefined {
  return one === undefined || other === undefined ? one ?? other : one.filter((value) => other.includes(value));
}

function told({ fields, receivingUnits }: { readonly fields: Part['fields'] | undefined; readonly receivingUnits: Part['receivingUnits'] | undefined }): Part {
  return { ...(fields === undefined ? {} : { fields }), ...(receivingUnits === undefined ? {} : { receivingUnits }) };
}
