import { unitMemberBatches, unitsOf } from '@motcua/database';
import type { UnitMember } from '@motcua/database';
import type { Column, ListDocument, ListRow } from '@motcua/documents';
import { channelLabels, classLabels } from '@motcua/ledger';
import { namedIn, openHistories } from './histories.ts';
import type { Histories, ListSources } from './histories.ts';
import { paperOf, provenanceOf } from './pack.ts';
import type { Pack } from './pack.ts';
import { listCsv, listXlsx } from './pack-file.ts';
import type { PackFile } from './pack-file.ts';
import { countedIn, withSteps } from './placed-dossiers.ts';
import type { PlacedDossier } from './placed-dossiers.ts';

/** What makes up column (3), in the order of a book. */
const PARTS = { openingReceived: 'Kỳ trước', received: 'Trong kỳ' } as const;
const TITLE = 'SỔ THEO DÕI HỒ SƠ';

/**
 * Sổ theo dõi hồ sơ: a workbook each one-stop unit, for its counter to print and keep, and all of them as one CSV for programs. In them is every
 * dossier that the form counts in column (3), under the unit at which it counts. Who filed it is in no log, so there is no column for it.
 *
 * The workbooks come out of one reading, so they are written in this order.
 */
export async function trackingBooks(sources: ListSources, pack: Pack): Promise<readonly PackFile[]> {
  const [histories, units] = [await openHistories(sources, pack), await unitsOf(sources.tx, askedOf(pack))];
  const rowsOf = unitByUnit(bookRows(sources, pack, histories));
  return [
    ...units.map((unit) => ({ ...listXlsx(`so-theo-doi-${unit}`, bookOf(pack, unit, histories), () => rowsOf(unit)), title: `${TITLE}, ${namedIn(histories.authorities, unit)}` })),
    listCsv('so-theo-doi', { ...paperOf(pack, [TITLE]), table: { name: 'Sổ theo dõi', headings: [UNIT, ...COLUMNS] } }, async function* all() {
      for await (const rows of bookRows(sources, pack, histories)) yield rows.map(({ unit, cells }) => [namedIn(histories.authorities, unit), ...cells]);
    }),
  ];
}

const UNIT: Column = { id: 'unit', label: 'Bộ phận một cửa', kind: 'text', width: 30 };
const COLUMNS: readonly Column[] = [
  { id: 'order', label: 'STT', kind: 'integer', width: 6 }, { id: 'dossier', label: 'Mã hồ sơ', kind: 'text', width: 22 }, { id: 'from', label: 'Thuộc', kind: 'text', width: 11 },
  { id: 'times', label: 'Lần', kind: 'integer', width: 5 }, { id: 'procedure', label: 'Thủ tục', kind: 'text', width: 36 }, { id: 'authority', label: 'Cơ quan giải quyết', kind: 'text', width: 26 },
  { id: 'channel', label: 'Kênh', kind: 'text', width: 12 }, { id: 'receivedAt', label: 'Tiếp nhận', kind: 'instant' }, { id: 'dueAt', label: 'Hạn trả', kind: 'instant' },
  { id: 'resolvedAt', label: 'Giải quyết xong', kind: 'instant' }, { id: 'returnedAt', label: 'Trả kết quả', kind: 'instant' }, { id: 'state', label: 'Tình trạng', kind: 'text', width: 22 },
  { id: 'supplements', label: 'Lần bổ sung', kind: 'integer', width: 8 },
];

function bookOf(pack: Pack, unit: string, { authorities }: Histories): ListDocument {
  const { head, ...paper } = paperOf(pack, [TITLE, `Bộ phận một cửa: ${namedIn(authorities, unit)}`]);
  return {
    ...paper, head: unit === pack.content.period.scope ? head : { authority: authorities.get(unit)?.name ?? unit, superior: pack.authority }, provenance: provenanceOf(pack),
    signatures: [{ title: ['NGƯỜI LẬP SỔ'], hint: '(Ký, ghi rõ họ tên)' }, { title: ['PHỤ TRÁCH BỘ PHẬN MỘT CỬA'], hint: '(Ký, ghi rõ họ tên)' }],
    notes: ['Gồm hồ sơ kỳ trước chuyển sang và hồ sơ tiếp nhận trong kỳ; tình trạng tính đến hết kỳ. Hồ sơ được tiếp nhận nhiều lần đứng một dòng, số lần ở cột "Lần". Ngày, giờ ghi theo giờ Việt Nam.'],
    table: { name: 'Sổ theo dõi', headings: COLUMNS },
  };
}

type BookRow = { readonly unit: string; readonly cells: ListRow };

async function* bookRows({ tx }: ListSources, pack: Pack, histories: Histories): AsyncGenerator<readonly BookRow[]> {
  let [last, order] = ['', 0];
  for await (const members of unitMemberBatches(tx, askedOf(pack))) {
    yield (await withSteps(members, histories)).map((one) => {
      [last, order] = [one.unit, one.unit === last ? order + 1 : 1];
      return { unit: one.unit, cells: cellsOf(one, histories, order) };
    });
  }
}

function askedOf(pack: Pack) {
  return { ...countedIn(pack), figures: Object.keys(PARTS) };
}

function cellsOf({ dossier, node, amount, steps, figure }: PlacedDossier<UnitMember>, { authorities, procedures }: Histories, order: number): ListRow {
  const from = PARTS[figure as keyof typeof PARTS];
  const situation = steps.at(-1)?.after;
  if (situation === undefined) return [order, dossier, from, amount, null, namedIn(authorities, node), null, null, null, null, null, null, null];
  const { placement: { procedure, channel }, receivedAt = null, dueAt = null, resolvedAt = null, returnedAt = null, supplements } = situation;
  return [
    order, dossier, from, amount, namedIn(procedures, procedure), namedIn(authorities, node), channelLabels[channel], receivedAt, dueAt, resolvedAt, returnedAt, classLabels[situation.class], supplements,
  ];
}

/** The rows of one unit after the other out of one reading; each is asked for once, in their order. */
function unitByUnit(batches: AsyncGenerator<readonly BookRow[]>): (unit: string) => AsyncGenerator<readonly ListRow[]> {
  let waiting: readonly BookRow[] = [];
  return async function* of(unit) {
    for (;;) {
      if (waiting.length === 0) {
        const next = await batches.next();
        if (next.done === true) return;
        waiting = next.value;
      }
      const other = waiting.findIndex((row) => row.unit !== unit);
      const own = other < 0 ? waiting : waiting.slice(0, other);
      waiting = other < 0 ? [] : waiting.slice(other);
      yield own.map(({ cells }) => cells);
      if (other >= 0) return;
    }
  };
}
