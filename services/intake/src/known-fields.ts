import { authorityCode, CHANNELS, CORRECTABLE, dossierCode, FEEDBACK_CORRECTABLE, FEEDBACK_KINDS, feedbackCode, fieldCode, instantText, isDossierEventType, isFeedbackEventType, isReferenceEventType, isServiceEventType, procedureCode } from '@motcua/dossier';
import { isCivilDate } from '@motcua/kernel';
import { z } from 'zod';
import { eventSource } from './envelope.ts';

/** Codes and instants: what a refused item may leave behind. Free text, numbers of letters and ids are not among them. */
const ENVELOPE_FIELDS: Readonly<Record<string, z.ZodType<string>>> = {
  type: z.string().refine((type) => isDossierEventType(type) || isReferenceEventType(type) || isServiceEventType(type) || isFeedbackEventType(type)),
  subject: z.union([dossierCode.refine(isAgencyCode), feedbackCode.refine(isAgencyCode), authorityCode.refine(looksLikeCode)]),
  time: instantText,
  actorunit: authorityCode.refine(looksLikeCode),
};
const DATA_FIELDS: Readonly<Record<string, z.ZodType<string>>> = {
  authority: authorityCode.refine(looksLikeCode), receivingUnit: authorityCode.refine(looksLikeCode),
  procedure: procedureCode.refine(looksLikeCode),
  // Of a correction the name of what it corrects.
  field: z.union([fieldCode.refine(looksLikeCode), z.enum([...CORRECTABLE, ...FEEDBACK_CORRECTABLE])]),
  channel: z.enum(CHANNELS), kind: z.enum(FEEDBACK_KINDS), to: authorityCode.refine(looksLikeCode), dueAt: instantText, newDueAt: instantText,
  announcedOn: z.string().refine(isCivilDate), validFrom: z.string().refine(isCivilDate), validTo: z.string().refine(isCivilDate),
};

/** Telephone and identity numbers have nine digits or more, with or without dots; names have none. */
const DIGITS_MAX = 8;
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]{0,39}(?:\.[A-Za-z_][A-Za-z0-9_]{0,39})?$/;
const NAMES_MAX = 20;

/** The values that are valid by their own field's schema, by name (`type`, `data.authority` …). */
export function knownFields(value: unknown): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {};
  keep(value, ENVELOPE_FIELDS, '', kept);
  if (isObject(value)) keep(value['data'], DATA_FIELDS, 'data.', kept);
  return kept;
}

/** The source by which rejections are listed; '' when there is none that may be kept. */
export function sourceOf(value: unknown): string {
  const parsed = eventSource.safeParse(isObject(value) ? value['source'] : undefined);
  return parsed.success ? keepableSource(parsed.data) : '';
}

/** A source with so many digits that a telephone or identity number may be among them is cut before the part with the first one. */
export function keepableSource(source: string): string {
  return digitsIn(source) <= DIGITS_MAX ? source : /^(?:[^\d%]*[:/._~#?=&-])?/.exec(source)?.[0] ?? '';
}

/** Names of unknown fields, if they look like names: a value used as a name must not slip in. */
export function keepableNames(names: readonly string[]): readonly string[] {
  return names.filter(isKeepableName).slice(0, NAMES_MAX);
}

export function isKeepableName(name: string): boolean {
  return IDENTIFIER.test(name) && digitsIn(name) <= DIGITS_MAX;
}

function keep(value: unknown, fields: Readonly<Record<string, z.ZodType<string>>>, prefix: string, into: Record<string, string>): void {
  if (!isObject(value)) return;
  for (const [name, schema] of Object.entries(fields)) {
    const parsed = schema.safeParse(value[name]);
    if (parsed.success) into[`${prefix}${name}`] = parsed.data;
  }
}

/** Codes are letters with some digits; a sender may have put anything else of that form in the place of one. */
function looksLikeCode(text: string): boolean {
  const digits = digitsIn(text);
  return digits > 0 && digits <= DIGITS_MAX;
}

/** The agency in front of a dossier's date and number has letters and digits, which neither a name nor a number has. */
function isAgencyCode(code: string): boolean {
  const agency = code.slice(0, code.indexOf('-'));
  return /\d/.test(agency) && /[A-Z]/.test(agency);
}

function digitsIn(text: string): number {
  return text.replaceAll(/\D/g, '').length;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
