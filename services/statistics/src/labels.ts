import type { DossierEventType, FeedbackEventType, FeedbackKind, FeedbackSituation, ServiceEventType } from '@motcua/dossier';
import { LATENESS_RULES } from '@motcua/dossier';
import type { LimitUnit } from '@motcua/calendar';
import type { Cause, FactUnit } from '@motcua/ledger';

// What officials read for the ledger's own words. Every table names all of them, or the compiler complains. Those that reports print too are the ledger's.

export const causeLabels = {
  submitted: 'Nộp trực tuyến', received: 'Tiếp nhận', refused: 'Từ chối tiếp nhận', paused: 'Tạm dừng tính thời hạn', unpaused: 'Tính tiếp thời hạn',
  overdue: 'Quá hạn', resolved: 'Giải quyết xong', withdrawn: 'Rút hồ sơ', terminated: 'Dừng xử lý', reopened: 'Mở lại', reassigned: 'Chuyển cơ quan giải quyết',
  succession: 'Đổi cấp hoặc cơ quan quản lý',
  corrected_authority: 'Đính chính cơ quan giải quyết', corrected_receiving_unit: 'Đính chính nơi tiếp nhận', corrected_procedure: 'Đính chính thủ tục',
  corrected_field: 'Đính chính lĩnh vực', corrected_channel: 'Đính chính kênh tiếp nhận', noted: 'Ghi nhận',
} as const satisfies Record<Cause, string>;

const eventLabels = {
  DossierSubmitted: 'Nộp hồ sơ trực tuyến', DossierReceived: 'Tiếp nhận hồ sơ', DossierRefused: 'Từ chối tiếp nhận', SupplementRequested: 'Yêu cầu bổ sung hồ sơ',
  SupplementReceived: 'Nhận hồ sơ bổ sung', PaymentRequested: 'Yêu cầu thực hiện nghĩa vụ tài chính', FeePaid: 'Đã nộp phí, lệ phí',
  ProcessingSuspended: 'Tạm dừng giải quyết', ProcessingResumed: 'Tiếp tục giải quyết', DossierTransferred: 'Chuyển cơ quan phối hợp',
  OpinionRequested: 'Lấy ý kiến cơ quan khác', OpinionGiven: 'Cơ quan được lấy ý kiến đã trả lời', DelayAnnounced: 'Báo không kịp hạn',
  DueDateChanged: 'Thay đổi hạn trả kết quả', DossierFellOverdue: 'Quá hạn trả kết quả',
  ApologyIssued: 'Phiếu xin lỗi và hẹn lại ngày trả kết quả', DossierResolved: 'Đã giải quyết xong', ResultReady: 'Có kết quả, chờ trả', ResultReturned: 'Đã trả kết quả',
  DossierWithdrawn: 'Công dân rút hồ sơ', ProcessingTerminated: 'Dừng xử lý', DossierReopened: 'Mở lại hồ sơ', DossierReassigned: 'Chuyển cơ quan giải quyết',
  DossierCorrected: 'Đính chính', ComponentsDigitized: 'Số hóa thành phần hồ sơ', SlipIssued: 'Gửi phiếu cho người nộp hồ sơ', ServiceRated: 'Đánh giá sự phục vụ',
  FeedbackReceived: 'Tiếp nhận phản ánh, kiến nghị', FeedbackReassigned: 'Chuyển cơ quan xử lý phản ánh, kiến nghị', FeedbackProcessed: 'Đã xử lý phản ánh, kiến nghị',
  FeedbackPublished: 'Đăng tải công khai kết quả xử lý phản ánh, kiến nghị', FeedbackDismissed: 'Không xử lý phản ánh, kiến nghị', FeedbackCorrected: 'Đính chính phản ánh, kiến nghị',
} as const satisfies Record<DossierEventType | ServiceEventType | FeedbackEventType, string>;

/** Tên sự kiện; the type itself where no dossier, service or feedback has such events. */
export function eventLabel(type: string): string {
  return Object.hasOwn(eventLabels, type) ? eventLabels[type as keyof typeof eventLabels] : type;
}

export const feedbackKindLabels = { regulation: 'Quy định hành chính', conduct: 'Hành vi hành chính' } as const satisfies Record<FeedbackKind, string>;

export const feedbackStateLabels = { open: 'Đang xử lý', processed: 'Đã xử lý', dismissed: 'Không xử lý' } as const satisfies Record<FeedbackSituation['state'], string>;

/** Đơn vị đếm. */
export const unitLabels = {
  dossier: 'hồ sơ', payment: 'giao dịch', component: 'thành phần hồ sơ', slip: 'phiếu', rating: 'lượt đánh giá', feedback: 'phản ánh, kiến nghị',
} as const satisfies Record<FactUnit, string>;

export const limitUnitLabels = {
  working_days: 'ngày làm việc', calendar_days: 'ngày', hours: 'giờ làm việc',
} as const satisfies Record<LimitUnit, string>;

/** Tên quy tắc tính hạn; the id itself when there is no such rule. */
export function ruleLabel(id: string): string {
  return LATENESS_RULES.find((rule) => rule.id === id)?.label ?? id;
}
