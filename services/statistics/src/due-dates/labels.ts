import type { ChangeReason, StoryCause, StoryEntry, UnmovedReason, WaitingReason } from '@motcua/dossier';

export const waitingLabels = {
  supplement: 'chờ bổ sung hồ sơ', payment: 'chờ thực hiện nghĩa vụ tài chính', suspension: 'tạm dừng giải quyết',
} as const satisfies Record<WaitingReason, string>;

export const storyCauseLabels = {
  received: 'hạn tính từ thời hạn giải quyết', told: 'hạn do nơi gửi báo', supplement: 'bổ sung hồ sơ', second_supplement: 'lần thứ hai: tính là quá hạn',
  payment: 'nghĩa vụ tài chính', suspension: 'tạm dừng giải quyết', apology: 'hẹn lại ngày trả kết quả', changed: 'thay đổi hạn trả kết quả',
  announced: 'báo trước là không kịp hạn, không đổi hạn', mark: 'hạn đã qua mà chưa giải quyết xong', ended: 'kết thúc', reopened: 'mở lại hồ sơ', corrected: 'đính chính',
} as const satisfies Record<StoryCause, string>;

/** What follows the name of the event; an apology is a cause of its own. */
export const changeReasonLabels = {
  supplement: 'do bổ sung hồ sơ', apology: 'do xin lỗi và hẹn lại', suspension: 'do tạm dừng giải quyết', opinion: 'do lấy ý kiến cơ quan khác',
  law: 'theo quy định của pháp luật', calendar: 'do lịch làm việc thay đổi', other: 'lý do khác',
} as const satisfies Record<ChangeReason, string>;

export const unmovedLabels = {
  rule_ignores_apologies: 'quy tắc này không tính ngày hẹn lại', already_reappointed: 'đã hẹn lại một lần rồi', due_date_passed: 'hạn đã qua trước đó',
  waiting_is_subtracted: 'quy tắc này trừ thời gian chờ, không lấy hạn được báo', not_awaited: 'không có gì đang được chờ', no_due_date: 'lúc đó không có hạn nào',
  another_date_counts: 'theo quy tắc này, hạn được đổi không phải là hạn đang tính',
} as const satisfies Record<UnmovedReason, string>;

export const clockLabels = {
  runs: 'đang tính thời hạn', stands_still: 'đang ngừng tính thời hạn', ended: 'đã kết thúc',
} as const satisfies Record<StoryEntry['clock'], string>;
