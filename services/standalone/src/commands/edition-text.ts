import { WHOLE_COUNTRY } from '@motcua/database';
import type { Edition } from '@motcua/database';
import { ND61 } from '@motcua/dossier';
import { formatCivilDate, formatInstant } from '@motcua/kernel';
import type { InputError } from '@motcua/kernel';
import { figuresOf, findingLabels } from '@motcua/ledger';
import type { Figures } from '@motcua/ledger';
import { described } from '@motcua/reporter';
import type { EditionAnswer, Obstacle, PreviewAnswer } from '@motcua/reporter';
import { asOfText, localTime, renderBooks } from '@motcua/statistics';
import type { CountsTable } from '@motcua/statistics';

/** An edition for people: what it is, the books of the base rule written out, hash, position and findings. Without a line break at the end. */
export function renderEdition(edition: EditionAnswer, title: string): string {
  const by = closerOf(edition);
  return [
    `${title}: ấn bản ${edition.id}`,
    `Chốt lúc ${localTime(edition.closedAt)} (giờ Việt Nam)${by === '' ? '' : `, người chốt: ${by}`}, ở vị trí ${count(edition.closedPosition)} của nhật ký (${edition.parts} phần, ${count(edition.bytes)} byte)`,
    ...contentLines(edition),
    '', 'Xem các bảng và nội dung qua HTTP:', `  ${edition.links.self}/tables?rule=nd61&by=authority`, `  ${edition.links.content}`,
  ].join('\n');
}

/** What an edition would say, and what stands against closing. */
export function renderPreview(preview: PreviewAnswer, obstacles: readonly Obstacle[], standing: Edition | undefined, differs: boolean): string {
  const verdict = obstacles.length === 0
    ? `Không có gì cản trở: chốt đúng bản này bằng --expected-position ${preview.asOf.position}.`
    : `Còn ${obstacles.length} điều phải xử lý trước khi chốt:`;
  const before = standing === undefined ? [] : [`Đã có ấn bản ${standing.closed.edition}; số liệu bây giờ ${differs ? 'đã khác: dùng --restate để ra ấn bản mới' : 'vẫn như ấn bản ấy'}.`];
  return [
    `XEM TRƯỚC, chưa ghi gì: sẽ là ấn bản ${preview.id}`, ...contentLines(preview), '', ...before, verdict,
    ...obstacles.map(told).map(({ pointer, detail }) => `  ${pointer}: ${detail}`),
  ].join('\n');
}

/** One line for a list. */
export function editionLineOf({ id, closedAt, asOf, sha256, predecessor, closedBy, openingDiffers }: EditionAnswer): string {
  const by = closerOf({ closedBy });
  const marks = [...(predecessor === null ? [] : [`thay ${predecessor.edition}`]), ...(openingDiffers === 0 ? [] : [`${openingDiffers} ô đầu kỳ khác cuối kỳ trước`]), ...(by === '' ? [] : [by])];
  return `${id}  chốt ${localTime(closedAt)}  tính đến ${count(asOf.position)}  ${sha256.slice(0, 16)}…${marks.length === 0 ? '' : `  (${marks.join('; ')})`}`;
}

/** Who closed, as one line; empty for an edition that does not say. */
function closerOf({ closedBy }: Pick<EditionAnswer, 'closedBy'>): string {
  return [closedBy?.role, closedBy?.unit].filter((part) => part !== undefined).join(', ');
}

/** An obstacle for officials: where it lies, and what to do. */
export function told(obstacle: Obstacle): InputError {
  return { pointer: described(obstacle).pointer, detail: sentence(obstacle) };
}

