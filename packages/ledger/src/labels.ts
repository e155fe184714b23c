import type { ApologyDuty, ApologyStatus, Channel, DelayCause, Level, UNKNOWN } from '@motcua/dossier';
import type { FindingKind, FindingSeverity } from './finding-kinds.ts';

/** What officials read for the ledger's own words. Every table names all of them, or the compiler complains. */
export const levelLabels = {
  province: 'Cấp tỉnh', district: 'Cấp huyện', commune: 'Cấp xã', unknown: 'Chưa rõ cấp',
} as const satisfies Record<Level | typeof UNKNOWN, string>;

export const channelLabels = {
  online: 'Trực tuyến', in_person: 'Trực tiếp', postal: 'Bưu chính công ích', unknown: 'Chưa rõ kênh',
} as const satisfies Record<Channel | typeof UNKNOWN, string>;

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

export const severityLabels = { blocking: 'Chặn chốt kỳ', warning: 'Cảnh báo' } as const satisfies Record<FindingSeverity, string>;

export const findingStatusLabels = { open: 'còn mở', settled: 'đã xong' } as const satisfies Record<'open' | 'settled', string>;
