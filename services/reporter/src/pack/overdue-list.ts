import { formatWorkingDuration } from '@motcua/calendar';
import type { ListDocument, ListRow } from '@motcua/documents';
import { parseInstant } from '@motcua/kernel';
import { delayCauseLabels } from '@motcua/ledger';
import { namedIn, openHistories } from './histories.ts';
import type { Histories, ListSources } from './histories.ts';
import { lateDossiers, mainCause } from './late-dossiers.ts';
import type { LateDossier } from './late-dossiers.ts';
import { paperOf, provenanceOf } from './pack.ts';
import type { Pack } from './pack.ts';

/** Hồ sơ đang giải quyết, quá hạn: what is behind column (13) of the form, with the delay up to the period's end. */
export function overdueList(pack: Pack): ListDocument {
  return {
    ...paperOf(pack, ['DANH SÁCH HỒ SƠ ĐANG GIẢI QUYẾT, QUÁ HẠN']), provenance: provenanceOf(pack),
    notes: ['Thời gian chậm tính đến hết kỳ, theo giờ làm việc của cơ quan; 1 ngày là 8 giờ làm việc. Ngày, giờ ghi theo giờ Việt Nam.'],
    table: { name: 'Quá hạn', headings: [
      { id: 'order', label: 'STT', kind: 'integer', width: 5 }, { id: 'dossier', label: 'Mã hồ sơ', kind: 'text', width: 19 },
      { id: 'procedure', label: 'Thủ tục', kind: 'text', width: 30 }, { id: 'authority', label: 'Cơ quan giải quyết', kind: 'text', width: 20 },
      { id: 'receivedAt', label: 'Tiếp nhận', kind: 'instant' }, { id: 'dueAt', label: 'Hạn trả', kind: 'instant' },
      { label: 'Chậm', under: [{ id: 'late', label: 'Ngày, giờ làm việc', kind: 'text', width: 12 }, { id: 'lateMinutes', label: 'Phút làm việc', kind: 'integer' }] },
      { id: 'cause', label: 'Nguyên nhân', kind: 'text', width: 14 }, { id: 'offices', label: 'Cơ quan làm chậm', kind: 'text', width: 20 },
      { id: 'letters', label: 'Phiếu xin lỗi', kind: 'text', width: 13 }, { id: 'letterAt', label: 'Ngày gửi phiếu gần nhất', kind: 'instant' },
    ] },
  };
}

/** The rows of {@link overdueList}. */
export async function* overdueRows(sources: ListSources, pack: Pack): AsyncGenerator<readonly ListRow[]> {
  const histories = await openHistories(sources, pack);
  let order = 0;
  for await (const batch of lateDossiers(sources, pack, histories, 'overdue')) yield batch.map((late) => rowOf(late, histories, (order += 1)));
}

function rowOf({ dossier, node, steps, delay }: LateDossier, { authorities, procedures }: Histories, order: number): ListRow {
  const situation = steps.at(-1)?.after;
  const letters = steps.flatMap(({ event }) => event.type === 'ApologyIssued' ? [event] : []);
  const [last, cause] = [letters.at(-1), mainCause(delay)];
  const sentAt = last?.data.sentAt === undefined ? last?.occurredAt : parseInstant(last.data.sentAt);
  return [
    order, dossier, situation === undefined ? null : namedIn(procedures, situation.placement.procedure), namedIn(authorities, node), situation?.receivedAt ?? null, delay?.dueAt ?? null,
    delay === undefined ? null : formatWorkingDuration(delay.minutes), delay?.minutes ?? null, cause === undefined ? null : delayCauseLabels[cause], delay?.shares.map(({ office }) => namedIn(authorities, office)).join('; ') ?? null,
    letters.length === 0 ? null : letters.map(({ data }) => data.letterNumber).join('; '), sentAt ?? null,
  ];
}
