import type { Edition, ProcedureClass } from '@motcua/database';
import type { Level } from '@motcua/dossier';
import { formatCivilDate } from '@motcua/kernel';
import type { Period } from '@motcua/kernel';
import { BLANK, signingTitle } from '@motcua/documents';
import type { FormDocument } from '@motcua/documents';
import { periodTitle } from '@motcua/ledger';
import type { AnnexEntry, EditionContent } from '@motcua/ledger';
import type { PackFacts } from './read-facts.ts';
import type { SectionTemplate } from './resolution-section.ts';

/**
 * What the papers of a pack are composed from: an edition, or what one would hold. `edition`: null of a draft, which has no id.
 * `authority`: how the scope is called, `superior`: who stands above it.
 */
export type Pack = {
  readonly edition: Edition | null;
  readonly content: EditionContent;
  readonly period: Period;
  readonly authority: string;
  readonly superior: string | undefined;
  readonly facts: PackFacts;
  /** Of the scope's authority; undefined of the whole country. */
  readonly level: Level | undefined;
  /** Procedures in force at the period's end, with the class of their online service. */
  readonly classes: readonly ProcedureClass[];
  /** What was entered by hand for the annex. */
  readonly entries: readonly AnnexEntry[];
  /** What the section of the report is filled into. */
  readonly section: SectionTemplate;
  /** Editions of other periods to compare with. */
  readonly others: readonly OtherPeriod[];
};

/** Kỳ so sánh. `content`: of the edition that stood when this one was made, undefined where there was none. */
export type OtherPeriod = { readonly kind: 'previous' | 'last_year'; readonly period: Period; readonly edition: string | undefined; readonly content: EditionContent | undefined };

/** What every paper of a pack has around its body. `form`: such as `Biểu số II.06a/VPCP/KSTT`. */
export function paperOf(pack: Pack, title: readonly [string, ...string[]], form?: string): Omit<FormDocument, 'parts'> {
  const { authority, superior, period } = pack;
  return {
    title: [...title, `Kỳ báo cáo: ${periodTitle(period)} (từ ngày ${formatCivilDate(period.from)} đến hết ngày ${formatCivilDate(period.to)})`],
    head: { authority, superior, form }, orientation: 'landscape',
    signatures: [{ title: ['NGƯỜI LẬP BIỂU'], hint: '(Ký, ghi rõ họ tên)' }, { title: signingTitle(authority), hint: '(Ký, ghi rõ họ tên và đóng dấu)' }],
    watermark: watermarkOf(pack), provenance: provenanceOf(pack),
  };
}

/** What stands behind every page of a draft. */
export function watermarkOf({ edition }: Pick<Pack, 'edition'>): string | undefined {
  return edition === null ? 'Dự thảo' : undefined;
}

/** Nguồn số liệu: from what the numbers come. */
export function provenanceOf({ edition, content: { position, versions } }: Pack): NonNullable<FormDocument['provenance']> {
  const [id, sha256] = edition === null ? ['dự thảo, chưa chốt kỳ', BLANK] : [edition.closed.edition, edition.closed.sha256];
  return [
    { label: 'Ấn bản', value: id }, { label: 'SHA-256', value: sha256 },
    { label: 'Tính đến vị trí', value: `${position} của nhật ký` },
    { label: 'Quy tắc tính hạn', value: Object.entries(versions.rules).map(([rule, version]) => `${rule} phiên bản ${version}`).join(', ') },
  ];
}
