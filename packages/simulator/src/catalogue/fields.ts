import type { Level, SERVICE_CLASSES } from '@motcua/dossier';

/** How far the procedures of a field go online. */
export type ServiceClass = Exclude<(typeof SERVICE_CLASSES)[number], 'information'>;
/** What an authority may be asked to do with a subject. `pace`: its limit and fee beside those of the first grant. */
export type Action = { readonly text: string; readonly pace: number };
/** A subject of procedures: what it is, the limit in working days, the actions offered. */
export type Subject = readonly [what: string, limitDays: number, actions: readonly Action[]];
/** Lĩnh vực: what it offers at each level, with its share of the level's dossiers. `fee`: in đồng, for a first grant; 0 where nothing is to be paid. */
export type FieldSeed = {
  readonly code: string;
  readonly name: string;
  readonly fee: number;
  readonly serviceClass: ServiceClass;
  readonly offers: Partial<Record<Level, { readonly share: number; readonly subjects: readonly Subject[] }>>;
};

const action = (text: string, pace = 1): Action => ({ text, pace });
const GRANT = action('Cấp'), AGAIN = action('Cấp lại', 0.5), EXTEND = action('Gia hạn', 0.7), CHANGE = action('Điều chỉnh', 0.7);
const REGISTER = action('Đăng ký'), REGISTER_AGAIN = action('Đăng ký lại'), CONFIRM = action('Xác nhận'), CERTIFY = action('Chứng thực');
const DECIDE = action('Giải quyết'), APPRAISE = action('Thẩm định'), APPROVE = action('Phê duyệt'), REVOKE = action('Thu hồi', 0.7);
const PERMIT = [GRANT, AGAIN, EXTEND, CHANGE], PAPER = [GRANT, AGAIN], REGISTRY = [REGISTER, action('Đăng ký thay đổi', 0.7)];
const PLAN = [APPRAISE, APPROVE, action('Thẩm định điều chỉnh', 0.7)];

