import type { FindingKind } from '@motcua/ledger';

/** What an official does about a finding, one sentence a kind. */
export const findingAdvice = {
  quarantined_event: 'Xem lý do để riêng, yêu cầu nơi gửi gửi lại sự kiện đúng (với mã mới nếu trùng mã); khi chốt kỳ phải chấp nhận đích danh phát hiện này kèm lý do.',
  authority_cycle: 'Khai báo lại cơ quan cấp trên cho đúng, có hiệu lực từ chính ngày đó.',
  authority_without_successor: 'Khai báo cơ quan tiếp nhận nhiệm vụ, hoặc sửa ngày hết hiệu lực của cơ quan này.',
  unknown_authority: 'Khai báo cơ quan với hiệu lực gồm cả ngày đó, hoặc đính chính cơ quan giải quyết của hồ sơ.',
  unknown_procedure: 'Khai báo thủ tục với hiệu lực gồm cả ngày đó, hoặc đính chính thủ tục của hồ sơ.',
  unknown_field: 'Khai báo thủ tục thuộc lĩnh vực này, hoặc đính chính lĩnh vực của hồ sơ.',
  no_due_date: 'Bổ sung hạn trả: đính chính hạn của lần tiếp nhận theo giấy tiếp nhận đã trao cho người nộp.',
  claimed_outcome_differs: 'Đối chiếu thời điểm giải quyết xong và hạn trả với nơi gửi; đính chính bên sai.',
  due_date_differs: 'Đối chiếu giấy tiếp nhận với thời hạn của thủ tục; nếu hạn trả nhập sai thì đính chính.',
  second_reappointment: 'Chỉ được hẹn lại một lần (Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9): xem lại trách nhiệm của cơ quan giải quyết.',
  supplement_asked_twice: 'Phải yêu cầu bổ sung một lần, đầy đủ (Nghị định 61/2018/NĐ-CP, Điều 17): nhắc nơi tiếp nhận kiểm tra kỹ.',
  code_date_differs: 'Kiểm tra ngày tiếp nhận; hồ sơ giấy nhập lại hoặc nhận quanh nửa đêm thì để nguyên, nếu nhập sai thì đính chính.',
  occurred_in_future: 'Chỉnh đồng hồ của nơi gửi; thời điểm sai thì đính chính, sự kiện bị từ chối thì gửi lại với thời điểm đúng.',
  end_before_reception: 'Đối chiếu hai thời điểm với nơi gửi; đính chính ngày tiếp nhận hoặc gửi lại sự kiện kết thúc với thời điểm đúng.',
  finished_without_end: 'Yêu cầu nơi gửi gửi sự kiện giải quyết xong, rồi gửi lại sự kiện có kết quả hoặc trả kết quả.',
  impossible_jump: 'Yêu cầu nơi gửi gửi đủ các bước còn thiếu theo thứ tự, và sửa bảng chuyển trạng thái của phần mềm.',
} as const satisfies Record<FindingKind, string>;
