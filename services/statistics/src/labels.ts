import type { ApologyDuty, ApologyStatus, Channel, DelayCause, DossierEventType, Level, ServiceEventType, UNKNOWN } from '@motcua/dossier';
import { LATENESS_RULES } from '@motcua/dossier';
import type { LimitUnit } from '@motcua/calendar';
import type { Cause, FactUnit, LegClass } from '@motcua/ledger';
import type { FindingKind } from '@motcua/database';

/** What officials read for the ledger's own words. Every table names all of them, or the compiler complains. */
export const levelLabels = {
  province: 'Cấp tỉnh', district: 'Cấp huyện', commune: 'Cấp xã', unknown: 'Chưa rõ cấp',
} as const satisfies Record<Level | typeof UNKNOWN, string>;

export const channelLabels = {
  online: 'Trực tuyến', in_person: 'Trực tiếp', postal: 'Bưu chính công ích', unknown: 'Chưa rõ kênh',
} as const satisfies Record<Channel | typeof UNKNOWN, string>;

export const classLabels = {
  outside: 'Chưa có trong sổ', awaiting_reception: 'Chờ tiếp nhận', in_progress: 'Đang giải quyết', overdue: 'Đang giải quyết, quá hạn',
  paused: 'Tạm dừng tính thời hạn', resolved_early: 'Đã giải quyết trước hạn', resolved_on_time: 'Đã giải quyết đúng hạn',
  resolved_late: 'Đã giải quyết quá hạn', resolved_undated: 'Đã giải quyết, không có hạn trả', refused: 'Từ chối tiếp nhận',
  withdrawn: 'Đã rút', terminated: 'Dừng xử lý',
  fee_due: 'Có nghĩa vụ tài chính', fee_paid_online: 'Đã thanh toán trực tuyến', payment_online: 'Giao dịch thanh toán trực tuyến', payment_otherwise: 'Giao dịch thanh toán cách khác',
  component_on_paper: 'Thành phần bản giấy', component_by_applicant: 'Thành phần người nộp gửi điện tử', component_by_counter: 'Thành phần một cửa số hóa',
  component_from_citizen_store: 'Thành phần lấy từ kho dữ liệu của công dân', component_from_national_database: 'Thành phần lấy từ cơ sở dữ liệu quốc gia',
  component_from_elsewhere: 'Thành phần dùng lại từ nguồn khác', input_digitized: 'Có thành phần được số hóa', result_electronic: 'Có kết quả điện tử',
  digitized_throughout: 'Số hóa cả đầu vào và đầu ra', slip_owed: 'Phiếu phải có', slip_signed: 'Phiếu có chữ ký số', slip_unsigned: 'Phiếu không có chữ ký số',
  rating_satisfied: 'Đánh giá hài lòng', rating_otherwise: 'Đánh giá khác',
} as const satisfies Record<LegClass, string>;

export const causeLabels = {
  submitted: 'Nộp trực tuyến', received: 'Tiếp nhận', refused: 'Từ chối tiếp nhận', paused: 'Tạm dừng tính thời hạn', unpaused: 'Tính tiếp thời hạn',
  overdue: 'Quá hạn', resolved: 'Giải quyết xong', withdrawn: 'Rút hồ sơ', terminated: 'Dừng xử lý', reopened: 'Mở lại', reassigned: 'Chuyển cơ quan giải quyết',
  succession: 'Đổi cấp hoặc cơ quan quản lý',
  corrected_authority: 'Đính chính cơ quan giải quyết', corrected_receiving_unit: 'Đính chính nơi tiếp nhận', corrected_procedure: 'Đính chính thủ tục',
  corrected_field: 'Đính chính lĩnh vực', corrected_channel: 'Đính chính kênh tiếp nhận', noted: 'Ghi nhận',
} as const satisfies Record<Cause, string>;

