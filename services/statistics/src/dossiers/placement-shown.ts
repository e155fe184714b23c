import { authorityNames, fieldNames, procedureNames } from '@motcua/database';
import type { Snapshot } from '@motcua/database';
import type { Placement } from '@motcua/dossier';
import { civilDateOf, parseInstant } from '@motcua/kernel';
import { channelLabels } from '@motcua/ledger';

/** Where something counts, with the names of the day on which the last event was recorded; null for what was never declared. */
export async function placementShown({ tx, asOf }: Snapshot, { authority, receivingUnit, procedure, field, channel }: Placement) {
  const on = civilDateOf(parseInstant(asOf.recordedAt ?? '') ?? 0);
  const [authorities, procedures, fields] = [await authorityNames(tx, on), await procedureNames(tx, on), await fieldNames(tx, on)];
  const named = (names: ReadonlyMap<string, { readonly name: string }>, code: string) => ({ code, name: names.get(code)?.name ?? null });
  return {
    authority: named(authorities, authority), receivingUnit: named(authorities, receivingUnit), procedure: named(procedures, procedure), field: named(fields, field),
    channel, channelLabel: channelLabels[channel],
  };
}