const COMMON_PROVINCE: readonly FieldSeed[] = [
  { code: 'G15-TP01', name: 'Lý lịch tư pháp', fee: 200_000, serviceClass: 'fully_online', offers: { province: { share: 12, subjects: [['phiếu lý lịch tư pháp số 1', 8, PAPER], ['phiếu lý lịch tư pháp số 2', 8, PAPER]] } } },
  { code: 'G15-TP02', name: 'Bổ trợ tư pháp', fee: 500_000, serviceClass: 'partly_online', offers: { province: { share: 2, subjects: [['giấy đăng ký hoạt động của tổ chức hành nghề luật sư', 10, PERMIT], ['thẻ công chứng viên', 7, PAPER], ['thẻ tư vấn viên pháp luật', 5, PAPER]] } } },
  { code: 'G12-NV01', name: 'Tổ chức phi chính phủ, tôn giáo', fee: 0, serviceClass: 'partly_online', offers: { province: { share: 3, subjects: [['giấy phép thành lập hội', 30, [GRANT, CHANGE, REVOKE]], ['giấy phép thành lập quỹ xã hội, quỹ từ thiện', 30, [GRANT, CHANGE, EXTEND]], ['hoạt động tôn giáo tập trung', 20, REGISTRY]] } } },
  { code: 'G05-DN01', name: 'Đăng ký kinh doanh', fee: 100_000, serviceClass: 'fully_online', offers: {
    province: { share: 12, subjects: [['thành lập công ty trách nhiệm hữu hạn', 3, REGISTRY], ['thành lập công ty cổ phần', 3, REGISTRY], ['hoạt động chi nhánh, văn phòng đại diện', 3, REGISTRY], ['tạm ngừng kinh doanh của doanh nghiệp', 3, [REGISTER, CONFIRM]], ['giấy chứng nhận đăng ký đầu tư', 15, PERMIT]] },
    district: { share: 6, subjects: [['hộ kinh doanh', 3, REGISTRY], ['giấy chứng nhận đăng ký hộ kinh doanh', 3, [AGAIN, REVOKE]], ['tạm ngừng kinh doanh của hộ kinh doanh', 3, [REGISTER]], ['hợp tác xã', 3, REGISTRY]] },
  } },
  { code: 'G13-TC01', name: 'Quản lý giá, tài sản công', fee: 0, serviceClass: 'partly_online', offers: { province: { share: 1, subjects: [['giá hàng hóa, dịch vụ', 10, [REGISTER, action('Tiếp nhận kê khai', 0.5)]], ['phương án xử lý tài sản công', 30, PLAN]] } } },
  { code: 'G01-CT01', name: 'Lưu thông hàng hóa trong nước', fee: 0, serviceClass: 'fully_online', offers: { province: { share: 18, subjects: [['chương trình khuyến mại', 5, [REGISTER, action('Thông báo', 0.4)]], ['giấy phép bán buôn rượu', 10, PERMIT], ['giấy phép bán buôn sản phẩm thuốc lá', 10, PERMIT], ['giấy chứng nhận đủ điều kiện bán lẻ xăng dầu', 15, PERMIT], ['giấy chứng nhận đủ điều kiện an toàn thực phẩm', 15, PAPER]] } } },
  { code: 'G11-NN01', name: 'Nông nghiệp, lâm nghiệp, thủy sản', fee: 50_000, serviceClass: 'partly_online', offers: {
    province: { share: 5, subjects: [['chứng chỉ hành nghề thú y', 5, PERMIT], ['giấy phép khai thác thủy sản', 6, PERMIT], ['nguồn gốc gỗ trước khi xuất khẩu', 4, [CONFIRM]], ['phương án quản lý rừng bền vững', 20, PLAN]] },
    district: { share: 1, subjects: [['bảng kê lâm sản', 5, [CONFIRM]], ['dự án hỗ trợ liên kết sản xuất', 25, PLAN]] },
  } },
  { code: 'G06-GT01', name: 'Đường bộ', fee: 135_000, serviceClass: 'fully_online', offers: { province: { share: 17, subjects: [['giấy phép lái xe', 5, [action('Đổi'), AGAIN]], ['phù hiệu xe ô tô kinh doanh vận tải', 2, PAPER], ['giấy phép kinh doanh vận tải bằng xe ô tô', 5, PERMIT], ['giấy phép liên vận giữa Việt Nam và Lào', 2, PAPER], ['chấp thuận thi công công trình thiết yếu trên đường bộ', 10, [GRANT, EXTEND]]] } } },
  { code: 'G16-XD01', name: 'Xây dựng', fee: 150_000, serviceClass: 'partly_online', offers: {
    province: { share: 3, subjects: [['giấy phép xây dựng công trình cấp I, cấp II', 20, PERMIT], ['chứng chỉ hành nghề hoạt động xây dựng hạng II, hạng III', 20, PERMIT], ['báo cáo nghiên cứu khả thi đầu tư xây dựng', 25, PLAN]] },
    district: { share: 9, subjects: [['giấy phép xây dựng nhà ở riêng lẻ', 15, PERMIT], ['giấy phép sửa chữa, cải tạo nhà ở riêng lẻ', 12, [GRANT, EXTEND]], ['giấy phép xây dựng công trình cấp III, cấp IV', 20, PERMIT], ['nhiệm vụ, đồ án quy hoạch chi tiết', 25, PLAN]] },
    commune: { share: 1, subjects: [['hiện trạng công trình, nhà ở', 5, [CONFIRM]]] },
  } },
];

