import { hash } from 'node:crypto';
import { canonicalJson } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import type { Definition } from './definitions.ts';
import type { EditionKey, PeriodClosedData } from './edition-events.ts';
import type { EditionDimension, EditionTable } from './edition-tables.ts';
import type { IndicatorDefinition } from './indicators.ts';
import type { RateDefinition } from './rates.ts';

/** The definitions that an edition was counted by, in full: it can be counted again by them whatever the program's are then. */
export type EditionDefinitions = {
  readonly figures: readonly Definition[];
  readonly rates: readonly RateDefinition[];
  readonly indicators: readonly IndicatorDefinition<string>[];
};

/** Which editions of everything else the figures follow from. `nationalCalendar`: SHA-256 of the one that is shipped. Positions: of the last declaration. */
export type EditionVersions = Omit<PeriodClosedData['versions'], 'definitions'>;

/** A part of why an opening is not the closing before it. `dossiers`: at most 100 of those responsible. */
export type OpeningReason = { readonly reason: string; readonly amount: number; readonly dossiers: readonly string[] };

/** A stock at the period's beginning that is not what the edition before closed with. `node`: null for the table's total. */
export type OpeningDifference = {
  readonly rule: string; readonly by: EditionDimension; readonly node: string | null;
  /** The opening figure. */
  readonly figure: string;
  readonly closing: number; readonly opening: number;
  readonly reasons: readonly OpeningReason[];
};

/** Kỳ trước chuyển sang: how the opening stocks compare with the edition before, null when there is none. `compared`: cells. */
export type Opening = { readonly previous: EditionRef | null; readonly compared: number; readonly different: readonly OpeningDifference[] };
/** Another edition by its id, and the hash of its content. */
export type EditionRef = { readonly edition: string; readonly sha256: string };

/**
 * Nội dung ấn bản: everything that an edition holds and that follows from the log, so that it can be made again from it. Who closed
 * it and when, and the log's chain of hashes, stand in the event that makes it.
 */
export type EditionContent = {
  readonly format: 1;
  readonly period: EditionKey & { readonly from: CivilDate; readonly to: CivilDate };
  /** As of which position of the log it was counted. */
  readonly position: number;
  /** The edition that this one restates. */
  readonly predecessor: EditionRef | null;
  readonly definitions: EditionDefinitions;
  readonly versions: EditionVersions;
  readonly findings: PeriodClosedData['findings'];
  readonly accepted: PeriodClosedData['accepted'];
  readonly opening: Opening;
  /** Every lateness rule by every dimension. */
  readonly tables: readonly EditionTable[];
};

/** An edition's content in order: tables, findings and acceptances sorted, so that equal contents have one text. */
export function editionContent(parts: Omit<EditionContent, 'format'>): EditionContent {
  const { findings, accepted, tables, versions } = parts;
  return {
    ...parts, format: 1,
    versions: { ...versions, calendars: sorted(versions.calendars, ({ code }) => code) },
    findings: sorted(findings, ({ kind, severity }) => `${kind} ${severity}`),
    accepted: sorted(accepted, ({ finding }) => finding),
    tables: sorted(tables, ({ rule, by }) => `${rule} ${by}`),
  };
}

/** The canonical JSON of a content: what is stored, shown and hashed. */
export function editionText(content: EditionContent): string {
  return canonicalJson(content);
}

/** SHA-256 of the canonical JSON in UTF-8, in hexadecimal. */
export function editionHash(content: EditionContent): string {
  return textHash(editionText(content));
}

/** SHA-256 of a text in UTF-8, in hexadecimal. */
export function textHash(text: string): string {
  return hash('sha256', text, 'hex');
}

/** Whether two contents say different things about the period: other figures, definitions or rules. Not: when, or how much else was known. */
export function saysOtherwise(a: EditionContent, b: EditionContent): boolean {
  const said = ({ tables, definitions, versions }: EditionContent): string => canonicalJson({ tables, definitions, rules: versions.rules });
  return said(a) !== said(b);
}

function sorted<T>(list: readonly T[], key: (item: T) => string): T[] {
  return list.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
