import type { PartComparison } from '@motcua/database';
import { streams } from '@motcua/event-store';
import type { EventStore, JsonObject } from '@motcua/event-store';
import { AppError, canonicalJson, eventKey } from '@motcua/kernel';
import { ACCEPTED_CELLS_MAX, DIFFERENCES_ACCEPTED, differencesAcceptedData, textHash } from '@motcua/ledger';
import type { DifferencesAcceptedData } from '@motcua/ledger';

export type Accepted = Pick<DifferencesAcceptedData, 'reason' | 'acceptedBy' | 'position' | 'version'> & { readonly differences: readonly PartComparison[] };

/**
 * Notes in the log that figures change with the rebuild, which cells, why and on whose word: a read model that is made again from
 * the log has it too.
 */
export async function acceptDifferences(store: EventStore, { differences, ...decision }: Accepted): Promise<void> {
  const told = differencesAcceptedData.safeParse({
    ...decision, parts: Object.fromEntries(differences.map(({ part, different }) => [part, different])),
    cells: shared(differences),
  });
  if (!told.success) throw new AppError('PARAMETER_INVALID', 'Accepting differences needs a reason of one line, at most 500 characters, and a unit or a role.');
  const text = canonicalJson(told.data);
  const [source, sourceId] = ['urn:motcua:operator', `differences-${decision.position}-${textHash(text).slice(0, 16)}`];
  const verdict = await store.append({ stream: streams.rebuild, expect: { kind: 'any' }, events: [{
    id: eventKey(source, sourceId), type: DIFFERENCES_ACCEPTED, source, sourceId, subject: streams.rebuild,
    occurredAt: new Date().toISOString(), schemaVersion: 1, data: JSON.parse(text) as JsonObject,
  }] });
  if (verdict.kind !== 'appended' && verdict.kind !== 'duplicate') throw new AppError('REBUILD_REFUSED', 'The decision could not be written to the log; nothing was changed.');
}

/** Something of every part. */
function shared(differences: readonly PartComparison[]): DifferencesAcceptedData['cells'] {
  const each = Math.floor(ACCEPTED_CELLS_MAX / Math.max(1, differences.length));
  return differences.flatMap(({ cells }) => cells.slice(0, each));
}