const LAND_AND_PEOPLE: readonly FieldSeed[] = [
  { code: 'G14-DD01', name: 'Đất đai', fee: 80_000, serviceClass: 'partly_online', offers: {
    province: { share: 12, subjects: [['biến động quyền sử dụng đất của tổ chức', 10, [REGISTER]], ['giấy chứng nhận quyền sử dụng đất cho tổ chức', 20, PAPER], ['việc sử dụng đất của tổ chức', 30, [action('Giao đất, cho thuê đất: thẩm định', 1), EXTEND]], ['thế chấp quyền sử dụng đất của tổ chức', 1, [REGISTER, action('Xóa đăng ký')]]] },
    district: { share: 48, subjects: [['biến động do chuyển nhượng, tặng cho, thừa kế quyền sử dụng đất', 10, [REGISTER]], ['thế chấp quyền sử dụng đất, tài sản gắn liền với đất', 1, [REGISTER, action('Xóa đăng ký')]], ['giấy chứng nhận quyền sử dụng đất lần đầu', 30, [GRANT]], ['giấy chứng nhận quyền sử dụng đất do bị mất, hư hỏng', 10, [AGAIN, action('Cấp đổi')]], ['thửa đất', 15, [action('Tách thửa, hợp thửa:', 1), action('Đính chính thông tin', 0.7)]], ['mục đích sử dụng đất của hộ gia đình, cá nhân', 15, [action('Chuyển')]]] },
    commune: { share: 5, subjects: [['tranh chấp đất đai', 45, [action('Hòa giải')]], ['nguồn gốc, thời điểm sử dụng đất', 15, [CONFIRM]]] },
  } },
  { code: 'G14-MT01', name: 'Môi trường, tài nguyên nước', fee: 5_000_000, serviceClass: 'partly_online', offers: {
    province: { share: 2, subjects: [['báo cáo đánh giá tác động môi trường', 30, PLAN], ['giấy phép môi trường', 20, PERMIT], ['giấy phép khai thác nước dưới đất', 30, PERMIT]] },
    district: { share: 1, subjects: [['giấy phép môi trường của cơ sở', 20, PERMIT]] },
  } },
  { code: 'G17-TT01', name: 'Báo chí, xuất bản, viễn thông', fee: 0, serviceClass: 'fully_online', offers: {
    province: { share: 1, subjects: [['giấy phép xuất bản tài liệu không kinh doanh', 10, [GRANT, AGAIN]], ['giấy phép hoạt động in', 10, PERMIT], ['giấy phép trang thông tin điện tử tổng hợp', 10, PERMIT]] },
    district: { share: 1, subjects: [['giấy chứng nhận đủ điều kiện điểm trò chơi điện tử công cộng', 10, PERMIT]] },
  } },
  { code: 'G08-LD01', name: 'Việc làm, lao động', fee: 0, serviceClass: 'fully_online', offers: { province: { share: 6, subjects: [['giấy phép lao động cho người nước ngoài', 5, PERMIT], ['trợ cấp thất nghiệp', 20, [DECIDE, action('Tạm dừng', 0.2), action('Chuyển nơi hưởng', 0.3)]], ['nội quy lao động', 7, REGISTRY], ['giấy phép dịch vụ việc làm', 10, PERMIT]] } } },
  { code: 'G08-NC01', name: 'Người có công, bảo trợ xã hội', fee: 0, serviceClass: 'partly_online', offers: {
    province: { share: 3, subjects: [['chế độ đối với thân nhân liệt sĩ', 24, [DECIDE]], ['chế độ đối với thương binh', 24, [DECIDE]], ['chế độ mai táng phí', 12, [DECIDE]]] },
    district: { share: 12, subjects: [['trợ cấp xã hội hằng tháng', 10, [DECIDE, CHANGE]], ['hỗ trợ chi phí mai táng cho đối tượng bảo trợ xã hội', 3, [DECIDE]], ['chế độ đối với người có công', 12, [DECIDE, CHANGE]], ['hộ nghèo, hộ cận nghèo phát sinh', 15, [APPROVE]]] },
    commune: { share: 12, subjects: [['mức độ khuyết tật', 25, [action('Xác định, xác định lại')]], ['hộ gia đình làm nông nghiệp có mức sống trung bình', 15, [CONFIRM]], ['trợ cấp một lần cho người có công', 5, [CONFIRM]], ['hỗ trợ chi phí mai táng', 2, [CONFIRM]], ['hộ nghèo, hộ cận nghèo', 15, [CONFIRM, action('Công nhận thoát')]]] },
  } },
  { code: 'G18-VH01', name: 'Văn hóa, thể thao', fee: 0, serviceClass: 'fully_online', offers: {
    province: { share: 2, subjects: [['giấy phép tổ chức biểu diễn nghệ thuật', 5, PERMIT], ['giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao', 7, PERMIT], ['sản phẩm quảng cáo trên bảng quảng cáo', 5, [action('Thông báo')]]] },
    district: { share: 2, subjects: [['giấy phép kinh doanh karaoke', 10, PERMIT], ['danh hiệu khu dân cư văn hóa', 10, [action('Xét tặng'), CONFIRM]]] },
    commune: { share: 1, subjects: [['danh hiệu gia đình văn hóa', 5, [action('Xét tặng')]], ['lễ hội cấp xã', 10, [action('Thông báo tổ chức')]]] },
  } },
];

