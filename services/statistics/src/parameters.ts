import { scopeParts, WHOLE_COUNTRY } from '@motcua/database';
import { authorityCode, CHANNELS, dueText, LATENESS_RULES, LEVELS, ND61, UNKNOWN } from '@motcua/dossier';
import type { LatenessRule } from '@motcua/dossier';
import { AppError, parseInstant } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import { z } from 'zod';

/** The lateness rules that have books. */
export const RULES: readonly string[] = LATENESS_RULES.map(({ id }) => id);

/** The parameter `rule`. */
export const ruleParameter = z.string().max(32).default(ND61.id).meta({ description: `Quy tắc tính hạn: one of ${RULES.join(', ')}`, example: ND61.id });

const PARTS_MAX = 100;

/** The parameter `scope`. Whether its parts are known and apart is seen in the ledger. */
export const scopeParameter = z.string().max(6_500)
  .refine((scope) => scopeParts(scope).every((part) => authorityCode.safeParse(part).success), 'not the code of an authority such as H57, or several with commas between such as H57,H49')
  .refine((scope) => scopeParts(scope).length <= PARTS_MAX, `more than ${PARTS_MAX} codes`)
  .meta({
    description: `Phạm vi: the code of an authority, which stands for itself and everything under it, or VN (unless told) for everything; or at most ${PARTS_MAX} codes with commas between, of which none lies under another`,
    example: 'H57',
  }).default(WHOLE_COUNTRY);

/** The parameter `row`: of which table it is one is seen later. */
export const rowCode = z.string().refine((row) => authorityCode.safeParse(row).success,
  'no row of any table: rows are levels such as district, codes such as H57.31, G03-GD06 or 1.001234, channels such as online, or days such as 2024-01-05');

/** The parameter `at`: an instant, or a date, which means 17:00 of that day. */
export const atParameter = dueText.optional().meta({ description: 'Tính đến: an instant with an offset, or a date, which means 17:00 of it; now without it', example: '2024-03-14' });

/** @throws AppError `PARAMETER_INVALID` that names the rules there are. */
export function ruleOf(id: string): LatenessRule {
  const rule = LATENESS_RULES.find((known) => known.id === id);
  if (rule === undefined) throw invalidParameter('/rule', `There are no books under the rule "${id}": known are ${RULES.join(', ')}.`);
  return rule;
}

/** The rows that a table by level or by channel can have; undefined where rows are codes, which may be undeclared, or days. */
export function knownRows(by: string): readonly string[] | undefined {
  return by === 'level' ? [...LEVELS, UNKNOWN] : by === 'channel' ? [...CHANNELS, UNKNOWN] : undefined;
}

/** @throws AppError `PARAMETER_INVALID` that names the rows there can be, for a level or a channel that there is not. */
export function checkRow(by: string, row: string | undefined): void {
  const known = knownRows(by);
  if (row === undefined || known === undefined || known.includes(row)) return;
  throw invalidParameter('/row', `There is no ${by} "${row.slice(0, 40)}": the rows of a table by ${by} are ${known.join(', ')}; leave the row out for the whole scope.`);
}

/** The instant that `at` names, or else now. */
export function instantOf(at: string | undefined, now: Instant): Instant {
  return (at === undefined ? undefined : parseInstant(at)) ?? now;
}

/** @param pointer - Such as `/rule`. */
export function invalidParameter(pointer: string, detail: string): AppError {
  return new AppError('PARAMETER_INVALID', detail, { errors: [{ pointer, detail }] });
}
