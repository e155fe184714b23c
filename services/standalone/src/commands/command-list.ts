import type { Command } from 'commander';
import type { CommandSurroundings } from './surroundings.ts';

/** Gives a command its options, or its own commands, and what it does. */
export type DefineCommand = (command: Command, surroundings: CommandSurroundings) => void;

/** A command as the list of all of them tells it. `takes`: its arguments. `load`: the rest, which comes with everything that the command works with. */
export type ListedCommand = { readonly name: string; readonly takes?: readonly string[]; readonly about: string; readonly load: () => Promise<DefineCommand> };

/** Every command of `motcua`, under the headings of its help. */
export const COMMANDS: readonly { readonly heading: string; readonly commands: readonly ListedCommand[] }[] = [
  {
    heading: 'Xem số liệu:',
    commands: [
      {
        name: 'figures', about: 'Số liệu của một kỳ báo cáo',
        load: async () => (await import('./figures.ts')).defineFigures,
      },
      {
        name: 'rate', takes: ['[tỷ lệ]'], about: 'Một tỷ lệ của một kỳ, với tử số, mẫu số và định nghĩa; không nêu tên thì là tỷ lệ đúng hạn mặc định',
        load: async () => (await import('./rate.ts')).defineRate,
      },
      {
        name: 'indicators', takes: ['[chỉ số]'], about: 'Các chỉ số của một kỳ, với tử số, mẫu số, điểm và chỉ tiêu được giao; nêu tên một chỉ số thì in từng dòng của nó',
        load: async () => (await import('./indicators.ts')).defineIndicators,
      },
      {
        name: 'compare', about: 'So sánh hai kỳ báo cáo: số hồ sơ chênh lệch và %, tỷ lệ chênh lệch theo điểm %',
        load: async () => (await import('./compare.ts')).defineCompare,
      },
      {
        name: 'explain', about: 'Mở một số liệu: định nghĩa, con số, các hồ sơ và sự kiện đứng sau',
        load: async () => (await import('./explain.ts')).defineExplain,
      },
      {
        name: 'due', takes: ['[mã hồ sơ]'], about: 'Hạn trả: diễn giải hạn của một hồ sơ, hoặc liệt kê hồ sơ sắp đến hạn hay đã quá hạn',
        load: async () => (await import('./time-program.ts')).defineDue,
      },
      {
        name: 'duties', about: 'Nghĩa vụ xin lỗi: phiếu còn phải gửi, đã gửi đúng hạn, gửi trễ, chưa gửi',
        load: async () => (await import('./time-program.ts')).defineDuties,
      },
      {
        name: 'delays', about: 'Hồ sơ trễ hạn và cơ quan làm chậm, chia theo giờ làm việc',
        load: async () => (await import('./time-program.ts')).defineDelays,
      },
      {
        name: 'definitions', takes: ['[mã]'], about: 'Định nghĩa chỉ tiêu và tỷ lệ: mã, phiên bản, tên, cách đếm hay công thức, nguồn',
        load: async () => (await import('./definitions.ts')).defineDefinitions,
      },
      {
        name: 'periods', takes: ['[năm]'], about: 'Các kỳ báo cáo của một năm, từ ngày đến ngày, và cách viết cho --period',
        load: async () => (await import('./periods.ts')).definePeriods,
      },
    ],
  },
  {
    heading: 'Chốt kỳ:',
    commands: [
      {
        name: 'close', about: 'Chốt số liệu của một kỳ thành ấn bản, không bao giờ đổi nữa',
        load: async () => (await import('./close.ts')).defineClose,
      },
      {
        name: 'editions', takes: ['[ấn bản]'], about: 'Các ấn bản đã chốt: ai chốt, khi nào, trên những gì; hoặc một ấn bản theo mã',
        load: async () => (await import('./editions.ts')).defineEditions,
      },
      {
        name: 'pack', takes: ['[ấn bản]'], about: 'Xuất bộ báo cáo của một kỳ đã chốt: biểu II.06a, lời văn, danh sách, phụ lục, chỉ số, so sánh, phát hiện, bảng kê',
        load: async () => (await import('./pack.ts')).definePack,
      },
      {
        name: 'diff', takes: ['<ấn bản>', '[so với]'], about: 'Điều chỉnh số liệu: một ấn bản so với ấn bản sau hoặc với sổ hiện nay, từng số, kèm lý do',
        load: async () => (await import('./diff.ts')).defineDiff,
      },
      {
        name: 'client', about: 'Hỏi một sổ đang chạy ở nơi khác, qua HTTP',
        load: async () => (await import('./client-report.ts')).defineClient,
      },
    ],
  },
  {
    heading: 'Kiểm tra:',
    commands: [
      {
        name: 'check-report', takes: ['<tệp>'], about: 'Kiểm tra một báo cáo đã in có tự mâu thuẫn không, và chỉ ra cách sửa nhỏ nhất; không cần có sổ',
        load: async () => (await import('./check-report.ts')).defineCheckReport,
      },
      {
        name: 'findings', about: 'Phát hiện về chất lượng dữ liệu: số lượng theo loại, nguồn gửi, cơ quan, mức độ, và việc cần làm',
        load: async () => (await import('./findings-program.ts')).defineFindings,
      },
      {
        name: 'verify', about: 'Kiểm tra nhật ký sự kiện còn nguyên vẹn: tính lại cả chuỗi băm, chỉ ra vị trí đầu tiên không khớp',
        load: async () => (await import('./verify.ts')).defineVerify,
      },
    ],
  },
  {
    heading: 'Danh mục:',
    commands: [
      {
        name: 'calendar', about: 'Lịch làm việc: xem, đếm ngày, nhập bản công bố',
        load: async () => (await import('./calendar-program.ts')).defineCalendar,
      },
      {
        name: 'catalogue', about: 'Danh mục thủ tục và cơ quan',
        load: async () => (await import('./calendar-program.ts')).defineCatalogue,
      },
    ],
  },
  {
    heading: 'Vận hành:',
    commands: [
      {
        name: 'import', takes: ['<tệp...>'], about: 'Nhập sự kiện của nhiều năm từ tệp vào sổ: xét và trả lời từng dòng đúng như khi gửi qua HTTP',
        load: async () => (await import('./import.ts')).defineImport,
      },
      {
        name: 'quarantine', takes: ['<vị trí>'], about: 'Để riêng sự kiện mà phép chiếu đang dừng lại, thành một phát hiện chặn chốt kỳ',
        load: async () => (await import('./quarantine.ts')).defineQuarantine,
      },
      {
        name: 'backup', takes: ['<tệp>'], about: 'Sao lưu nhật ký sự kiện ra một tệp nén tự kiểm tra được; sổ vẫn chạy bình thường',
        load: async () => (await import('./backup.ts')).defineBackup,
      },
      {
        name: 'restore', takes: ['<tệp...>'], about: 'Khôi phục nhật ký từ tệp sao lưu vào một sổ trống đang dừng, rồi lập lại số liệu từ nhật ký',
        load: async () => (await import('./restore.ts')).defineRestore,
      },
      {
        name: 'log', about: 'Nhật ký sự kiện',
        load: async () => (await import('./log-copy.ts')).defineLog,
      },
      {
        name: 'rebuild', about: 'Dựng lại toàn bộ số liệu từ đầu nhật ký, bên cạnh số liệu đang dùng; so từng dòng, khớp hết thì thay thế. Sổ vẫn chạy trong lúc đó',
        load: async () => (await import('./rebuild.ts')).defineRebuild,
      },
      {
        name: 'migrate', about: 'Cập nhật các lược đồ của nhật ký, sổ và nơi tiếp nhận, cho các dịch vụ chạy riêng với MIGRATE=never',
        load: async () => (await import('./migrate.ts')).defineMigrate,
      },
      {
        name: 'data', about: 'Dữ liệu của sổ đi kèm (không dùng DATABASE_URL)',
        load: async () => (await import('./data.ts')).defineData,
      },
    ],
  },
];
