import { authorityCode, plainLine, plainText } from '@motcua/dossier';
import { isCivilDate, PERIOD_SCHEMES, uuidV5 } from '@motcua/kernel';
import type { PeriodScheme } from '@motcua/kernel';
import { z } from 'zod';

/** Phần của ấn bản: one stretch of the content of an edition that is being written. */
export const EDITION_PART = 'EditionPart';

/** Kỳ đã chốt: the edition is whole; without this event it does not exist. */
export const PERIOD_CLOSED = 'PeriodClosed';

/** Which edition of which figures: the first closing of a period has the number 1, each restating one the next. */
export type EditionKey = { readonly scheme: PeriodScheme; readonly scope: string; readonly period: string; readonly number: number };

/** `vpcp-15-14-H57-2024-Q1-1`. */
export function editionId({ scheme, scope, period, number }: EditionKey): string {
  return `${scheme}-${scope}-${period}-${number}`;
}

/** The id of the event that holds a part: the same for everybody who writes the same content, so that nothing is written twice. */
export function editionPartId(edition: string, sha256: string, part: number): string {
  return uuidV5('edition part', edition, sha256, String(part));
}

/** The id of the event that makes an edition: one for all who try, so that the first is the only one. */
export function periodClosedId(edition: string): string {
  return uuidV5('period closed', edition);
}

const id = z.string().min(1).max(160);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in hexadecimal');
const position = z.int().min(1);
const line = plainLine(500);
const civilDate = z.string().refine(isCivilDate, 'not a date such as 2024-01-05');
const counts = z.record(z.string(), z.int());

/** Một dòng lý do: why a blocking finding is accepted, or a note to an edition; one line without personal data. */
export const editionLine = line;

/** Ai chốt: a unit and a role, never a person. Not asked for as one line at first, so what is recorded is read so. */
export const closedBySchema = z.strictObject({ unit: plainText(100).exactOptional(), role: plainText(100).exactOptional() });

/** The same from whoever closes now: "who closed what" must have an answer. Editions made before it was asked for may have none. */
export const closerSchema = z.strictObject({ unit: plainLine(100).exactOptional(), role: plainLine(100).exactOptional() }).refine(({ unit, role }) => unit !== undefined || role !== undefined, 'without a unit and without a role');

/** A blocking finding that was accepted, by its name, with the reason that the edition prints. */
export const acceptedSchema = z.strictObject({ finding: z.string().min(1).max(400), reason: line });

/** Another edition, and what it held. */
export const editionRefSchema = z.strictObject({ edition: id, sha256 });

/** Data of `EditionPart`. `text`: the canonical JSON of the content from where the part before ends; `position`: of the log, as of which it was counted. */
export const editionPartData = z.strictObject({ edition: id, number: z.int().min(1), part: z.int().min(1), parts: z.int().min(1), position, sha256, text: z.string().min(1) });
export type EditionPartData = z.output<typeof editionPartData>;

/**
 * Data of `PeriodClosed`. `sha256`: of the content's canonical JSON in UTF-8, `bytes` its length, `parts` how many events hold it.
 * `position`: of the log, as of which it was counted. `totals`: by level, and `total`, the figures by id, for each lateness rule.
 * `chainRoot`: the hash chain of the log at `position`.
 */
export const periodClosedData = z.strictObject({
  edition: id, number: z.int().min(1), scheme: z.enum(PERIOD_SCHEMES), scope: authorityCode, period: z.string().min(4).max(24), from: civilDate, to: civilDate,
  position, recordedAt: z.string().max(30), sha256, bytes: z.int().min(2), parts: z.int().min(1),
  predecessor: editionRefSchema.nullable(),
  previous: editionRefSchema.nullable().meta({ description: 'The edition whose closing stocks this one opens with' }),
  openingDiffers: z.int().min(0).meta({ description: 'Cells whose opening is not that closing' }),
  totals: z.array(z.strictObject({ rule: z.string(), levels: z.array(z.strictObject({ level: z.string(), figures: counts })), total: counts })),
  versions: z.strictObject({
    definitions: z.record(z.string(), z.int()), rules: z.record(z.string(), z.int()), nationalCalendar: sha256,
    calendars: z.array(z.strictObject({ code: z.string(), position: z.int() })),
    authorities: z.strictObject({ declarations: z.int(), position: z.int() }), procedures: z.strictObject({ declarations: z.int(), position: z.int() }),
  }),
  findings: z.array(z.strictObject({ kind: z.string(), severity: z.enum(['blocking', 'warning']), open: z.int(), settled: z.int() })),
  accepted: z.array(acceptedSchema),
  closedBy: closedBySchema.nullable(), note: line.nullable(),
  chainRoot: sha256.nullable(),
});
export type PeriodClosedData = z.output<typeof periodClosedData>;
