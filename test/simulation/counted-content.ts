import { programVersions } from '@motcua/database';
import type { FindingRow, JournalEntry } from '@motcua/database';
import { LATENESS_RULES, ND61, UNKNOWN } from '@motcua/dossier';
import type { Placement } from '@motcua/dossier';
import { compareOpening, currentDefinitions, editionContent, editionTable, legsOf } from '@motcua/ledger';
import type { EditionContent, EditionTable, Sum } from '@motcua/ledger';
import type { ContentQuestion } from '@motcua/reporter';

/** Nobody declares an authority in these worlds, so that all are of one level; figures alone are enough of the definitions. */
const DIMENSIONS = ['level', 'authority', 'channel'] as const;
const DEFINITIONS = { figures: currentDefinitions.figures, rates: [], indicators: [] };

/** What is posted, as far as contents follow from it. `findings`: blocking ones, which nothing settles. */
export type PostedLegs = { readonly journal: readonly JournalEntry[]; readonly findings: readonly Pick<FindingRow, 'kind' | 'position'>[] };

/** What an edition holds, counted leg by leg from what is posted up to a position, by the ledger's own rules. */
export function countedContent({ journal, findings }: PostedLegs, question: ContentQuestion): EditionContent {
  const { scope, period: { scheme, id: period, from, to }, number, position, predecessor, accepted } = question;
  const known = journal.filter((entry) => entry.position <= position);
  const tables = LATENESS_RULES.flatMap(({ id: rule }) => DIMENSIONS.map((by) => editionTable({ rule, by }, sumsOf(known, question, rule, by), new Map(), DEFINITIONS)));
  const open = findings.filter((finding) => finding.position <= position).length;
  const none = { declarations: 0, position: 0 };
  return editionContent({
    period: { scheme, scope, period, number, from, to }, position, predecessor, accepted, tables, definitions: DEFINITIONS,
    versions: { ...programVersions(), calendars: [], authorities: none, procedures: none },
    findings: open === 0 ? [] : [{ kind: 'quarantined_event', severity: 'blocking', open, settled: 0 }],
    opening: compareOpening({ definitions: DEFINITIONS, tables }, undefined),
  });
}

/** Every leg is a sum of its own. The books of other rules hold what they have otherwise than the base rule's. */
function sumsOf(journal: readonly JournalEntry[], { period: { from, to } }: ContentQuestion, rule: string, by: EditionTable['by']): readonly (Sum & { readonly node: string })[] {
  return journal.map(({ posting }) => posting).filter(({ movement }) => (movement.rule === rule || movement.rule === ND61.id) && movement.effectiveOn <= to).flatMap((posting) => {
    const { effectiveOn, cause } = posting.movement;
    return legsOf(posting).map(({ side, amount, class: of, placement }) => ({
      node: nodeOf(placement, by), class: of, cause, side, channel: placement.channel, opening: effectiveOn < from ? amount : 0, flow: effectiveOn < from ? 0 : amount,
    }));
  });
}

function nodeOf({ authority, channel }: Placement, by: EditionTable['by']): string {
  return by === 'authority' ? authority : by === 'channel' ? channel : UNKNOWN;
}