function sentence(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'not_ended': return `Kỳ kéo dài đến hết ${formatCivilDate(obstacle.to)}, hôm nay mới là ${formatCivilDate(obstacle.today)}: hãy chốt từ ngày hôm sau, hoặc xem trước bằng --preview.`;
    case 'position_moved': return `Nhật ký đang ở vị trí ${obstacle.position}, không phải ${obstacle.expected}: hãy xem trước lại rồi chốt với vị trí mới.`;
    case 'unmarked': return `Hạn trả ${localTime(formatInstant(obstacle.dueAt))} đã qua mà chưa ghi mốc quá hạn: hãy để sổ chạy cho đồng hồ ghi hết mốc rồi chốt lại.`;
    case 'finding': return `Phát hiện chặn chốt kỳ còn mở (${findingLabel(obstacle.finding.kind)}): hãy sửa dữ liệu (motcua findings để xem), hoặc chấp nhận bằng --accept "${obstacle.finding.id}=lý do".`;
    case 'not_open': return `"${obstacle.name}" không phải là phát hiện chặn chốt kỳ đang mở: hãy bỏ --accept này, hoặc viết đúng tên như "motcua findings" in ra.`;
    case 'closed_otherwise': return `Kỳ này đã chốt: ấn bản ${obstacle.edition}, tính đến vị trí ${obstacle.position}, ${OTHERWISE[obstacle.parameter]}. Hãy bỏ tùy chọn ấy để xem ấn bản, hoặc dùng --restate khi số liệu đã khác.`;
    case 'imbalance': return `Đẳng thức ${obstacle.fault.identity} không đúng: ${obstacle.fault.left} ≠ ${obstacle.fault.right}. Số dư trong sổ không khớp nhật ký: hãy dựng lại sổ từ nhật ký và chạy "motcua verify".`;
  }
}

const OTHERWISE = {
  accept: 'chấp nhận những phát hiện khác hoặc với lý do khác (--accept)', note: 'có ghi chú khác hoặc không có (--note)', expectedPosition: 'không phải ở vị trí mong đợi (--expected-position)',
} as const;

function contentLines(edition: PreviewAnswer): readonly string[] {
  const { scope, period, asOf, sha256, chainRoot, predecessor, previous, openingDiffers, findings, accepted, note, versions } = edition;
  return [
    `Phạm vi ${scope === WHOLE_COUNTRY ? 'toàn bộ' : scope} · kỳ ${period.id} (${period.scheme}), từ ${formatCivilDate(period.from)} đến hết ${formatCivilDate(period.to)} · đơn vị: hồ sơ`,
    asOfText(asOf),
    `SHA-256 của nội dung: ${sha256}`,
    ...(chainRoot === null ? [] : [`Chuỗi băm của nhật ký tại đó: ${chainRoot}`]),
    ...(predecessor === null ? [] : [`Thay cho ấn bản ${predecessor.edition}`]),
    ...(note === null ? [] : [`Ghi chú: ${note}`]),
    `Quy tắc: ${Object.entries(versions.rules).map(([id, version]) => `${id} (bản ${version})`).join(', ')}`,
    '', renderBooks(booksTable(edition)), '',
    previous === null ? 'Đầu kỳ: chưa có ấn bản của kỳ liền trước để đối chiếu.'
      : openingDiffers === 0 ? `✓ Đầu kỳ bằng đúng cuối kỳ của ấn bản ${previous.edition}.`
        : `✗ Đầu kỳ khác cuối kỳ của ấn bản ${previous.edition} ở ${count(openingDiffers)} ô; "motcua editions ${edition.id}" liệt kê từng ô.`,
    findings.length === 0 ? 'Phát hiện về dữ liệu: không có.' : 'Phát hiện về dữ liệu (đang mở / đã xử lý):',
    ...findings.map(({ kind, severity, open, settled }) => `  ${findingLabel(kind)}${severity === 'blocking' ? ' (chặn chốt kỳ)' : ''}: ${count(open)} / ${count(settled)}`),
    ...accepted.map(({ finding, reason }) => `  Đã chấp nhận ${finding}: ${reason}`),
  ];
}

/** An edition may name a kind that the program has not any more. */
function findingLabel(kind: string): string {
  return new Map<string, string>(Object.entries(findingLabels)).get(kind) ?? kind;
}

/** The totals of the base rule by level, as the books are printed. A figure that the edition did not know is 0. */
function booksTable({ totals }: PreviewAnswer): CountsTable {
  const book = totals.find(({ rule }) => rule === ND61.id);
  const zero = figuresOf([], 'level');
  const cells = (counts: Readonly<Record<string, number>>): Figures => ({ ...zero, ...counts });
  const order = ['province', 'district', 'commune'];
  const rank = (level: string): number => (order.includes(level) ? order.indexOf(level) : order.length);
  const rows = (book?.levels ?? []).toSorted((a, b) => rank(a.level) - rank(b.level)).map(({ level, figures }) => ({ level, ...cells(figures) }));
  return { by: 'level', rows, total: cells(book?.total ?? {}) };
}

function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '.');
}
