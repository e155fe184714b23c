import { holdersOf, pastDutyDossiers } from '@motcua/database';
import type { ListDocument, ListRow } from '@motcua/documents';
import { apologyDuties, apologyStatus } from '@motcua/dossier';
import type { ApologyDuty, Step } from '@motcua/dossier';
import { civilDateOf } from '@motcua/kernel';
import { delayCauseLabels, groundLabels } from '@motcua/ledger';
import { namedIn, openHistories } from './histories.ts';
import type { Histories, ListSources } from './histories.ts';
import { paperOf, provenanceOf } from './pack.ts';
import type { Pack } from './pack.ts';

/** Phiếu xin lỗi còn thiếu: letters that were owed in the period and had neither been sent in time nor since when it ended. */
export function missingApologies(pack: Pack): ListDocument {
  return {
    ...paperOf(pack, ['DANH SÁCH HỒ SƠ CHƯA CÓ PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ']), provenance: provenanceOf(pack),
    notes: ['Nghĩa vụ xin lỗi phát sinh trong kỳ, đã quá hạn gửi mà đến hết kỳ chưa gửi (Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9). Ngày, giờ ghi theo giờ Việt Nam.'],
    table: { name: 'Thiếu phiếu', headings: [
      { id: 'order', label: 'STT', kind: 'integer', width: 5 }, { id: 'dossier', label: 'Mã hồ sơ', kind: 'text', width: 19 }, { id: 'authority', label: 'Cơ quan phải gửi', kind: 'text', width: 22 },
      { id: 'ground', label: 'Vì sao phải gửi', kind: 'text', width: 22 }, { id: 'openedAt', label: 'Phát sinh', kind: 'instant' }, { id: 'dueAt', label: 'Hạn trả', kind: 'instant' },
      { id: 'letterDueAt', label: 'Phải gửi chậm nhất', kind: 'instant' }, { id: 'cause', label: 'Nguyên nhân', kind: 'text', width: 14 }, { id: 'unitAtFault', label: 'Cơ quan làm chậm', kind: 'text', width: 22 },
    ] },
  };
}

/** The rows of {@link missingApologies}, by the dossiers' codes. */
export async function* missingApologyRows(sources: ListSources, pack: Pack): AsyncGenerator<readonly ListRow[]> {
  const histories = await openHistories(sources, pack);
  const { position: upTo, period: { scope } } = pack.content;
  let order = 0;
  for await (const dossiers of pastDutyDossiers(sources.tx, { period: pack.period, upTo })) {
    const all = await histories.of(dossiers);
    const missing = dossiers.flatMap((dossier, index) => missingOf(dossier, all[index] ?? [], histories, pack));
    const holders = await holdersOf(sources.tx, { scope, upTo }, missing);
    yield missing.flatMap((one, index): readonly ListRow[] => {
      const holder = holders[index];
      return holder === undefined ? [] : [rowOf(one, holder, histories, (order += 1))];
    });
  }
}

type Missing = ReturnType<typeof missingOf>[number];

function missingOf(dossier: string, steps: readonly Step[], { almanac, end }: Histories, { period: { from, to } }: Pack) {
  const placement = steps.at(-1)?.after.placement;
  if (placement === undefined) return [];
  return apologyDuties(steps, almanac).flatMap((duty: ApologyDuty) => {
    const day = civilDateOf(duty.openedAt);
    return day < from || day > to || apologyStatus(duty, end) !== 'not_met' ? [] : [{ dossier, duty, day, authority: duty.authority, field: placement.field, receivingUnit: placement.receivingUnit }];
  });
}

function rowOf({ dossier, duty }: Missing, holder: string, { authorities }: Histories, order: number): ListRow {
  const { ground, openedAt, dueAt, letterDueAt, cause, unitAtFault } = duty;
  return [
    order, dossier, namedIn(authorities, holder), groundLabels[ground], openedAt, dueAt, letterDueAt, delayCauseLabels[cause], unitAtFault === undefined ? null : namedIn(authorities, unitAtFault),
  ];
}
