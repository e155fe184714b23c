import { Unzip, UnzipInflate, zipSync } from 'fflate';
import { COLUMNS_MAX, ROWS_MAX, unreadable } from './reading.ts';

/** What all parts of a spreadsheet that are read may unpack to together; bytes. */
const UNPACKED_MAX = 16 * 1024 * 1024;
/** So little is unpacked at once that even the densest piece, a thousand times larger unpacked, cannot go far beyond the limit. */
const PIECE = 4 * 1024;
/** Far more than {@link ROWS_MAX} rows of a report fill. */
const CELLS_MAX = 500_000;

const SAVE_ANEW = 'không phải tệp Excel (.xlsx) đọc được: hãy mở bằng bảng tính và lưu lại dưới dạng .xlsx, không đặt mật khẩu';
const TOO_LARGE = 'giải nén ra quá lớn: hãy chỉ gửi bảng số liệu';
const TOO_FAR = `có ô nằm quá dòng ${ROWS_MAX} hoặc quá cột thứ ${COLUMNS_MAX}: hãy chép riêng bảng số liệu sang một tệp mới, bắt đầu từ ô A1, rồi gửi tệp ấy`;

/**
 * The rows of the first sheet.
 *
 * The library that reads sheets fills every place up to the farthest cell, and believes the sizes that a file declares. So the file is
 * unpacked here, counting what really comes out; the places of its cells are looked at; and the library gets exactly these parts.
 *
 * @throws AppError `REPORT_UNREADABLE`, also for what would unpack to too much or reaches too far.
 */
export async function sheetRows(bytes: Uint8Array): Promise<readonly (readonly unknown[])[]> {
  const parts = partsOf(bytes);
  for (const part of parts.values()) refuseFarCells(new TextDecoder().decode(part));
  // It comes with the first spreadsheet: few commands read any.
  const { readSheet } = await import('read-excel-file/node');
  try {
    return await readSheet(Buffer.from(zipSync(Object.fromEntries(parts), { level: 0 })));
  } catch {
    // The library tells what is wrong inside; whoever sent the file can only save it anew.
    throw refusal(SAVE_ANEW);
  }
}

/** The XML parts by name; pictures and the like stay packed. */
function partsOf(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const parts = new Map<string, Uint8Array>();
  const count = { left: UNPACKED_MAX };
  try {
    const unzip = new Unzip((file) => {
      if (!/\.xml(?:\.rels)?$/.test(file.name)) return;
      const chunks: Uint8Array[] = [];
      file.ondata = (error, chunk, final) => {
        if (error !== null) throw error;
        count.left -= chunk.length;
        if (count.left < 0) throw new Error('Unpacks to too much.');
        chunks.push(chunk);
        if (final) parts.set(file.name, Buffer.concat(chunks));
      };
      file.start();
    });
    unzip.register(UnzipInflate);
    for (let at = 0; at < bytes.length; at += PIECE) unzip.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
  } catch {
    throw refusal(count.left < 0 ? TOO_LARGE : SAVE_ANEW);
  }
  if (parts.size === 0) throw refusal(SAVE_ANEW);
  return parts;
}

/**
 * Looks for places without reading the XML, wherever they stand, so that nothing written around them can hide them: rather a strange
 * file is refused than one let through. Rows may lack a place, so they are counted too.
 */
function refuseFarCells(xml: string): void {
  if (!xml.includes('sheetData')) return;
  let rows = 0;
  let cells = 0;
  for (const [, tag] of xml.matchAll(/<(?:[^\s<>/:]*:)?(row|c)(?=[\s/>])/g)) {
    if (tag === 'row') rows += 1;
    else cells += 1;
    if (rows > ROWS_MAX || cells > CELLS_MAX) throw refusal(TOO_FAR);
  }
  for (const [, place = ''] of xml.matchAll(/(?<![ \t\r\n]xmlns:)(?<=[\s:])r\s*=\s*["'](?=([^"'<>]{0,12}))/g)) refuseFar(place);
  for (const [, area = ''] of xml.matchAll(/<(?:[^\s<>/:]*:)?dimension\s[^<>]*?ref\s*=\s*["']([^"'<>]{0,40})/g)) area.split(':').forEach(refuseFar);
}

/** Of a row (`7`) or a cell (`B7`). */
function refuseFar(place: string): void {
  const [, column, row] = /^([A-Z]{0,3})(\d{1,7})$/.exec(place) ?? [];
  if (column === undefined) throw refusal(SAVE_ANEW);
  if (Number(row) > ROWS_MAX || columnNumber(column) > COLUMNS_MAX) throw refusal(TOO_FAR);
}

/** A is 1, AA is 27; 0 for none. */
function columnNumber(column: string): number {
  return [...column].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}

function refusal(detail: string): Error {
  return unreadable([{ where: 'tệp', detail }]);
}
