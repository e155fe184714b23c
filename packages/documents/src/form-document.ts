import type { CivilDate } from '@motcua/kernel';

/**
 * Văn bản in: a printed document as data. Every renderer of this package takes one, so all forms of a document say the same.
 *
 * What is undefined in head and signature is a blank to be filled in by hand.
 */
export type FormDocument = {
  /** Tên biểu, tên báo cáo: lines, the first in bold. */
  readonly title: readonly [string, ...string[]];
  readonly head?: PaperHead | undefined;
  /** A4 upright unless told; wide tables lie. */
  readonly orientation?: 'portrait' | 'landscape' | undefined;
  readonly parts: readonly Part[];
  /** Ghi chú, under everything. */
  readonly notes?: readonly string[] | undefined;
  /** Khối ký: side by side, from left to right. */
  readonly signatures?: readonly Signatory[] | undefined;
  /** Behind or above every page, such as `Dự thảo`. */
  readonly watermark?: string | undefined;
  /** Nguồn số liệu: edition, hash, definitions, in small print at the end. */
  readonly provenance?: readonly ProvenanceLine[] | undefined;
};

/** Phần đầu văn bản. `form`: such as `Biểu số II.06a/VPCP/KSTT`, printed above everything. */
export type PaperHead = {
  readonly authority: string;
  readonly superior?: string | undefined;
  readonly number?: string | undefined;
  readonly place?: string | undefined;
  readonly issuedOn?: CivilDate | undefined;
  readonly form?: string | undefined;
};

/** Người ký. `title`: lines such as `TM. ỦY BAN NHÂN DÂN`, `CHỦ TỊCH`; `hint`: such as `(Ký, ghi rõ họ tên)`. */
export type Signatory = { readonly title: readonly string[]; readonly hint?: string | undefined; readonly name?: string | undefined };

export type ProvenanceLine = { readonly label: string; readonly value: string };

export type Part = Table | Paragraphs | Chart;

/** Đoạn văn. */
export type Paragraphs = { readonly type: 'paragraphs'; readonly heading?: string | undefined; readonly texts: readonly string[] };

/** Bảng. `name`: short, of the sheet in a workbook; unique in its document. */
export type Table = {
  readonly type: 'table';
  readonly name: string;
  readonly caption?: string | undefined;
  /** Such as `Đơn vị tính: hồ sơ`. */
  readonly unit?: string | undefined;
  readonly headings: readonly Heading[];
  readonly rows: readonly Row[];
};

/** A leaf is a column; what has others under it is one merged cell over them. */
export type Heading = Column | HeadingGroup;
export type HeadingGroup = { readonly label: string; readonly under: readonly Heading[] };

/**
 * Cột. `id`: its name in JSON and CSV. `number`: what stands under the headings, such as `(3)=(4)+(5)+(6)`.
 * `width`: in characters. `decimals`: of decimal and percent, 2 unless told.
 */
export type Column = {
  readonly id: string;
  readonly label: string;
  readonly kind: CellKind;
  readonly number?: string | undefined;
  readonly width?: number | undefined;
  readonly decimals?: number | undefined;
};

/**
 * What stands in a cell: a text; a safe integer; a number with so many decimals; a per cent (97.19 for 97,19%), rounded by whoever
 * knows its rule; a civil date; an instant (milliseconds), shown to the minute in Asia/Ho_Chi_Minh.
 */
export type CellKind = 'text' | 'integer' | 'decimal' | 'percent' | 'date' | 'instant';

/** A cell of its column's kind, or of its own. Null is left blank. */
export type Cell = CellValue | TypedCell;
export type CellValue = string | number | null;
export type TypedCell = { readonly kind: CellKind; readonly value: CellValue; readonly decimals?: number | undefined };

/** Hàng. `indent`: levels by which its name is moved in. */
export type Row = { readonly cells: readonly Cell[]; readonly indent?: number | undefined; readonly emphasis?: Emphasis | undefined };
export type Emphasis = 'plain' | 'subtotal' | 'total';

/**
 * Biểu đồ: upright bars, level bars (for long names), or lines, one value of each series for each category; null is a gap.
 * `name` as of a table. At most four series, so that they can be told apart without colours. `target`: a line across.
 */
export type Chart = {
  readonly type: 'chart';
  readonly name: string;
  readonly form: 'bars' | 'level_bars' | 'lines';
  readonly title: string;
  readonly kind: 'integer' | 'percent';
  /** Of the categories, such as `Ngày`. */
  readonly categoryLabel: string;
  readonly categories: readonly string[];
  readonly series: readonly ChartSeries[];
  readonly target?: { readonly label: string; readonly value: number } | undefined;
};
export type ChartSeries = { readonly label: string; readonly values: readonly (number | null)[] };
