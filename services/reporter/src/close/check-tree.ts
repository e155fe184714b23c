import { sumsOf, treeOn } from '@motcua/database';
import type { Snapshot, TreeNode } from '@motcua/database';
import { LATENESS_RULES } from '@motcua/dossier';
import type { Period } from '@motcua/kernel';
import { figuresOf, imbalances, parentImbalances } from '@motcua/ledger';
import type { Figures, Imbalance } from '@motcua/ledger';
import type { TreeFault } from './obstacles.ts';

type Question = { readonly scope: string; readonly period: Period; readonly position: number };

/**
 * The identities that an authority with all below it breaks, under every rule: those of the books, and that it is what its own
 * dossiers and its children make together. The organisation is that of the period's last day for all legs, so that no authority
 * is under two others.
 */
export async function treeFaults(tx: Snapshot['tx'], question: Question): Promise<readonly TreeFault[]> {
  const { scope, period, position } = question;
  const tree = await treeOn(tx, { scope, on: period.to, upTo: position });
  const children = Map.groupBy(tree.filter(({ code }) => code !== scope), ({ parent }) => parent ?? scope);
  const faults: TreeFault[] = [];
  for (const { id: rule } of LATENESS_RULES) {
    const own = await ownFigures(tx, question, scope, rule);
    const wholes = new Map<string, Figures>();
    for (const code of new Set([scope, ...children.keys()])) wholes.set(code, sumOfAll(code === scope ? own : await ownFigures(tx, question, code, rule)));
    for (const [code, whole] of wholes) {
      const found = [...imbalances(whole), ...parentImbalances(whole, partsOf(code, children.get(code) ?? [], own, wholes))];
      faults.push(...found.map((fault: Imbalance) => ({ ...fault, rule, scope: code })));
    }
  }
  return faults;
}

/** What an authority's whole is made of: what counts for itself, and each child with all below it. */
function partsOf(code: string, children: readonly TreeNode[], own: ReadonlyMap<string, Figures>, wholes: ReadonlyMap<string, Figures>): readonly Figures[] {
  return [own.get(code), ...children.map((child) => wholes.get(child.code) ?? own.get(child.code))].filter((part) => part !== undefined);
}

async function ownFigures(tx: Snapshot['tx'], { period, position }: Question, scope: string, rule: string): Promise<ReadonlyMap<string, Figures>> {
  const sums = await sumsOf(tx, { scope, period, rule, dimension: 'authority', known: { upTo: position }, structureOn: period.to });
  return new Map([...Map.groupBy(sums, ({ node }) => node)].map(([node, list]) => [node, figuresOf(list, 'authority')]));
}

function sumOfAll(own: ReadonlyMap<string, Figures>): Figures {
  const zero = figuresOf([], 'authority');
  return [...own.values()].reduce((all, one) => Object.fromEntries(Object.entries(all).map(([id, value]) => [id, value + (one[id as keyof Figures])])) as Figures, zero);
}
