import type { z } from 'zod';

/** Lý do đính chính. */
export const CORRECTION_REASONS = ['typing_error', 'wrong_document', 'system_error', 'other'] as const;

/** Reads both values of a correction by the rule of the field that they correct, and notes what is wrong with them: either by itself, or that they are the same. Null stands for nothing. */
export function readCorrection<C extends { readonly old: string | null; readonly new: string | null }>(correction: C, schema: z.ZodType<string>, context: Issues): C {
  const read = (key: 'old' | 'new'): string | null => {
    const value = correction[key];
    const parsed = value === null ? undefined : schema.safeParse(value);
    if (parsed === undefined || parsed.success) return parsed?.data ?? null;
    context.issues.push({ code: 'custom', message: parsed.error.issues[0]?.message ?? 'not valid', path: [key], input: value });
    return value;
  };
  const [old, changed] = [read('old'), read('new')];
  if (changed === old) context.issues.push({ code: 'custom', message: 'the same as the old value: a correction must change something', path: ['new'], input: correction.new });
  return { ...correction, old, new: changed };
}

/** Where the reading of a form notes what is wrong. */
export type Issues = { readonly issues: z.core.$ZodRawIssue[] };

/** Whether two instants as the log writes them, UTC with milliseconds, are of one minute: their first 16 characters are. Nothing is like nothing. */
export function sameMinute(said: string | null | undefined, old: string | null): boolean {
  if (said === undefined || said === null || old === null) return said === old;
  return said.slice(0, 16) === old.slice(0, 16);
}
