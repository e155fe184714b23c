import type { ListDocument, ListRow } from '@motcua/documents';
import { channelLabels, classLabels } from '@motcua/ledger';
import { namedIn, openHistories } from './histories.ts';
import type { Histories, ListSources } from './histories.ts';
import { paperOf, provenanceOf } from './pack.ts';
import type { Pack } from './pack.ts';
import { placedDossiers } from './placed-dossiers.ts';
import type { PlacedDossier } from './placed-dossiers.ts';

/**
 * Sổ theo dõi hồ sơ: every dossier that the form counts in column (3), those carried over first, then those received, by code, so that
 * those of a one-stop unit stand together. Who filed it is in no log, so the paper has no column for it.
 */
export function trackingBook(pack: Pack): ListDocument {
  return {
    ...paperOf(pack, ['SỔ THEO DÕI HỒ SƠ']), provenance: provenanceOf(pack),
    notes: ['Gồm hồ sơ kỳ trước chuyển sang và hồ sơ tiếp nhận trong kỳ; tình trạng tính đến hết kỳ. Hồ sơ được tiếp nhận nhiều lần đứng một dòng, số lần ở cột "Lần".'],
    table: { name: 'Sổ theo dõi', headings: [
      { id: 'order', label: 'STT', kind: 'integer', width: 6 }, { id: 'unit', label: 'Bộ phận một cửa', kind: 'text', width: 30 }, { id: 'dossier', label: 'Mã hồ sơ', kind: 'text', width: 22 },
      { id: 'from', label: 'Thuộc', kind: 'text', width: 14 }, { id: 'times', label: 'Lần', kind: 'integer', width: 5 },
      { id: 'procedure', label: 'Thủ tục', kind: 'text', width: 40 }, { id: 'authority', label: 'Cơ quan giải quyết', kind: 'text', width: 30 }, { id: 'channel', label: 'Kênh', kind: 'text', width: 12 },
      { id: 'receivedAt', label: 'Tiếp nhận', kind: 'instant' }, { id: 'dueAt', label: 'Hạn trả', kind: 'instant' }, { id: 'resolvedAt', label: 'Giải quyết xong', kind: 'instant' },
      { id: 'returnedAt', label: 'Trả kết quả', kind: 'instant' }, { id: 'state', label: 'Tình trạng', kind: 'text', width: 24 }, { id: 'supplements', label: 'Lần bổ sung', kind: 'integer', width: 8 },
    ] },
  };
}

/** What makes up column (3), in the order of the book. */
const PARTS = [['openingReceived', 'Kỳ trước'], ['received', 'Trong kỳ']] as const;

/** The rows of {@link trackingBook}. */
export async function* trackingRows(sources: ListSources, pack: Pack): AsyncGenerator<readonly ListRow[]> {
  const histories = await openHistories(sources, pack);
  let order = 0;
  for (const [figure, from] of PARTS) {
    for await (const batch of placedDossiers(sources, pack, histories, figure)) yield batch.map((one) => rowOf(one, from, histories, (order += 1)));
  }
}

function rowOf({ dossier, node, amount, steps }: PlacedDossier, from: string, { authorities, procedures }: Histories, order: number): ListRow {
  const situation = steps.at(-1)?.after;
  if (situation === undefined) return [order, null, dossier, from, amount, null, namedIn(authorities, node), null, null, null, null, null, null, null];
  const { placement: { receivingUnit, procedure, channel }, receivedAt = null, dueAt = null, resolvedAt = null, returnedAt = null, supplements } = situation;
  return [
    order, namedIn(authorities, receivingUnit), dossier, from, amount, namedIn(procedures, procedure), namedIn(authorities, node), channelLabels[channel], receivedAt, dueAt, resolvedAt, returnedAt,
    classLabels[situation.class], supplements,
  ];
}
