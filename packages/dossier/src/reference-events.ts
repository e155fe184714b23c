import { isCivilDate } from '@motcua/kernel';
import { z } from 'zod';
import { authorityCode, fieldCode, procedureCode } from './event-schemas.ts';
import { UNKNOWN } from './situation.ts';

/** Cấp: of the authorities, and of the procedures they decide. */
export const LEVELS = ['province', 'district', 'commune'] as const;
export type Level = (typeof LEVELS)[number];

const civilDate = z.string().max(10).refine((text) => isCivilDate(text) && text >= '1945-09-02' && text < '2100-01-01', 'not a date such as 2024-01-05');
/** Names are for people: Vietnamese in composed form, without line breaks and other control characters. */
const name = z.string().max(300).normalize('NFC').trim().min(1).regex(/^\P{Cc}*$/u, 'not one line of text: it holds a control character');
const validity = { validFrom: civilDate, validTo: civilDate.optional() };

/** The scope that stands for every authority. */
const EVERYTHING = 'VN';

/** What a declaration may be about, by type: the words that stand for themselves in questions and answers are not free. */
export const referenceSubjects = {
  AuthorityDeclared: authorityCode.refine((code) => code !== UNKNOWN && code !== EVERYTHING,
    `a reserved word: ${UNKNOWN} stands for what nobody declared, ${EVERYTHING} for every authority`),
  ProcedureDeclared: procedureCode.refine((code) => code !== UNKNOWN, `a reserved word: ${UNKNOWN} stands for what nobody declared`),
} as const;

/**
 * The data of the events that declare what dossiers refer to, by type; the subject of the event is the code.
 * Validity includes both dates; without `validTo` it is open. Declaring again with the same `validFrom` replaces that version.
 */
export const referenceEventData = {
  /** Cơ quan giải quyết; `parent`: the code of the authority it belongs to, null at the top. */
  AuthorityDeclared: z.strictObject({ name, level: z.enum(LEVELS), parent: authorityCode.nullable(), ...validity })
    .refine(lasts, { path: ['validTo'], message: 'before validFrom' }),
  /** Thủ tục hành chính with its field (lĩnh vực). */
  ProcedureDeclared: z.strictObject({ name, field: fieldCode, fieldName: name, level: z.enum(LEVELS), ...validity })
    .refine(lasts, { path: ['validTo'], message: 'before validFrom' }),
} as const;

export type ReferenceEventType = keyof typeof referenceEventData;
/** The data as the log holds it. */
export type ReferenceEventData<T extends ReferenceEventType> = z.output<(typeof referenceEventData)[T]>;

export const REFERENCE_EVENT_TYPES = Object.keys(referenceEventData) as readonly ReferenceEventType[];

export function isReferenceEventType(type: string): type is ReferenceEventType {
  return Object.hasOwn(referenceEventData, type);
}

function lasts({ validFrom, validTo }: { readonly validFrom: string; readonly validTo?: string | undefined }): boolean {
  return validTo === undefined || validTo >= validFrom;
}
