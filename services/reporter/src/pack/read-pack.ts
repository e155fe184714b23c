import { assertScope, authorityNames, editionContentOf, procedureClasses, standingEdition, WHOLE_COUNTRY } from '@motcua/database';
import type { Edition, Snapshot } from '@motcua/database';
import { UNKNOWN } from '@motcua/dossier';
import { parsePeriod, previousPeriod, samePeriodLastYear } from '@motcua/kernel';
import type { Period } from '@motcua/kernel';
import { editionId } from '@motcua/ledger';
import type { AnnexEntry, EditionContent } from '@motcua/ledger';
import { readContent } from '../close/read-content.ts';
import type { OtherPeriod, Pack } from './pack.ts';
import { watermarkOf } from './pack.ts';
import { readFacts } from './read-facts.ts';
import { sectionTemplate } from './resolution-section.ts';

/** What a pack is made of: an edition, or for a draft the period of a scope as it stands now; what was entered by hand, and an office's own template of the section. */
export type PackQuestion = ({ readonly kind: 'edition'; readonly edition: Edition } | { readonly kind: 'draft'; readonly scope: string; readonly period: Period }) & { readonly entries?: readonly AnnexEntry[] | undefined; readonly template?: Uint8Array | undefined };

/**
 * Reads what a pack is composed from, in a snapshot. Of an edition everything is as of its own position, and it is compared with those
 * editions that were in the log when it was made: the pack of an edition never changes.
 *
 * @throws AppError `SCOPE_UNKNOWN` for a draft of what nothing is known of, `TEMPLATE_INVALID`.
 */
export async function readPack(snapshot: Snapshot, question: PackQuestion): Promise<Pack> {
  const { tx } = snapshot;
  const edition = question.kind === 'edition' ? question.edition : null;
  const content = edition === null ? await draftContent(snapshot, question) : await editionContentOf(tx, edition);
  const period = parsePeriod(content.period.period, content.period.scheme);
  const upTo = edition?.position ?? snapshot.asOf.position;
  const names = await authorityNames(tx, period.to, content.position);
  const { scope } = content.period;
  const own = names.get(scope);
  return {
    edition, content, period, facts: await readFacts(snapshot, content), level: own === undefined || own.level === UNKNOWN ? undefined : own.level,
    classes: await procedureClasses(tx, period.to, content.position), entries: question.entries ?? [],
    section: await sectionTemplate(question.template, watermarkOf({ edition })), authority: own?.name ?? (scope === WHOLE_COUNTRY ? 'Cả nước' : scope),
    superior: own?.parent === null || own?.parent === undefined ? undefined : names.get(own.parent)?.name,
    others: [await otherPeriod(tx, 'previous', previousPeriod(period), { scope, upTo }), await otherPeriod(tx, 'last_year', samePeriodLastYear(period), { scope, upTo })],
  };
}

async function draftContent({ tx, asOf }: Snapshot, question: PackQuestion): Promise<EditionContent> {
  if (question.kind === 'edition') throw new TypeError('An edition is no draft');
  const { scope, period } = question;
  await assertScope(tx, scope);
  return readContent(tx, { scope, period, number: 1, position: asOf.position, predecessor: null, accepted: [] });
}

async function otherPeriod(tx: Snapshot['tx'], kind: OtherPeriod['kind'], period: Period, { scope, upTo }: { readonly scope: string; readonly upTo: number }): Promise<OtherPeriod> {
  const found = await standingEdition(tx, { scope, scheme: period.scheme, period: period.id, upTo });
  if (found === undefined) return { kind, period, edition: undefined, content: undefined };
  const content = await editionContentOf(tx, found);
  return { kind, period, edition: editionId(content.period), content };
}
