/** How the text of a cell becomes a value of an event. */
export type CellKind = 'text' | 'whole' | 'yes_no' | 'time' | 'due' | 'limit' | 'channel' | 'corrected';

/** `at`: where the value stands in the event, as a JSON pointer. The first heading is the one that people are told. */
export type EventColumn = { readonly at: string; readonly kind: CellKind; readonly headings: readonly [string, ...string[]] };

function column(at: string, kind: CellKind, heading: string, ...others: readonly string[]): EventColumn {
  return { at, kind, headings: [heading, ...others, at.slice(at.lastIndexOf('/') + 1)] };
}

/** The columns of a file of events: those of every event, then what events tell, by the names that the API has for it. */
export const eventColumns: readonly EventColumn[] = [
  column('/id', 'text', 'Mã sự kiện'),
  column('/source', 'text', 'Nguồn'),
  column('/type', 'text', 'Loại sự kiện', 'Loại'),
  column('/time', 'time', 'Thời điểm'),
  column('/subject', 'text', 'Mã hồ sơ', 'Mã phản ánh, kiến nghị'),
  column('/actorunit', 'text', 'Đơn vị báo'),
  column('/actorrole', 'text', 'Vai trò'),
  column('/commandid', 'text', 'Mã lệnh'),
  column('/data/authority', 'text', 'Cơ quan giải quyết', 'Cơ quan'),
  column('/data/receivingUnit', 'text', 'Bộ phận tiếp nhận', 'Nơi tiếp nhận'),
  column('/data/procedure', 'text', 'Mã thủ tục', 'Thủ tục'),
  column('/data/field', 'text', 'Mã lĩnh vực', 'Lĩnh vực'),
  column('/data/channel', 'channel', 'Kênh tiếp nhận', 'Kênh'),
  column('/data/limit', 'limit', 'Thời hạn', 'Thời hạn giải quyết'),
  column('/data/dueAt', 'due', 'Hạn trả', 'Hạn trả kết quả', 'Hạn xử lý'),
  column('/data/reason', 'text', 'Lý do'),
  column('/data/amount', 'whole', 'Số tiền'),
  column('/data/method', 'text', 'Cách thức'),
  column('/data/claimedOutcome', 'text', 'Kết quả tự khai'),
  column('/data/delayCause', 'text', 'Nguyên nhân chậm'),
  column('/data/to', 'text', 'Chuyển đến'),
  column('/data/office', 'text', 'Cơ quan phối hợp'),
  column('/data/unit', 'text', 'Đơn vị'),
  column('/data/cause', 'text', 'Nguyên nhân'),
  column('/data/oldDueAt', 'due', 'Hạn cũ'),
  column('/data/newDueAt', 'due', 'Hạn mới'),
  column('/data/letterNumber', 'text', 'Số phiếu xin lỗi'),
  column('/data/unitAtFault', 'text', 'Đơn vị có lỗi'),
  column('/data/signed', 'yes_no', 'Ký số'),
  column('/data/sentAt', 'time', 'Gửi lúc'),
  column('/data/electronic', 'yes_no', 'Bản điện tử'),
  column('/data/kind', 'text', 'Loại phiếu', 'Loại phản ánh, kiến nghị'),
  column('/data/components', 'whole', 'Số thành phần'),
  column('/data/byApplicant', 'whole', 'Người nộp số hóa'),
  column('/data/byCounter', 'whole', 'Bộ phận số hóa'),
  column('/data/fromCitizenStore', 'whole', 'Từ kho công dân'),
  column('/data/fromNationalDatabase', 'whole', 'Từ CSDL quốc gia'),
  column('/data/fromElsewhere', 'whole', 'Từ nguồn khác'),
  column('/data/old', 'corrected', 'Giá trị cũ'),
  column('/data/new', 'corrected', 'Giá trị mới'),
];
