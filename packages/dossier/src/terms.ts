import type { Almanac } from './almanac.ts';
import type { LatenessRule } from './lateness-rule.ts';

/** By what a history is folded. Without an almanac, due dates that nobody told are unknown. */
export type Terms = { readonly rule: LatenessRule; readonly almanac: Almanac | undefined };
