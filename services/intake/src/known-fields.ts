import { authorityCode, CHANNELS, dossierCode, fieldCode, instantText, isDossierEventType, isReferenceEventType, procedureCode } from '@motcua/dossier';
import { z } from 'zod';
import { eventSource } from './envelope.ts';

/** Codes and instants: what a refused item may leave behind. Free text, numbers of letters and ids are not among them. */
const ENVELOPE_FIELDS: Readonly<Record<string, z.ZodType<string>>> = {
  type: z.string().refine((type) => isDossierEventType(type) || isReferenceEventType(type)),
  subject: z.union([dossierCode, authorityCode]),
  time: instantText,
  actorunit: authorityCode,
};
const DATA_FIELDS: Readonly<Record<string, z.ZodType<string>>> = {
  authority: authorityCode, receivingUnit: authorityCode, procedure: procedureCode, field: fieldCode,
  channel: z.enum(CHANNELS), to: authorityCode, dueAt: instantText, newDueAt: instantText,
};

/** Telephone and identity numbers have nine digits in a row or more; no code has. */
const LOOKS_PERSONAL = /\d{9}/;
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
  return parsed.success && !LOOKS_PERSONAL.test(parsed.data) ? parsed.data : '';
}

/** Names of unknown fields, if they look like names: a value used as a name must not slip in. */
export function keepableNames(names: readonly string[]): readonly string[] {
  return names.filter(isKeepableName).slice(0, NAMES_MAX);
}

export function isKeepableName(name: string): boolean {
  return IDENTIFIER.test(name) && !LOOKS_PERSONAL.test(name);
}

function keep(value: unknown, fields: Readonly<Record<string, z.ZodType<string>>>, prefix: string, into: Record<string, string>): void {
  if (!isObject(value)) return;
  for (const [name, schema] of Object.entries(fields)) {
    const parsed = schema.safeParse(value[name]);
    if (parsed.success && !LOOKS_PERSONAL.test(parsed.data)) into[`${prefix}${name}`] = parsed.data;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
