/** A provincial authority: its name, the fields it works in, its size beside the others. */
export type ProvincialSeed = { readonly name: string; readonly fields: readonly string[]; readonly size: number };
/** A district: its name, its size, and its communes by kind. */
export type DistrictSeed = {
  readonly name: string;
  readonly size: number;
  readonly wards: readonly string[];
  readonly towns: readonly string[];
  readonly communes: readonly string[];
};

export const ROOT = { code: 'H57', name: 'UBND tỉnh Thừa Thiên Huế' } as const;

export const PROVINCIAL: readonly ProvincialSeed[] = [
  { name: 'Sở Tư pháp', fields: ['G15-TP01', 'G15-TP02'], size: 16 },
  { name: 'Sở Nội vụ', fields: ['G12-NV01'], size: 3 },
  { name: 'Sở Kế hoạch và Đầu tư', fields: ['G05-DN01'], size: 12 },
  { name: 'Sở Tài chính', fields: ['G13-TC01'], size: 1 },
  { name: 'Sở Công Thương', fields: ['G01-CT01'], size: 18 },
  { name: 'Sở Nông nghiệp và Phát triển nông thôn', fields: ['G11-NN01'], size: 5 },
  { name: 'Sở Giao thông vận tải', fields: ['G06-GT01'], size: 17 },
  { name: 'Sở Xây dựng', fields: ['G16-XD01'], size: 3 },
  { name: 'Sở Tài nguyên và Môi trường', fields: ['G14-DD01', 'G14-MT01'], size: 14 },
  { name: 'Sở Thông tin và Truyền thông', fields: ['G17-TT01'], size: 1 },
  { name: 'Sở Lao động - Thương binh và Xã hội', fields: ['G08-LD01', 'G08-NC01'], size: 9 },
  { name: 'Sở Văn hóa và Thể thao', fields: ['G18-VH01'], size: 2 },
  { name: 'Sở Du lịch', fields: ['G18-DL01'], size: 2 },
  { name: 'Sở Khoa học và Công nghệ', fields: ['G07-KH01'], size: 1 },
  { name: 'Sở Giáo dục và Đào tạo', fields: ['G03-GD06'], size: 2 },
  { name: 'Sở Y tế', fields: ['G19-YT01', 'G19-YT02'], size: 6 },
  { name: 'Sở Ngoại vụ', fields: ['G10-NG01'], size: 1 },
  { name: 'Thanh tra tỉnh', fields: ['G20-TR01'], size: 1 },
  { name: 'Ban Quản lý Khu kinh tế, công nghiệp tỉnh', fields: ['G05-KK01'], size: 2 },
  { name: 'Bảo hiểm xã hội tỉnh', fields: ['G21-BH01'], size: 6 },
  { name: 'Công an tỉnh', fields: ['G02-CA01'], size: 8 },
];

export const DISTRICTS: readonly DistrictSeed[] = [
  {
    name: 'thành phố Huế', size: 30, towns: [],
    wards: [
      'An Cựu', 'An Đông', 'An Hòa', 'An Tây', 'Đông Ba', 'Gia Hội', 'Hương An', 'Hương Hồ', 'Hương Long', 'Hương Sơ', 'Hương Vinh',
      'Kim Long', 'Phú Hậu', 'Phú Hội', 'Phú Nhuận', 'Phú Thượng', 'Phước Vĩnh', 'Phường Đúc', 'Tây Lộc', 'Thuận An', 'Thuận Hòa',
      'Thuận Lộc', 'Thủy Biều', 'Thủy Vân', 'Thủy Xuân', 'Trường An', 'Vĩnh Ninh', 'Vỹ Dạ', 'Xuân Phú',
    ],
    communes: ['Hải Dương', 'Hương Phong', 'Hương Thọ', 'Phú Dương', 'Phú Mậu', 'Phú Thanh', 'Thủy Bằng'],
  },
  {
    name: 'thị xã Hương Thủy', size: 13, towns: [],
    wards: ['Phú Bài', 'Thủy Châu', 'Thủy Dương', 'Thủy Lương', 'Thủy Phương'],
    communes: ['Dương Hòa', 'Phú Sơn', 'Thủy Phù', 'Thủy Tân', 'Thủy Thanh'],
  },
  {
    name: 'thị xã Hương Trà', size: 10, towns: [],
    wards: ['Hương Chữ', 'Hương Văn', 'Hương Vân', 'Hương Xuân', 'Tứ Hạ'],
    communes: ['Bình Thành', 'Bình Tiến', 'Hương Bình', 'Hương Toàn'],
  },
  {
    name: 'huyện Phong Điền', size: 11, wards: [], towns: ['Phong Điền'],
    communes: [
      'Điền Hải', 'Điền Hòa', 'Điền Hương', 'Điền Lộc', 'Điền Môn', 'Phong An', 'Phong Bình', 'Phong Chương', 'Phong Hải', 'Phong Hiền',
      'Phong Hòa', 'Phong Mỹ', 'Phong Sơn', 'Phong Thu', 'Phong Xuân',
    ],
  },
  {
    name: 'huyện Quảng Điền', size: 8, wards: [], towns: ['Sịa'],
    communes: [
      'Quảng An', 'Quảng Công', 'Quảng Lợi', 'Quảng Ngạn', 'Quảng Phú', 'Quảng Phước', 'Quảng Thái', 'Quảng Thành', 'Quảng Thọ', 'Quảng Vinh',
    ],
  },
  {
    name: 'huyện Phú Vang', size: 12, wards: [], towns: ['Phú Đa'],
    communes: [
      'Phú An', 'Phú Diên', 'Phú Gia', 'Phú Hải', 'Phú Hồ', 'Phú Lương', 'Phú Mỹ', 'Phú Thuận', 'Phú Xuân', 'Vinh An', 'Vinh Hà',
      'Vinh Thanh', 'Vinh Xuân',
    ],
  },
  {
    name: 'huyện Phú Lộc', size: 11, wards: [], towns: ['Phú Lộc', 'Lăng Cô'],
    communes: [
      'Giang Hải', 'Lộc An', 'Lộc Bình', 'Lộc Bổn', 'Lộc Điền', 'Lộc Hòa', 'Lộc Sơn', 'Lộc Thủy', 'Lộc Tiến', 'Lộc Trì', 'Lộc Vĩnh',
      'Vinh Hiền', 'Vinh Hưng', 'Vinh Mỹ', 'Xuân Lộc',
    ],
  },
  {
    name: 'huyện Nam Đông', size: 3, wards: [], towns: ['Khe Tre'],
    communes: [
      'Hương Hữu', 'Hương Lộc', 'Hương Phú', 'Hương Sơn', 'Hương Xuân', 'Thượng Lộ', 'Thượng Long', 'Thượng Nhật', 'Thượng Quảng',
    ],
  },
  {
    name: 'huyện A Lưới', size: 4, wards: [], towns: ['A Lưới'],
    communes: [
      'A Ngo', 'A Roàng', 'Đông Sơn', 'Hồng Bắc', 'Hồng Hạ', 'Hồng Kim', 'Hồng Thái', 'Hồng Thủy', 'Hồng Thượng', 'Hồng Vân',
      'Hương Nguyên', 'Hương Phong', 'Lâm Đớt', 'Phú Vinh', 'Quảng Nhâm', 'Sơn Thủy', 'Trung Sơn',
    ],
  },
];
