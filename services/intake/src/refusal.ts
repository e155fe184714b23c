import type { AppError, ErrorCode, InputError } from '@motcua/kernel';

/** What a refused event shows to be wrong with its source; anything else that is refused is only a wrong event. */
export const FAULTS = ['end_before_reception', 'finished_without_end', 'impossible_jump', 'occurred_in_future'] as const;
export type Fault = (typeof FAULTS)[number];

/** `authority`: where the dossier counted when its event was refused, as the log has it. */
export type Blame = { readonly fault: Fault; readonly authority?: string | undefined };

/** Why an item is not accepted; a value, because many may come at once and none is exceptional. */
export type Refusal = {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly errors: readonly InputError[];
  /** Names of fields that nobody knows, as the sender wrote them; for the rejection log, which checks them again. */
  readonly unknownFields: readonly string[];
  readonly blame?: Blame | undefined;
};

/** A refusal; `errors` say where, by JSON pointers. */
export function refusal(code: ErrorCode, detail: string, errors: readonly InputError[] = [], unknownFields: readonly string[] = []): Refusal {
  return { code, detail, errors, unknownFields };
}

export function refusalOf(error: AppError, blame?: Blame): Refusal {
  return { ...refusal(error.code, error.message, error.errors), blame };
}

/** An instant that is said to have been and cannot have been yet. */
export function tooEarly(detail: string, pointer: string): Refusal {
  return { ...refusal('EVENT_INVALID', detail, [{ pointer, detail: 'is more than 24 hours ahead' }]), blame: { fault: 'occurred_in_future' } };
}
