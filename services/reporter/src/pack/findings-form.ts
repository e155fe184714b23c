import { findingBatches, findingName } from '@motcua/database';
import type { Snapshot } from '@motcua/database';
import type { FormDocument, ListDocument, ListRow, Row } from '@motcua/documents';
import { findingLabels, findingStatusLabels, severityLabels } from '@motcua/ledger';
import type { FindingKind } from '@motcua/ledger';
import { detailText } from './finding-detail.ts';
import { paperOf, provenanceOf } from './pack.ts';
import type { Pack } from './pack.ts';

/** Phát hiện về chất lượng dữ liệu: how many of each kind, and those that were accepted when the period was closed. */
export function findingsForm(pack: Pack): FormDocument {
  const { findings, accepted } = pack.content;
  const sum = (of: (one: (typeof findings)[number]) => number) => findings.reduce((all, one) => all + of(one), 0);
  return {
    ...paperOf(pack, ['PHÁT HIỆN VỀ CHẤT LƯỢNG DỮ LIỆU']), orientation: 'portrait',
    parts: [
      {
        type: 'table', name: 'Phát hiện', unit: 'Đơn vị tính: phát hiện',
        headings: [
          { id: 'finding', label: 'Phát hiện', kind: 'text', width: 50 }, { id: 'severity', label: 'Mức độ', kind: 'text', width: 14 },
          { id: 'open', label: 'Còn mở', kind: 'integer' }, { id: 'settled', label: 'Đã xong', kind: 'integer' }, { id: 'all', label: 'Tổng số', kind: 'integer' },
        ],
        rows: [
          ...findings.map(({ kind, severity, open, settled }): Row => ({ cells: [kindLabel(kind), severityLabels[severity], open, settled, open + settled] })),
          { cells: ['Tổng cộng', null, sum(({ open }) => open), sum(({ settled }) => settled), sum(({ open, settled }) => open + settled)], emphasis: 'total' },
        ],
      },
      ...(accepted.length === 0 ? [] : [{
        type: 'table', name: 'Được chấp nhận', caption: 'Phát hiện chặn chốt kỳ đã được chấp nhận',
        headings: [{ id: 'finding', label: 'Tên phát hiện', kind: 'text', width: 50 }, { id: 'reason', label: 'Lý do', kind: 'text', width: 50 }],
        rows: accepted.map(({ finding, reason }): Row => ({ cells: [finding, reason] })),
      } as const]),
    ],
    notes: ['Chỉ gồm phát hiện từ nhật ký; không gồm sự kiện bị từ chối khi tiếp nhận.'],
  };
}

/** The findings themselves. */
export function findingsList(pack: Pack): ListDocument {
  return {
    ...paperOf(pack, ['DANH SÁCH PHÁT HIỆN VỀ CHẤT LƯỢNG DỮ LIỆU']), provenance: provenanceOf(pack),
    table: { name: 'Danh sách', headings: [
      { id: 'finding', label: 'Phát hiện', kind: 'text', width: 40 }, { id: 'severity', label: 'Mức độ', kind: 'text', width: 12 }, { id: 'status', label: 'Tình trạng', kind: 'text', width: 10 },
      { id: 'subject', label: 'Hồ sơ hoặc mã', kind: 'text', width: 24 }, { id: 'authority', label: 'Cơ quan', kind: 'text', width: 14 }, { id: 'day', label: 'Ngày', kind: 'date' },
      { id: 'position', label: 'Vị trí trong nhật ký', kind: 'integer' }, { id: 'source', label: 'Nguồn gửi', kind: 'text', width: 20 }, { id: 'detail', label: 'Chi tiết', kind: 'text', width: 40 },
      ...(isBlocked(pack.content) ? [{ id: 'name', label: 'Tên để chấp nhận', kind: 'text', width: 30 } as const] : []),
    ] },
  };
}

/** The rows of {@link findingsList}, of what the log held at the edition's position. */
export async function* findingRows(tx: Snapshot['tx'], { content }: Pack): AsyncGenerator<readonly ListRow[]> {
  const { period, position } = content;
  for await (const found of findingBatches(tx, { scope: period.scope, upTo: position, on: period.to })) {
    yield found.map((one) => [
      kindLabel(one.kind), severityLabels[one.severity], findingStatusLabels[one.status], one.subject, one.authority, one.day, one.position, one.source, detailText(one.detail),
      ...(isBlocked(content) ? [one.severity === 'blocking' ? findingName(one) : null] : []),
    ]);
  }
}

/** Whether there is anything to be accepted by its name. */
function isBlocked({ findings }: Pack['content']): boolean {
  return findings.some(({ severity }) => severity === 'blocking');
}

/** An edition may name a kind that the program has not any more. */
function kindLabel(kind: string): string {
  return findingLabels[kind as FindingKind] ?? kind;
}
