/** More bars than these have no room for their numbers. */
export const FEW_BARS = 20;

/** More points than these would cover their line, and what it is told apart by, with their marks. */
export const FEW_MARKS = 24;
