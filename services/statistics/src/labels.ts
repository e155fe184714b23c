import type { Channel, DossierClass, DossierEventType, Level, UNKNOWN } from '@motcua/dossier';
import type { Cause } from '@motcua/ledger';
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
} as const satisfies Record<DossierClass, string>;

export const causeLabels = {
  submitted: 'Nộp trực tuyến', received: 'Tiếp nhận', refused: 'Từ chối tiếp nhận', paused: 'Tạm dừng tính thời hạn', unpaused: 'Tính tiếp thời hạn',
  overdue: 'Quá hạn', resolved: 'Giải quyết xong', withdrawn: 'Rút hồ sơ', terminated: 'Dừng xử lý', reopened: 'Mở lại', reassigned: 'Chuyển cơ quan giải quyết',
  succession: 'Đổi cấp hoặc cơ quan quản lý',
  corrected_authority: 'Đính chính cơ quan giải quyết', corrected_receiving_unit: 'Đính chính nơi tiếp nhận', corrected_procedure: 'Đính chính thủ tục',
  corrected_field: 'Đính chính lĩnh vực', corrected_channel: 'Đính chính kênh tiếp nhận',
} as const satisfies Record<Cause, string>;

export const eventLabels = {
  DossierSubmitted: 'Nộp hồ sơ trực tuyến', DossierReceived: 'Tiếp nhận hồ sơ', DossierRefused: 'Từ chối tiếp nhận', SupplementRequested: 'Yêu cầu bổ sung hồ sơ',
  SupplementReceived: 'Nhận hồ sơ bổ sung', DueDateChanged: 'Thay đổi hạn trả kết quả', DossierFellOverdue: 'Quá hạn trả kết quả',
  ApologyIssued: 'Phiếu xin lỗi và hẹn lại ngày trả kết quả', DossierResolved: 'Đã giải quyết xong', ResultReady: 'Có kết quả, chờ trả', ResultReturned: 'Đã trả kết quả',
  DossierWithdrawn: 'Công dân rút hồ sơ', ProcessingTerminated: 'Dừng xử lý', DossierReopened: 'Mở lại hồ sơ', DossierReassigned: 'Chuyển cơ quan giải quyết',
  DossierCorrected: 'Đính chính',
} as const satisfies Record<DossierEventType, string>;

export const findingLabels = {
  unknown_authority: 'Cơ quan chưa được khai báo', unknown_procedure: 'Thủ tục chưa được khai báo',
  unknown_field: 'Lĩnh vực không được cho biết hoặc chưa được khai báo', authority_cycle: 'Cơ quan được khai báo là cấp trên của chính nó', no_due_date: 'Đã giải quyết mà không có hạn trả',
  claimed_outcome_differs: 'Nơi gửi báo sớm, đúng hạn hay quá hạn khác với kết quả tính', occurred_in_future: 'Thời điểm xảy ra ở tương lai',
  quarantined_event: 'Sự kiện được để riêng, chưa tính vào sổ',
} as const satisfies Record<FindingKind, string>;
