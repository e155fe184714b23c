/** What a writer's process is asked to do. */
export type Wanted = { readonly url: string; readonly process: number; readonly writers: number; readonly rounds: number };

/** An append that was acknowledged. Its times are those of the clock that all processes of a machine share; nanoseconds. */
export type Acknowledged = { readonly name: string; readonly calledAt: bigint; readonly answeredAt: bigint; readonly positions: readonly number[] };

/** What a subscriber saw. `digest`: of positions and ids in the order in which they came. */
export type Followed = { readonly seen: number; readonly digest: string };

/** Events of a round: a dossier's whole life, and a rating in a stream that writers of all processes share. */
export const EVENTS_A_ROUND = 11;
