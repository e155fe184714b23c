import type { ApologyDuty, DelayCause } from '@motcua/dossier';
import { civilDateOf, formatInstant } from '@motcua/kernel';
import type { CivilDate, Instant } from '@motcua/kernel';
import { Document, Packer } from 'docx';
import { fixedDocx } from './fixed-docx.ts';
import { letterHead, recipientsAndSignature } from './letter-frame.ts';
import { heading, paragraph } from './paragraphs.ts';
import { BLANK, causeText, dayText, momentText } from './wording.ts';

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

/** The media type of what {@link apologyLetter} writes. */
export const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const TITLE = 'Phiếu xin lỗi và hẹn lại ngày trả kết quả';
const MILLIMETRE = 56.7;
/** Khổ A4 and its margins, in twentieths of a point. */
const PAGE = {
  size: { width: Math.round(210 * MILLIMETRE), height: Math.round(297 * MILLIMETRE) },
  margin: { top: Math.round(20 * MILLIMETRE), bottom: Math.round(20 * MILLIMETRE), left: Math.round(30 * MILLIMETRE), right: Math.round(20 * MILLIMETRE) },
} as const;

/**
 * The letter as a docx. Equal letters give equal bytes, whatever the time and the machine.
 *
 * @returns A promise only because the library packs so; nothing is waited for.
 * @source Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9; the form of the page: Nghị định 30/2020/NĐ-CP, Phụ lục I.
 */
export async function apologyLetter(letter: ApologyLetter): Promise<Uint8Array> {
  const document = new Document({
    title: TITLE, subject: letter.dossier, creator: letter.authority, lastModifiedBy: letter.authority, revision: 1,
    styles: { default: { document: { run: { font: 'Times New Roman', size: 27, language: { value: 'vi-VN' } } } } },
    sections: [{ properties: { page: PAGE }, children: [letterHead(letter), ...bodyOf(letter), recipientsAndSignature(letter)] }],
  });
  return fixedDocx(new Uint8Array(await Packer.toArrayBuffer(document)), formatInstant(letter.dueAt));
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
