import type { ApologyDuty, DelayCause } from '@motcua/dossier';
import { civilDateOf, formatInstant } from '@motcua/kernel';
import type { CivilDate, Instant } from '@motcua/kernel';
import { Document, Packer } from 'docx';
import type { Table } from 'docx';
import { fixedDocx } from '../docx/fixed-docx.ts';
import { documentOf, pageOf, textWidth } from '../docx/page.ts';
import { paperHead, sideBySide } from '../docx/paper-frame.ts';
import { heading, line, paragraph } from '../docx/paragraphs.ts';
import { BLANK, causeText, dayText, headLines, momentText, SHORT_BLANK, signingTitle } from '../wording.ts';

/**
 * Phiếu xin lỗi và hẹn lại ngày trả kết quả: what the letter says. No personal data: whom it is for is a blank line, which
 * the authority fills in on paper.
 *
 * What is undefined is a blank to be filled in by hand.
 */
export type ApologyLetter = {
  /** Tên cơ quan: who apologises. */
  readonly authority: string;
  /** Tên cơ quan chủ quản, printed above. */
  readonly superior: string | undefined;
  readonly letterNumber: string | undefined;
  readonly issuedOn: CivilDate | undefined;
  readonly dossier: string;
  /** Tên thủ tục hành chính. */
  readonly procedure: string;
  /** Where the dossier was received, and where the result will be returned. */
  readonly receivingUnit: string;
  readonly receivedAt: Instant | undefined;
  /** The due date that was missed or will be. */
  readonly dueAt: Instant;
  readonly newDueAt: Instant | undefined;
  readonly ground: ApologyDuty['ground'];
  readonly cause: DelayCause;
  /** The office at fault by name, when it is another one than the authority. */
  readonly unitAtFault: string | undefined;
};

const TITLE = 'Phiếu xin lỗi và hẹn lại ngày trả kết quả';
const WIDTH = textWidth('portrait');

/**
 * The letter as a docx. Equal letters give equal bytes, whatever the time and the machine.
 *
 * @returns A promise only because the library packs so; nothing is waited for.
 * @source Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9; the form of the page: Nghị định 30/2020/NĐ-CP, Phụ lục I.
 */
export async function apologyLetter(letter: ApologyLetter): Promise<Uint8Array> {
  const { superior, authority, issuedOn, letterNumber = `${SHORT_BLANK}/${SHORT_BLANK}`, dossier, dueAt } = letter;
  const head = paperHead(headLines({ superior, authority, issuedOn, number: letterNumber }), WIDTH);
  const document = new Document({
    ...documentOf(TITLE, authority, dossier),
    sections: [{ properties: { page: pageOf('portrait') }, children: [head, ...bodyOf(letter), recipientsAndSignature(letter)] }],
  });
  return fixedDocx(new Uint8Array(await Packer.toArrayBuffer(document)), { stamp: formatInstant(dueAt) });
}

function bodyOf(letter: ApologyLetter): readonly ReturnType<typeof paragraph>[] {
  const { authority, dossier, procedure, receivingUnit, receivedAt, dueAt, newDueAt } = letter;
  return [
    heading(TITLE.toUpperCase()),
    paragraph(`Kính gửi: ${BLANK}`, 'centered'),
    paragraph(`${dayText(receivedAt)}, ${receivingUnit} đã tiếp nhận hồ sơ mã số ${dossier} của Ông/Bà/Tổ chức về thủ tục “${procedure}”, do ${authority} giải quyết.`),
    paragraph(`Thời điểm hẹn trả kết quả: ${momentText(dueAt)}.`),
    paragraph(`${standing(letter)} Lý do: ${causeText(letter.cause, letter.unitAtFault)}.`),
    paragraph(`${authority} xin lỗi Ông/Bà/Tổ chức vì sự chậm trễ này và những phiền hà mà nó gây ra.`),
    paragraph(`Thời điểm hẹn trả kết quả mới: ${momentText(newDueAt)}, tại ${receivingUnit}.`),
    paragraph('Rất mong Ông/Bà/Tổ chức thông cảm./.'),
  ];
}

/** What has become of the due date. A letter that goes out before it cannot say that it has passed. */
function standing({ ground, authority, issuedOn, dueAt }: ApologyLetter): string {
  const ahead = ground === 'overdue' && issuedOn !== undefined && issuedOn < civilDateOf(dueAt);
  switch (ahead ? 'announced' : ground) {
    case 'announced': return `${authority} nhận thấy không thể giải quyết xong hồ sơ đúng thời hạn nêu trên.`;
    case 'overdue': return `Đến thời hạn nêu trên, ${authority} chưa giải quyết xong hồ sơ.`;
    case 'ready_late': return `Hồ sơ đã được giải quyết nhưng kết quả có sau thời hạn nêu trên.`;
  }
}

/** Nơi nhận to the left, chức danh and room for the signature to the right. */
function recipientsAndSignature({ authority, receivingUnit }: ApologyLetter): Table {
  const small = { size: 22, left: true } as const;
  return sideBySide([[
    line('', small), line('Nơi nhận:', { ...small, bold: true, italics: true, size: 24 }),
    line('- Như trên;', small), line(`- ${receivingUnit} (trả kết quả);`, small), line('- Lưu: VT, hồ sơ.', small),
  ], [
    line(''), ...signingTitle(authority).map((text) => line(text, { bold: true })), line('(Ký, ghi rõ họ tên và đóng dấu)', { italics: true }),
  ]], WIDTH);
}
