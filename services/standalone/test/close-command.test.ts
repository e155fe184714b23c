import { isAppError } from '@motcua/kernel';
import { t as file, test } from 'tap';
import { runClose } from '../src/commands/close.ts';
import type { CloseArgs } from '../src/commands/close.ts';
import { runEditions } from '../src/commands/editions.ts';
import { ledgerWithReception } from './opened-ledger.ts';

const ledger = await ledgerWithReception(file);


test('a preview says what an edition would hold, and by which position to close just that', async (t) => {
  const { text, progress } = await closing({ scope: 'H57', period: '2024-Q1', preview: true });
  t.match(text, /^XEM TRƯỚC, chưa ghi gì: sẽ là ấn bản vpcp-15-14-H57-2024-Q1-1\n/);
  t.match(text, /✓ Mọi đẳng thức của hai sổ đều đúng/);
  t.match(text, /chốt đúng bản này bằng --expected-position 1\.\n$/);
  t.match(progress, /Kiểm tra mọi đẳng thức/);
  t.equal((await ledger.store.head()).position, 1);
});

test('what stands against closing is told in Vietnamese, each with what to do, and nothing is printed or written', async (t) => {
  const wrong: readonly (readonly [CloseArgs, RegExp])[] = [
    [{}, /--period còn thiếu/], [{ period: '2024-Q1', by: 'H57', accept: ['x'] }, /--accept phải viết là tên=lý do/], [{ period: '2024-Q1' }, /--by còn thiếu: .*"Văn phòng UBND tỉnh, Chánh Văn phòng"/], [{ period: '2024-Q1', by: 'Văn phòng, ' }, /--by phải viết là "đơn vị, chức danh"/],
    [{ period: '2024-Q1', by: 'H57', scope: 'H99' }, /chưa có cơ quan nào mang mã "H99"/], [{ period: '2024-Q9', by: 'H57' }, /--period không đọc được/], [{ period: '2024-Q1', scheme: 'free', by: 'H57' }, /--period "2024-Q1" không phải là một khoảng ngày: hãy viết hai ngày.*2023-12-15\.\.2024-03-14\.$/],
  ];
  for (const [args, message] of wrong) await t.rejects(closing(args), { code: /PARAMETER_INVALID|SCOPE_UNKNOWN/, message });
  const refused = await closing({ scope: 'H57', period: '2099', by: 'H57', accept: ['no_such=vì sao'], expectedPosition: '7' }).catch((error: unknown) => error);
  t.ok(isAppError(refused) && refused.errors.map(({ detail }) => detail).join('\n').match(/hãy chốt từ ngày hôm sau[^]*xem trước lại[^]*hãy bỏ --accept này/));
  t.equal((await ledger.store.head()).position, 1);
});

test('a closed period is printed with its books, its hash and who closed it, and listed', async (t) => {
  const { text } = await closing({ scope: 'H57', period: '2024-Q1', by: 'Văn phòng UBND tỉnh, Chánh Văn phòng', note: 'Báo cáo quý I' });
  t.match(text, /^ĐÃ CHỐT: ấn bản vpcp-15-14-H57-2024-Q1-1\nChốt lúc .*, người chốt: Chánh Văn phòng, Văn phòng UBND tỉnh, ở vị trí 3 của nhật ký/);
  t.match(text, /SHA-256 của nội dung: [0-9a-f]{64}\n/);
  t.match(text, /Ghi chú: Báo cáo quý I\n/);
  t.match(text, /= Cộng +1 +1\n/);
  t.match(text, /\nPhát hiện về dữ liệu \(đang mở \/ đã xử lý\):\n {2}Cơ quan chưa được khai báo: 1 \/ 0\n/, 'findings by their names for officials');
  const again = JSON.parse((await closing({ scope: 'H57', period: '2024-Q1', by: 'H57', json: true })).text);
  t.match(again, { already: true, edition: { id: 'vpcp-15-14-H57-2024-Q1-1', closedPosition: 3 } });
  const otherwise = await closing({ scope: 'H57', period: '2024-Q1', by: 'H57', note: 'khác' }).catch((error: unknown) => error);
  t.match(otherwise, { code: 'CLOSE_REFUSED', errors: [{ pointer: '/note', detail: /^Kỳ này đã chốt: ấn bản vpcp-15-14-H57-2024-Q1-1, .* có ghi chú khác hoặc không có \(--note\)/ }] });

  t.match(await listed({ scope: 'H57' }), /^vpcp-15-14-H57-2024-Q1-1 {2}chốt .* tính đến 1 .* \(Chánh Văn phòng, Văn phòng UBND tỉnh\)\n$/);
  t.match(await listed({ scope: 'H49' }), /Chưa có ấn bản nào/);
  t.match(JSON.parse(await listed({ id: 'vpcp-15-14-H57-2024-Q1-1', json: true })), { sha256: again.edition.sha256, partList: [{ part: 1, position: 2 }], opening: { previous: null } });
  t.match(await listed({ id: 'vpcp-15-14-H57-2024-Q1-1' }), /^ĐÃ CHỐT: ấn bản vpcp-15-14-H57-2024-Q1-1\n/);
  await t.rejects(listed({ id: 'x' }), { code: 'EDITION_UNKNOWN', message: /"motcua editions" liệt kê/ });
  await t.rejects(listed({ id: 'x', scope: 'H57' }), { code: 'PARAMETER_INVALID' });
});

async function closing(args: CloseArgs): Promise<{ readonly text: string; readonly progress: string }> {
  let [text, progress] = ['', ''];
  await runClose({ store: ledger.store, database: ledger.database, args, out: { write: (more) => { text += more; } }, progress: { write: (more) => { progress += more; } } });
  return { text, progress };
}

async function listed(args: Parameters<typeof runEditions>[0]['args']): Promise<string> {
  let text = '';
  await runEditions({ database: ledger.database, args, out: { write: (more) => { text += more; } } });
  return text;
}