const SOCIAL: readonly FieldSeed[] = [
  { code: 'G18-DL01', name: 'Du lịch', fee: 650_000, serviceClass: 'fully_online', offers: { province: { share: 2, subjects: [['thẻ hướng dẫn viên du lịch', 10, PERMIT], ['giấy phép kinh doanh dịch vụ lữ hành nội địa', 10, PERMIT], ['hạng cơ sở lưu trú du lịch', 20, [action('Công nhận'), action('Công nhận lại')]]] } } },
  { code: 'G07-KH01', name: 'Khoa học và công nghệ', fee: 0, serviceClass: 'partly_online', offers: { province: { share: 1, subjects: [['giấy phép tiến hành công việc bức xạ', 20, PERMIT], ['giấy chứng nhận doanh nghiệp khoa học và công nghệ', 10, PAPER], ['công bố hợp chuẩn, hợp quy', 5, REGISTRY]] } } },
  { code: 'G03-GD06', name: 'Giáo dục và đào tạo', fee: 0, serviceClass: 'fully_online', offers: {
    province: { share: 2, subjects: [['bản sao văn bằng, chứng chỉ từ sổ gốc', 1, PAPER], ['trung tâm ngoại ngữ, tin học', 15, [action('Cho phép thành lập'), action('Cho phép hoạt động')]], ['học sinh trung học phổ thông', 5, [action('Chuyển trường'), action('Tiếp nhận')]]] },
    district: { share: 6, subjects: [['bản sao văn bằng, chứng chỉ từ sổ gốc', 1, PAPER], ['học sinh trung học cơ sở', 5, [action('Chuyển trường'), action('Tiếp nhận')]], ['nhóm trẻ, lớp mẫu giáo độc lập', 15, [action('Cho phép thành lập'), action('Cho phép hoạt động trở lại', 0.7)]]] },
    commune: { share: 1, subjects: [['nhóm trẻ, lớp mẫu giáo độc lập', 10, [action('Thành lập'), action('Sáp nhập, chia, tách')]]] },
  } },
  { code: 'G19-YT01', name: 'Khám bệnh, chữa bệnh', fee: 360_000, serviceClass: 'partly_online', offers: { province: { share: 3, subjects: [['chứng chỉ hành nghề khám bệnh, chữa bệnh', 20, PERMIT], ['giấy phép hoạt động cơ sở khám bệnh, chữa bệnh', 30, PERMIT], ['nội dung quảng cáo dịch vụ khám bệnh, chữa bệnh', 10, [CONFIRM]]] } } },
  { code: 'G19-YT02', name: 'Dược phẩm, an toàn thực phẩm', fee: 500_000, serviceClass: 'fully_online', offers: {
    province: { share: 3, subjects: [['chứng chỉ hành nghề dược', 15, PERMIT], ['giấy chứng nhận đủ điều kiện kinh doanh dược', 20, PERMIT], ['bản công bố sản phẩm', 7, REGISTRY]] },
    district: { share: 2, subjects: [['giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm', 15, PAPER]] },
  } },
  { code: 'G10-NG01', name: 'Công tác lãnh sự, hội nghị quốc tế', fee: 0, serviceClass: 'partly_online', offers: { province: { share: 1, subjects: [['hội nghị, hội thảo quốc tế', 15, [action('Cho phép tổ chức')]], ['thẻ đi lại của doanh nhân APEC', 10, PAPER]] } } },
  { code: 'G20-TR01', name: 'Giải quyết khiếu nại, tố cáo', fee: 0, serviceClass: 'partly_online', offers: {
    province: { share: 1, subjects: [['khiếu nại lần hai', 45, [DECIDE]], ['tố cáo', 30, [DECIDE]], ['đơn thư', 10, [action('Xử lý')]]] },
    district: { share: 1, subjects: [['khiếu nại lần đầu', 30, [DECIDE]], ['đơn thư', 10, [action('Xử lý')]]] },
    commune: { share: 1, subjects: [['khiếu nại lần đầu', 30, [DECIDE]], ['đơn thư', 10, [action('Xử lý')]]] },
  } },
  { code: 'G05-KK01', name: 'Đầu tư trong khu kinh tế, khu công nghiệp', fee: 0, serviceClass: 'partly_online', offers: { province: { share: 2, subjects: [['chủ trương đầu tư', 30, [action('Chấp thuận'), action('Điều chỉnh', 0.7)]], ['giấy chứng nhận đăng ký đầu tư trong khu công nghiệp', 12, PERMIT]] } } },
  { code: 'G21-BH01', name: 'Bảo hiểm xã hội', fee: 0, serviceClass: 'fully_online', offers: { province: { share: 6, subjects: [['sổ bảo hiểm xã hội, thẻ bảo hiểm y tế', 5, PERMIT], ['chế độ ốm đau, thai sản', 6, [DECIDE]], ['lương hưu, trợ cấp một lần', 12, [DECIDE, CHANGE]]] } } },
  { code: 'G02-CA01', name: 'Quản lý xuất nhập cảnh', fee: 200_000, serviceClass: 'fully_online', offers: { province: { share: 8, subjects: [['hộ chiếu phổ thông', 8, PAPER], ['thẻ tạm trú cho người nước ngoài', 5, PERMIT], ['giấy chứng nhận đủ điều kiện về an ninh, trật tự', 5, PERMIT]] } } },
  { code: 'G15-HT01', name: 'Hộ tịch', fee: 8_000, serviceClass: 'fully_online', offers: {
    district: { share: 5, subjects: [['kết hôn có yếu tố nước ngoài', 15, [REGISTER, action('Ghi vào sổ', 0.4)]], ['thông tin hộ tịch', 3, [action('Thay đổi, cải chính, bổ sung')]], ['bản sao trích lục hộ tịch', 1, [GRANT]], ['khai sinh có yếu tố nước ngoài', 3, [REGISTER, REGISTER_AGAIN]]] },
    commune: { share: 34, subjects: [['bản sao trích lục hộ tịch', 1, [GRANT]], ['khai sinh', 1, [REGISTER, REGISTER_AGAIN]], ['giấy xác nhận tình trạng hôn nhân', 3, [GRANT]], ['kết hôn', 2, [REGISTER, REGISTER_AGAIN]], ['khai tử', 1, [REGISTER, REGISTER_AGAIN]], ['thông tin hộ tịch', 3, [action('Thay đổi, cải chính, bổ sung')]], ['nhận cha, mẹ, con', 3, [REGISTER]], ['giám hộ', 3, [REGISTER, action('Chấm dứt')]], ['việc nuôi con nuôi trong nước', 20, [REGISTER]]] },
  } },
  { code: 'G15-CT01', name: 'Chứng thực', fee: 2_000, serviceClass: 'partly_online', offers: {
    district: { share: 8, subjects: [['bản sao từ bản chính giấy tờ của nước ngoài', 1, [CERTIFY]], ['chữ ký người dịch', 1, [CERTIFY]], ['hợp đồng, giao dịch liên quan đến tài sản là động sản', 2, [CERTIFY, action('Sửa đổi, hủy bỏ')]]] },
    commune: { share: 42, subjects: [['bản sao từ bản chính giấy tờ, văn bản', 1, [CERTIFY]], ['chữ ký trong các giấy tờ, văn bản', 1, [CERTIFY]], ['hợp đồng, giao dịch liên quan đến quyền sử dụng đất, nhà ở', 2, [CERTIFY, action('Sửa đổi, hủy bỏ')]], ['di chúc, văn bản từ chối nhận di sản', 2, [CERTIFY]], ['bản sao có chứng thực từ bản chính hợp đồng, giao dịch', 1, [GRANT]]] },
  } },
  { code: 'G02-QS01', name: 'Nghĩa vụ quân sự, dân quân tự vệ', fee: 0, serviceClass: 'fully_online', offers: { commune: { share: 3, subjects: [['nghĩa vụ quân sự lần đầu', 1, [REGISTER]], ['nghĩa vụ quân sự tạm vắng, bổ sung', 1, [REGISTER]], ['chế độ cho dân quân bị ốm, bị tai nạn', 10, [DECIDE]]] } } },
];

export const FIELDS: readonly FieldSeed[] = [...COMMON_PROVINCE, ...LAND_AND_PEOPLE, ...SOCIAL];
