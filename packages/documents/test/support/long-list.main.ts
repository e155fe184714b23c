// Writes a long list into a file, and says how much memory that took: node long-list.main.ts xlsx|csv|whole ROWS FILE
import { createHash } from 'node:crypto';
import { createWriteStream, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { csvRows, xlsxOf, xlsxRows } from '@motcua/documents';
import type { ListRow } from '@motcua/documents';
import { addDays, instantAt } from '@motcua/kernel';
import { LONG_LIST } from './sample-document.ts';

const [format = '', count = '', file = ''] = process.argv.slice(2);
const written = createHash('sha256');

if (format === 'whole') {
  const rows = [];
  for await (const batch of batches()) rows.push(...batch.map((cells) => ({ cells })));
  const { table, ...document } = LONG_LIST;
  writeFileSync(file, await xlsxOf({ ...document, parts: [{ ...table, type: 'table', rows }] }));
} else {
  const chunks: AsyncIterable<string | Uint8Array> = format === 'xlsx' ? xlsxRows(LONG_LIST, batches()) : csvRows(LONG_LIST, batches());
  await pipeline(chunks, async function* (source) {
    for await (const chunk of source) {
      written.update(chunk);
      yield chunk;
    }
  }, createWriteStream(file));
}
console.log(JSON.stringify({ peak: process.resourceUsage().maxRSS * 1024, sha256: written.digest('hex') }));

/** Twelve columns, as the list of what is overdue has them. */
async function* batches(): AsyncGenerator<readonly ListRow[]> {
  for (let first = 0; first < Number(count); first += 1_000) {
    yield Array.from({ length: Math.min(1_000, Number(count) - first) }, (_, index) => rowOf(first + index));
  }
}

function rowOf(number: number): ListRow {
  const on = addDays('2024-01-01', number % 90);
  return [
    `H57.${number % 300}-240105-${String(number).padStart(6, '0')}`, `1.${String(number % 9_999).padStart(6, '0')}`, `Cấp giấy phép xây dựng mới cho công trình thứ ${number % 500}`,
    `Ủy ban nhân dân xã số ${number % 300}`, on, instantAt(on, 480 + number % 400), instantAt(addDays(on, 15), 1_020), number % 3 === 0 ? null : instantAt(addDays(on, 20), 600),
    number % 400, (number % 1_000) / 10, 'Chờ xác minh', number % 2 === 0 ? 'Đã gửi' : null,
  ];
}
