import type { RestatementReason } from '@motcua/ledger';

/** Why a figure of an edition is another one now, for officials. */
export const reasonLabels = {
  late_event: 'Sự kiện ghi nhận muộn', correction: 'Đính chính', calendar: 'Lịch làm việc công bố lại', authority: 'Khai báo cơ quan thay đổi',
  definition: 'Định nghĩa chỉ tiêu thay đổi', rule: 'Quy tắc tính hạn của chương trình thay đổi',
} as const satisfies Record<RestatementReason, string>;
