/** Where a fault can happen: before an append counts, after it counts and before its answer, when a read or a subscription begins, and at each event of a subscription. */
export type FaultPoint = 'before-commit' | 'after-commit' | 'read' | 'subscribe' | 'event';

/**
 * - `cut`: every connection breaks. - `mute`: nothing is ever answered. - `end`: the answer ends cleanly where it stands.
 * - `refuse`: UNAVAILABLE. - `not-leader`: "ask that node", the peer's own address. - a number: so many milliseconds later.
 */
export type Fault = 'cut' | 'mute' | 'end' | 'refuse' | 'not-leader' | number;

/** Asked at every point; undefined when all is well. `stream`: of appends and reads of one stream. */
export type FaultPlan = (point: FaultPoint, stream: string | undefined) => Fault | undefined;
