/** Blocking: no period is closed over it unless somebody accepts it by name. */
export type FindingSeverity = 'blocking' | 'warning';

/**
 * - `unknown_authority`, `unknown_procedure`, `unknown_field`: the code was not declared, or not valid on the event's day,
 *   when the dossier came to it.
 * - `authority_cycle`: declared above itself. - `authority_without_successor`: its validity has ended over open dossiers;
 * not noted but derived, it follows from the declarations.
 * - `no_due_date`: resolved without a due date in force. - `claimed_outcome_differs`: the sender's own early, on time or late.
 * - `due_date_differs`: the sender's due date is not the one that its limit gives. - `second_reappointment`: the decree allows one.
 * - `supplement_asked_twice`: everything must be asked for at once.
 * - `code_date_differs`: the date in the dossier's code is neither the day of its reception nor that of its filing.
 * - `occurred_in_future`: more than 15 minutes after it was recorded. - `quarantined_event`: set aside by the operator, or left
 *   out because of an id that was used before.
 *
 * Of events that were refused, so that nothing of them is in the log: `end_before_reception`, `finished_without_end` (a result
 * without a resolution), `impossible_jump` (any other step that the state of the dossier does not allow), and `occurred_in_future`.
 */
export type FindingKind =
  | 'unknown_authority' | 'unknown_procedure' | 'unknown_field' | 'authority_cycle' | 'authority_without_successor' | 'no_due_date' | 'claimed_outcome_differs'
  | 'occurred_in_future' | 'quarantined_event' | 'due_date_differs' | 'second_reappointment' | 'supplement_asked_twice' | 'code_date_differs'
  | 'end_before_reception' | 'finished_without_end' | 'impossible_jump';