export const eventLabels = {
  DossierSubmitted: 'Nộp hồ sơ trực tuyến', DossierReceived: 'Tiếp nhận hồ sơ', DossierRefused: 'Từ chối tiếp nhận', SupplementRequested: 'Yêu cầu bổ sung hồ sơ',
  SupplementReceived: 'Nhận hồ sơ bổ sung', PaymentRequested: 'Yêu cầu thực hiện nghĩa vụ tài chính', FeePaid: 'Đã nộp phí, lệ phí',
  ProcessingSuspended: 'Tạm dừng giải quyết', ProcessingResumed: 'Tiếp tục giải quyết', DossierTransferred: 'Chuyển cơ quan phối hợp',
  OpinionRequested: 'Lấy ý kiến cơ quan khác', OpinionGiven: 'Cơ quan được lấy ý kiến đã trả lời', DelayAnnounced: 'Báo không kịp hạn',
  DueDateChanged: 'Thay đổi hạn trả kết quả', DossierFellOverdue: 'Quá hạn trả kết quả',
  ApologyIssued: 'Phiếu xin lỗi và hẹn lại ngày trả kết quả', DossierResolved: 'Đã giải quyết xong', ResultReady: 'Có kết quả, chờ trả', ResultReturned: 'Đã trả kết quả',
  DossierWithdrawn: 'Công dân rút hồ sơ', ProcessingTerminated: 'Dừng xử lý', DossierReopened: 'Mở lại hồ sơ', DossierReassigned: 'Chuyển cơ quan giải quyết',
  DossierCorrected: 'Đính chính', ComponentsDigitized: 'Số hóa thành phần hồ sơ', SlipIssued: 'Gửi phiếu cho người nộp hồ sơ', ServiceRated: 'Đánh giá sự phục vụ',
} as const satisfies Record<DossierEventType | ServiceEventType, string>;

/** Đơn vị đếm. */
export const unitLabels = {
  dossier: 'hồ sơ', payment: 'giao dịch', component: 'thành phần hồ sơ', slip: 'phiếu', rating: 'lượt đánh giá',
} as const satisfies Record<FactUnit, string>;

export const findingLabels = {
  unknown_authority: 'Cơ quan chưa được khai báo', unknown_procedure: 'Thủ tục chưa được khai báo',
  unknown_field: 'Lĩnh vực không được cho biết hoặc chưa được khai báo', authority_cycle: 'Cơ quan được khai báo là cấp trên của chính nó', no_due_date: 'Đã giải quyết mà không có hạn trả',
  claimed_outcome_differs: 'Nơi gửi báo sớm, đúng hạn hay quá hạn khác với kết quả tính', occurred_in_future: 'Thời điểm xảy ra ở tương lai',
  quarantined_event: 'Sự kiện được để riêng, chưa tính vào sổ', due_date_differs: 'Hạn trả nơi gửi báo khác với hạn tính từ thời hạn giải quyết',
  second_reappointment: 'Hẹn lại ngày trả kết quả từ lần thứ hai', supplement_asked_twice: 'Yêu cầu bổ sung hồ sơ từ lần thứ hai',
  authority_without_successor: 'Cơ quan hết hiệu lực, còn hồ sơ chưa xong, chưa có cơ quan tiếp nhận nhiệm vụ',
  code_date_differs: 'Ngày trong mã hồ sơ khác ngày tiếp nhận', end_before_reception: 'Báo kết thúc trước khi tiếp nhận', finished_without_end: 'Báo có kết quả mà chưa giải quyết xong',
  impossible_jump: 'Nguồn gửi chuyển trạng thái không thể có',
} as const satisfies Record<FindingKind, string>;

/** Lý do chậm; what follows "trễ do". */
export const delayCauseLabels = {
  verification: 'xác minh', inspection_team: 'đoàn kiểm tra', appraisal: 'thẩm định', objective: 'nguyên nhân khách quan', applicant: 'người nộp hồ sơ',
  coordinating_office: 'cơ quan phối hợp', own_fault: 'cơ quan giải quyết', unknown: 'chưa rõ nguyên nhân',
} as const satisfies Record<DelayCause, string>;

export const groundLabels = {
  announced: 'Báo trước là không kịp hạn', overdue: 'Quá hạn chưa giải quyết xong', ready_late: 'Giải quyết đúng hạn nhưng kết quả có sau hạn',
} as const satisfies Record<ApologyDuty['ground'], string>;

export const dutyStatusLabels = {
  owed: 'Còn phải gửi, chưa đến hạn', met_in_time: 'Đã gửi đúng hạn', met_late: 'Đã gửi trễ', not_met: 'Chưa gửi, đã quá hạn gửi',
} as const satisfies Record<ApologyStatus, string>;

export const limitUnitLabels = {
  working_days: 'ngày làm việc', calendar_days: 'ngày', hours: 'giờ làm việc',
} as const satisfies Record<LimitUnit, string>;

/** Tên quy tắc tính hạn; the id itself when there is no such rule. */
export function ruleLabel(id: string): string {
  return LATENESS_RULES.find((rule) => rule.id === id)?.label ?? id;
}
