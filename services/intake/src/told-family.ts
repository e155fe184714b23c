import type { z } from 'zod';
import type { EventFamily, Validated } from './family.ts';

/** All that deciding needs of an event of which any valid one is accepted. */
export type Told = { readonly id: string };

/** A family of events of which any valid one is accepted, so that a stream's state is the ids it holds. */
export function toldFamily(schemas: Readonly<Record<string, z.ZodType>>, validate: (value: unknown, now: number) => Validated<Told>): EventFamily<readonly string[], Told> {
  return {
    schemas,
    validate,
    empty: [],
    replay: (records) => records.map((record) => record.id),
    holds: (ids, id) => ids.includes(id),
    decide: (ids, event) => ({ kind: 'accepted', state: [...ids, event.id] }),
  };
}
