import type { AppError, ErrorCode, InputError } from '@motcua/kernel';

/** Why an item is not accepted; a value, because many may come at once and none is exceptional. */
export type Refusal = {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly errors: readonly InputError[];
  /** Names of fields that nobody knows, as the sender wrote them; for the rejection log, which checks them again. */
  readonly unknownFields: readonly string[];
};

export function refusal(code: ErrorCode, detail: string, errors: readonly InputError[] = [], unknownFields: readonly string[] = []): Refusal {
  return { code, detail, errors, unknownFields };
}

export function refusalOf(error: AppError): Refusal {
  return refusal(error.code, error.message, error.errors);
}
