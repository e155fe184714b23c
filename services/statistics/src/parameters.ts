import { dueText, LATENESS_RULES, ND61 } from '@motcua/dossier';
import type { LatenessRule } from '@motcua/dossier';
import { AppError, parseInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { z } from 'zod';

/** The lateness rules that have books. */
export const RULES: readonly string[] = LATENESS_RULES.map(({ id }) => id);

/** The parameter `rule`. */
export const ruleParameter = z.string().max(32).default(ND61.id).meta({ description: `Quy tắc tính hạn: one of ${RULES.join(', ')}`, example: ND61.id });

/** The parameter `at`: an instant, or a date, which means 17:00 of that day. */
export const atParameter = dueText.optional().meta({ description: 'Tính đến: an instant with an offset, or a date, which means 17:00 of it; now without it', example: '2024-03-14' });

/** @throws AppError `PARAMETER_INVALID` that names the rules there are. */
export function ruleOf(id: string): LatenessRule {
  const rule = LATENESS_RULES.find((known) => known.id === id);
  if (rule === undefined) throw invalidParameter('/rule', `There are no books under the rule "${id}": known are ${RULES.join(', ')}.`);
  return rule;
}

/** The instant that `at` names, or else now. */
export function instantOf(at: string | undefined, now: Instant): Instant {
  return (at === undefined ? undefined : parseInstant(at)) ?? now;
}

/** @param pointer - Such as `/rule`. */
export function invalidParameter(pointer: string, detail: string): AppError {
  return new AppError('PARAMETER_INVALID', detail, { errors: [{ pointer, detail }] });
}
