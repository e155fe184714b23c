import { editionFaults, NATIONAL_CODE } from '@motcua/calendar';
import type { CalendarEdition } from '@motcua/calendar';
import { isCivilDate } from '@motcua/kernel';
import { z } from 'zod';
import { authorityCode, fieldCode, limit, procedureCode } from './event-schemas.ts';
import { plainLine } from './plain-text.ts';
import { UNKNOWN } from './situation.ts';
import { isTypeOf } from './type-guard.ts';

/** Cấp: of the authorities, and of the procedures they decide. */
export const LEVELS = ['province', 'district', 'commune'] as const;
export type Level = (typeof LEVELS)[number];

const civilDate = z.string().max(10).refine((text) => isCivilDate(text) && text >= '1945-09-02' && text < '2100-01-01', 'not a date such as 2024-01-05');
/** Names are for people: Vietnamese in composed form, without line breaks and other control characters. */
const name = plainLine(300);
const validity = { validFrom: civilDate, validTo: civilDate.optional() };

/** The scope that stands for every authority, and the code of the calendar that holds for all. */
const EVERYTHING = NATIONAL_CODE;

/** Mức độ dịch vụ công trực tuyến: fully or partly online (toàn trình, một phần), or information only. */
export const SERVICE_CLASSES = ['fully_online', 'partly_online', 'information'] as const;

/** Cơ quan kế thừa: takes over these fields of these receiving units; without both, the rest. */
const successor = z.strictObject({ authority: authorityCode, fields: z.array(fieldCode).min(1).max(500).exactOptional(), receivingUnits: z.array(authorityCode).min(1).max(500).exactOptional() });
export type Successor = z.output<typeof successor>;

const minute = z.int().min(0).max(1_440);
const interval = z.strictObject({ from: minute, to: minute }).refine(({ from, to }) => from < to, { path: ['to'], message: 'not after from' });
/** Minutes after midnight, in order and apart. */
const hours = z.array(interval).max(8).refine((list) => list.every(({ from }, index) => from >= (list[index - 1]?.to ?? 0)), 'not in order, or overlapping');
/** From Monday to Sunday; some day must be worked on, else no limit would ever end. */
const weekly = z.array(hours).length(7).refine((week) => week.some((day) => day.length > 0), 'no working hours at all');

const calendarDay = z.strictObject({
  date: civilDate, kind: z.enum(['off', 'work', 'weekly']), hours: hours.min(1).exactOptional(), name,
  verified: z.enum(['verified', 'press', 'unverified']).default('verified'), source: name.default('Thông báo của cơ quan'),
}).refine(({ kind, hours: worked }) => worked === undefined || kind === 'work', { path: ['hours'], message: 'only a day of work has hours' });

/** What a declaration may be about, by type: the words that stand for themselves in questions and answers are not free. */
export const referenceSubjects = {
  AuthorityDeclared: authorityCode.refine((code) => code !== UNKNOWN && code !== EVERYTHING,
    `a reserved word: ${UNKNOWN} stands for what nobody declared, ${EVERYTHING} for every authority`),
  ProcedureDeclared: procedureCode.refine((code) => code !== UNKNOWN, `a reserved word: ${UNKNOWN} stands for what nobody declared`),
  CalendarAnnounced: authorityCode.refine((code) => code !== UNKNOWN, `a reserved word: ${UNKNOWN} stands for what nobody declared`),
} as const;

/**
 * The data of the events that declare what dossiers refer to, by type; the subject of the event is the code.
 * Validity includes both dates; without `validTo` it is open. Declaring again with the same `validFrom` replaces that version.
 */
export const referenceEventData = {
  /**
   * Cơ quan giải quyết; `parent`: the code of the authority it belongs to, null at the top. `successors`: who takes over what is open
   * when the validity ends; whoever is named for the field or the receiving unit of a dossier comes before whoever has the rest.
   */
  AuthorityDeclared: z.strictObject({ name, level: z.enum(LEVELS), parent: authorityCode.nullable(), successors: z.array(successor).min(1).max(500).exactOptional(), ...validity })
    .refine(lasts, { path: ['validTo'], message: 'before validFrom' })
    .refine(({ validTo, successors }) => successors === undefined || validTo !== undefined, { path: ['successors'], message: 'only of an authority whose validity ends' })
    .refine(({ successors = [] }) => eachOnce(successors), { path: ['successors'], message: 'two for the same field or receiving unit, or two for the rest' }),
  /** Thủ tục hành chính with its field (lĩnh vực), the limit for those received from `validFrom` on, and the fee in đồng. */
  ProcedureDeclared: z.strictObject({
    name, field: fieldCode, fieldName: name, level: z.enum(LEVELS), limit: limit.optional(), fee: z.int().min(0).max(1_000_000_000_000).optional(),
    serviceClass: z.enum(SERVICE_CLASSES).optional(), ...validity,
  }).refine(lasts, { path: ['validTo'], message: 'before validFrom' }),
  /**
   * Thông báo lịch làm việc: an edition of the calendar of an authority and all below it, or of the country (`VN`). It changes
   * the days that it names and the weekly hours from a day on; due dates that were given before stay as they are.
   */
  CalendarAnnounced: z.strictObject({
    announcedOn: civilDate,
    hours: z.strictObject({ weekly, validFrom: civilDate }).exactOptional(),
    days: z.array(calendarDay).max(1_000).default([]),
  }).refine(({ hours: week, days }) => week !== undefined || days.length > 0, 'neither hours nor days')
    .superRefine(contradictsNothing),
} as const;

export type ReferenceEventType = keyof typeof referenceEventData;
/** The data as the log holds it. */
export type ReferenceEventData<T extends ReferenceEventType> = z.output<(typeof referenceEventData)[T]>;

export const REFERENCE_EVENT_TYPES = Object.keys(referenceEventData) as readonly ReferenceEventType[];

export const isReferenceEventType = isTypeOf(referenceEventData);

/** What the calendar itself cannot use, such as two entries for one date: an edition of the log is one that every reader can take. */
function contradictsNothing(edition: Pick<CalendarEdition, 'announcedOn' | 'hours' | 'days'>, context: { readonly issues: z.core.$ZodRawIssue[] }): void {
  for (const { pointer, detail } of editionFaults({ code: EVERYTHING, position: 1, ...edition })) {
    context.issues.push({ code: 'custom', message: detail, path: pointer.slice(1).split('/').map((part) => (/^\d+$/.test(part) ? Number(part) : part)), input: edition });
  }
}

/** Nobody may doubt which successor is meant. */
function eachOnce(successors: readonly Successor[]): boolean {
  const named = successors.flatMap(({ fields = [''], receivingUnits = [''] }) => fields.flatMap((field) => receivingUnits.map((unit) => `${field}|${unit}`)));
  return new Set(named).size === named.length;
}

function lasts({ validFrom, validTo }: { readonly validFrom: string; readonly validTo?: string | undefined }): boolean {
  return validTo === undefined || validTo >= validFrom;
}
