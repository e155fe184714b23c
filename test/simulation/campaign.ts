import { FATES } from './faults.ts';
import { simulate } from './run.ts';
import type { Defect } from './server.ts';

/** What runs of many seeds came to. `failures`: what ended a run early. */
export type CampaignEnd = {
  readonly runs: number;
  readonly steps: number;
  readonly events: number;
  readonly marks: ReadonlyMap<string, number>;
  readonly failures: readonly { readonly seed: number; readonly error: unknown }[];
};

/** What some run must have come to, else the runs show less than they are there for. */
export const TO_BE_REACHED: readonly string[] = [
  ...FATES, 'connecting fails', 'notice lost', 'notice twice', 'process dies', 'process ends', 'process stands still', 'process ended in order', 'server crashes',
  'the connection to the log was lost, trying again', 'a subscription lost its connection, trying again', 'append ended with DATABASE_UNAVAILABLE', 'append ended with STOPPING',
  'refused as a value that nobody can hold', 'follower left the loop', 'sent again', 'verdict appended', 'verdict duplicate', 'verdict wrong_revision', 'verdict id_reused',
  'leads', 'leader loses its session', 'clock is put wrong', 'operator sets an event aside', 'log: projection failed, beginning again', 'log: the database refuses a value, looking for the event',
  'log: projection stands still', 'log: event set aside, projection goes on', 'log: marking failed, beginning again',
  'process dies at a part of an edition', 'process stands still at the first part of an edition', 'reading breaks off', 'closing answered: closed', 'closing answered: already',
  'closing answered: somebody else was first', 'closing answered: preview', 'closing goes on with its parts', 'closing begun again', 'closing asked again',
  'closing ended with RESTATEMENT_OVERTAKEN', 'closing ended with PROJECTION_STOPPED', 'closing ended with STOPPING', 'edition set aside',
  'closing refused: not_ended', 'closing refused: unmarked', 'closing refused: finding', 'closing refused: not_open', 'closing refused: closed_otherwise',
];

/** Runs one seed after the other for as long as `goesOn` says so. */
export async function runSeeds(
  first: number, goesOn: (soFar: CampaignEnd) => boolean, { defect = 'none', onRun }: { readonly defect?: Defect; readonly onRun?: (end: CampaignEnd) => void } = {},
): Promise<CampaignEnd> {
  const marks = new Map<string, number>();
  const failures: { seed: number; error: unknown }[] = [];
  let end: CampaignEnd = { runs: 0, steps: 0, events: 0, marks, failures };
  for (let seed = first; goesOn(end); seed += 1) {
    try {
      const { steps, events, marks: reached } = await simulate({ seed, defect });
      for (const [name, times] of reached) marks.set(name, (marks.get(name) ?? 0) + times);
      end = { ...end, steps: end.steps + steps, events: end.events + events };
    } catch (error) {
      failures.push({ seed, error });
    }
    end = { ...end, runs: end.runs + 1 };
    onRun?.(end);
  }
  return end;
}
