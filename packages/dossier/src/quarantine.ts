import { z } from 'zod';
import { plainLine } from './plain-text.ts';

/** Quyết định để riêng: the operator sets aside an event of the log that no rule allows. */
export const QUARANTINED = 'EventQuarantined';

/** Data of `EventQuarantined`. `position`: of the event set aside; `reason`: one line for whoever reads the findings. */
export const quarantineData = z.strictObject({
  position: z.int().min(1),
  reason: plainLine(500),
});

/** The events set aside: reason by position. */
export type Quarantine = ReadonlyMap<number, string>;

/**
 * The decisions that count, from all records of the stream in which they are kept, wherever the reader stands: an event
 * set aside is met long before the decision about it. A decision that was itself set aside does not count.
 */
export function quarantineOf(records: readonly { readonly type: string; readonly position: number; readonly data: unknown }[]): Quarantine {
  const decisions = records.flatMap((record) => {
    const data = record.type === QUARANTINED ? quarantineData.safeParse(record.data).data : undefined;
    return data === undefined ? [] : [{ at: record.position, ...data }];
  });
  const named = new Set(decisions.map(({ position }) => position));
  return new Map(decisions.filter(({ at }) => !named.has(at)).map(({ position, reason }) => [position, reason]));
}
