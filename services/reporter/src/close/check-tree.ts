import { sumsByRule, treeOn } from '@motcua/database';
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
 * is under two others. Of authorities that stand above themselves each counts the others too, so the wholes of these are not compared.
 */
export async function treeFaults(tx: Snapshot['tx'], question: Question): Promise<readonly TreeFault[]> {
  const { scope, period, position } = question;
  const tree = (await treeOn(tx, { scope, on: period.to, upTo: position })).filter(({ code }) => code !== scope);
  const children = Map.groupBy(tree, ({ parent }) => parent ?? scope);
  const compared = [...children.keys()].filter((code) => code !== scope && !tree.some((node) => node.code === code && node.isAboveItself));
  const counted = new Map<string, OwnFigures>();
  for (const code of [scope, ...compared]) counted.set(code, await ownFigures(tx, question, code));
  const faults: TreeFault[] = [];
  for (const { id: rule } of LATENESS_RULES) {
    const own = counted.get(scope)?.get(rule) ?? new Map<string, Figures>();
    const wholes = new Map([...counted].map(([code, byRule]) => [code, sumOf(byRule.get(rule)?.values() ?? [])]));
    for (const [code, whole] of wholes) {
      const found = [...imbalances(whole), ...parentImbalances(whole, partsOf(code, { children, own, wholes }))];
      faults.push(...found.map((fault: Imbalance) => ({ ...fault, rule, scope: code })));
    }
  }
  return faults;
}

type Parts = { readonly children: ReadonlyMap<string, readonly TreeNode[]>; readonly own: ReadonlyMap<string, Figures>; readonly wholes: ReadonlyMap<string, Figures> };

/** What an authority's whole is made of: what counts for itself, and each child with all below it; of one whose whole is not compared, its own parts. */
function partsOf(code: string, parts: Parts): readonly Figures[] {
  const { children, own, wholes } = parts;
  const itself = own.get(code);
  return [...(itself === undefined ? [] : [itself]), ...(children.get(code) ?? []).flatMap((child) => {
    const whole = wholes.get(child.code);
    return whole === undefined ? partsOf(child.code, parts) : [whole];
  })];
}

/** Of every authority within a scope, by rule. */
type OwnFigures = ReadonlyMap<string, ReadonlyMap<string, Figures>>;

async function ownFigures(tx: Snapshot['tx'], { period, position }: Question, scope: string): Promise<OwnFigures> {
  const byRule = await sumsByRule(tx, { scope, period, dimension: 'authority', known: { upTo: position }, structureOn: period.to }, LATENESS_RULES.map(({ id }) => id));
  return new Map([...byRule].map(([rule, sums]) => [rule, new Map([...Map.groupBy(sums, ({ node }) => node)].map(([node, list]) => [node, figuresOf(list, 'authority')]))]));
}

function sumOf(all: Iterable<Figures>): Figures {
  const zero = figuresOf([], 'authority');
  return [...all].reduce((sum, one) => Object.fromEntries(Object.entries(sum).map(([id, value]) => [id, value + (one[id as keyof Figures])])) as Figures, zero);
}
