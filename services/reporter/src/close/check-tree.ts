import { membersOn, sumsOfTables, treeOn } from '@motcua/database';
import type { Snapshot, TreeNode } from '@motcua/database';
import { LATENESS_RULES } from '@motcua/dossier';
import type { Period } from '@motcua/kernel';
import { currentDefinitions, figuresOf, imbalances, parentImbalances } from '@motcua/ledger';
import type { FigureId, Figures, Imbalance } from '@motcua/ledger';
import type { TreeFault } from './obstacles.ts';

type Question = { readonly scope: string; readonly period: Period; readonly position: number };

/**
 * The identities that an authority with all below it breaks, under every rule: those of the books, and that it is what its own
 * dossiers and its children make together. The organisation is that of the period's last day for all legs, so that no authority
 * is under two others. Of authorities that stand above themselves each counts the others too, so the wholes of these are not compared.
 *
 * What every authority counts for itself is asked once for the whole scope; who belongs to whom is asked of the scopes, and compared with the tree.
 */
export async function treeFaults(tx: Snapshot['tx'], { scope, period, position }: Question): Promise<readonly TreeFault[]> {
  const asked = { on: period.to, upTo: position };
  const tree = (await treeOn(tx, { scope, ...asked })).filter(({ code }) => code !== scope);
  const compared = tree.filter(({ isAboveItself }) => !isAboveItself).map(({ code }) => code);
  const members = await membersOn(tx, { scopes: compared, ...asked });
  const children = Map.groupBy(tree, ({ parent }) => parent ?? scope);
  const tables = { rules: LATENESS_RULES.map(({ id }) => id), dimensions: ['authority'] } as const;
  return (await sumsOfTables(tx, { scope, period, known: { upTo: position }, structureOn: period.to }, tables)).flatMap(({ rule, sums }) => {
    const own = new Map([...Map.groupBy(sums, ({ node }) => node)].map(([code, list]) => [code, figuresOf(list, 'authority')]));
    const wholes = new Map([[scope, sumOf([...own.values()])], ...compared.map((code) => [code, sumOf(figuresIn(own, members.get(code) ?? []))] as const)]);
    return [...wholes].flatMap(([code, whole]) =>
      [...imbalances(whole), ...parentImbalances(whole, partsOf(code, { children, own, wholes }))].map((fault: Imbalance) => ({ ...fault, rule, scope: code })));
  });
}

type Parts = { readonly children: ReadonlyMap<string, readonly TreeNode[]>; readonly own: ReadonlyMap<string, Figures>; readonly wholes: ReadonlyMap<string, Figures> };

/** What an authority's whole is made of: what counts for itself, and each child with all below it; of one whose whole is not compared, its own parts. */
function partsOf(code: string, parts: Parts): readonly Figures[] {
  const { children, own, wholes } = parts;
  return [...figuresIn(own, [code]), ...(children.get(code) ?? []).flatMap((child) => {
    const whole = wholes.get(child.code);
    return whole === undefined ? partsOf(child.code, parts) : [whole];
  })];
}

function figuresIn(own: ReadonlyMap<string, Figures>, codes: readonly string[]): readonly Figures[] {
  return codes.flatMap((code) => own.get(code) ?? []);
}

function sumOf(all: readonly Figures[]): Figures {
  const sum: Record<FigureId, number> = figuresOf([], 'authority');
  for (const one of all) for (const { id } of currentDefinitions.figures) sum[id] += one[id];
  return sum;
}
