import type { ApologyDuty, ApologyStatus, Channel, DelayCause, Level, UNKNOWN } from '@motcua/dossier';
import type { FindingKind, FindingSeverity } from './finding-kinds.ts';
import type { LegClass } from './movement.ts';

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

/** Loại: where a dossier is, and what is counted of it beside that. */
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
  feedback_regulation: 'Phản ánh, kiến nghị về quy định hành chính, đang xử lý', feedback_regulation_overdue: 'Phản ánh, kiến nghị về quy định hành chính, đang xử lý, quá hạn',
  feedback_conduct: 'Phản ánh, kiến nghị về hành vi hành chính, đang xử lý', feedback_conduct_overdue: 'Phản ánh, kiến nghị về hành vi hành chính, đang xử lý, quá hạn',
  feedback_on_time: 'Phản ánh, kiến nghị đã xử lý đúng hạn', feedback_late: 'Phản ánh, kiến nghị đã xử lý quá hạn', feedback_undated: 'Phản ánh, kiến nghị đã xử lý, không có thời hạn',
  feedback_dismissed: 'Phản ánh, kiến nghị không xử lý', feedback_published: 'Kết quả xử lý phản ánh, kiến nghị đã công khai',
} as const satisfies Record<LegClass, string>;
