/** What `npm start -- --help` prints. */
export const START_HELP = `Cách dùng: npm start -- [tùy chọn]

Chạy cả Sổ Một Cửa trong một tiến trình, trên PostgreSQL đi kèm hoặc của riêng mình. Không có tùy chọn nào: phát quý mẫu.

Tùy chọn:
  --empty                sổ trống, trong cơ sở dữ liệu riêng của nó
  --sample               phát quý mẫu, kể cả khi dùng DATABASE_URL (nhật ký phải trống)
  --dossiers <số>        số hồ sơ của mẫu
  --authorities <số>     số cơ quan của mẫu
  --seed <số>            mẫu khác với số khác, cùng số thì cùng mẫu
  --exit-after-report    in báo cáo của mẫu rồi kết thúc
  -h, --help             in hướng dẫn này

Biến môi trường:
  DATABASE_URL               PostgreSQL của riêng mình thay cho bản đi kèm
  DATABASE_OWNER_URL         vai trò sở hữu lược đồ, khi DATABASE_URL chỉ được ghi thêm và đọc
  HOST, PORT                 nơi trả lời (mặc định 127.0.0.1, 8080)
  LOG_LEVEL                  fatal | error | warn | info | debug | trace | silent (mặc định warn)
  STATEMENT_TIMEOUT_SECONDS  một truy vấn của câu trả lời chạy lâu hơn thì bị bỏ (mặc định 120)
  MOTCUA_HOME                thư mục dữ liệu đi kèm; "npm run -s motcua -- data where" in thư mục này

Mã kết thúc: 0 đã dừng bình thường; 1 không khởi động được; 130 bị dừng khi chưa làm xong.
"npm run -s motcua -- --help" là hướng dẫn của các lệnh hỏi và điều hành.
`;

/** Whether the words of `npm start` ask for it. */
export function asksForHelp(words: readonly string[]): boolean {
  return words.includes('--help') || words.includes('-h');
}
