import type { StoryCause, StoryEntry, UnmovedReason, WaitingReason } from '@motcua/dossier';

export const waitingLabels = {
  supplement: 'chờ bổ sung hồ sơ', payment: 'chờ thực hiện nghĩa vụ tài chính', suspension: 'tạm dừng giải quyết',
} as const satisfies Record<WaitingReason, string>;

export const storyCauseLabels = {
  received: 'hạn tính từ thời hạn giải quyết', told: 'hạn do nơi gửi báo', supplement: 'bổ sung hồ sơ', second_supplement: 'yêu cầu bổ sung lần thứ hai: tính là quá hạn',
  payment: 'nghĩa vụ tài chính', suspension: 'tạm dừng giải quyết', apology: 'hẹn lại ngày trả kết quả', changed: 'thay đổi hạn trả kết quả',
  announced: 'báo trước là không kịp hạn, không đổi hạn', mark: 'hạn đã qua mà chưa giải quyết xong', ended: 'kết thúc', reopened: 'mở lại hồ sơ', corrected: 'đính chính',
} as const satisfies Record<StoryCause, string>;

export const unmovedLabels = {
  rule_ignores_apologies: 'quy tắc này không tính ngày hẹn lại', already_reappointed: 'đã hẹn lại một lần rồi', due_date_passed: 'hạn đã qua trước đó',
  waiting_is_subtracted: 'quy tắc này trừ thời gian chờ, không lấy hạn được báo', not_awaited: 'không có gì đang được chờ', no_due_date: 'lúc đó không có hạn nào',
  another_date_counts: 'theo quy tắc này, hạn được đổi không phải là hạn đang tính',
} as const satisfies Record<UnmovedReason, string>;

export const clockLabels = {
  runs: 'đang tính thời hạn', stands_still: 'đang ngừng tính thời hạn', ended: 'đã kết thúc',
} as const satisfies Record<StoryEntry['clock'], string>;
