import { referenceEventData, referenceSubjects } from '@motcua/dossier';
import { plainKey } from '@motcua/statistics';
import type { z } from 'zod';
import { columnFault, textOf, unknownColumns, valuesOf } from './columns.ts';
import type { Columns } from './columns.ts';
import { gathered, schemaFaults } from './declaration.ts';
import type { Declaration } from './declaration.ts';
import { faulty, readRows } from './import-file.ts';
import type { FileContent, Import, ImportFault, ImportRow } from './import-file.ts';
import { isNamed, successorsValue } from './successors.ts';
import { dateValue, feeValue, levelValue, limitValue, serviceClassValue } from './values.ts';

const validity = {
  validFrom: { headings: ['Hiệu lực từ', 'Từ ngày'], expected: 'hãy viết ngày, ví dụ 05/01/2024 hoặc 2024-01-05' },
  validTo: { headings: ['Hiệu lực đến', 'Đến ngày'], expected: 'hãy viết ngày không sớm hơn ngày bắt đầu hiệu lực, hoặc để trống' },
} as const;
const level = { headings: ['Cấp', 'Cấp thực hiện'], expected: 'hãy viết tỉnh, huyện hoặc xã' } as const;

/** The columns of a file of procedures. */
export const procedureColumns = {
  code: { headings: ['Mã thủ tục', 'Mã TTHC'], expected: 'hãy viết mã, ví dụ 1.001234' },
  name: { headings: ['Tên thủ tục', 'Tên TTHC', 'Tên'], expected: 'hãy viết tên trên một dòng, không quá 300 ký tự' },
  field: { headings: ['Mã lĩnh vực'], expected: 'hãy viết mã, ví dụ G03-GD06' },
  fieldName: { headings: ['Lĩnh vực', 'Tên lĩnh vực'], expected: 'hãy viết tên trên một dòng, không quá 300 ký tự' },
  level,
  limit: { headings: ['Thời hạn', 'Thời hạn giải quyết'], expected: 'hãy viết ví dụ 10 ngày làm việc, 30 ngày hoặc 8 giờ; không quá mười năm' },
  limitAmount: { headings: ['Thời hạn (số)'], expected: 'hãy viết số nguyên, cùng với cột đơn vị' },
  limitUnit: { headings: ['Thời hạn (đơn vị)', 'Đơn vị thời hạn'], expected: 'hãy viết ngày làm việc, ngày hoặc giờ' },
  fee: { headings: ['Phí, lệ phí', 'Phí', 'Lệ phí'], expected: 'hãy viết số đồng, ví dụ 50000' },
  serviceClass: { headings: ['Mức độ dịch vụ công', 'Mức độ'], expected: 'hãy viết toàn trình, một phần hoặc cung cấp thông tin' },
  ...validity,
} as const satisfies Columns<string>;

/** The columns of a file of authorities. */
export const authorityColumns = {
  code: { headings: ['Mã cơ quan'], expected: 'hãy viết mã, ví dụ H57.31 (không phải VN hay unknown)' },
  name: { headings: ['Tên cơ quan', 'Tên'], expected: 'hãy viết tên trên một dòng, không quá 300 ký tự' },
  level,
  parent: { headings: ['Cơ quan cấp trên', 'Mã cơ quan cấp trên'], expected: 'hãy viết mã của cơ quan khác, hoặc để trống nếu là cấp cao nhất' },
  ...validity,
  successors: { headings: ['Cơ quan kế thừa', 'Kế thừa'], expected: 'hãy viết mã, ví dụ H57.40, hoặc nhiều mã kèm lĩnh vực hay bộ phận trong ngoặc: H57.40 (G03-HT01, G15-TP01); H57.41 (tại H57.31.01); H57.42; chỉ khi có ngày hết hiệu lực' },
} as const satisfies Columns<string>;

/**
 * The declarations of procedures or of authorities in a file; which of them, its columns say.
 *
 * @returns Every wrong row of the file with what to do, if there is any.
 */
export function readCatalogue(name: string, content: FileContent): Import<Declaration> {
  const rows = readRows(name, content);
  if (rows.kind === 'faulty') return rows;
  const read = rows.items.map((row) => (isProcedure(row) ? procedureOf(row) : authorityOf(row)));
  const kinds = [[rows.items.filter(isProcedure), procedureColumns], [rows.items.filter((row) => !isProcedure(row)), authorityColumns]] as const;
  const unknown = kinds.flatMap(([some, columns]) => unknownColumns(some, columns));
  if (unknown.length > 0) return faulty(...rows.faults, ...unknown);
  return gathered([rows.faults, ...read, twice(read.flatMap((one) => ('type' in one ? [one] : [])))]);
}

/** Only procedures have a field. */
function isProcedure({ cells }: ImportRow): boolean {
  const { field, fieldName, code } = procedureColumns;
  return ['field', 'fieldName', ...field.headings, ...fieldName.headings, ...code.headings].some((heading) => Object.hasOwn(cells, plainKey(heading)));
}

function procedureOf(row: ImportRow): Declaration | readonly ImportFault[] {
  const { code, limitAmount, limitUnit, ...written } = valuesOf(row, procedureColumns);
  const data = {
    ...written, level: levelValue(written.level), limit: limitValue(written.limit, limitAmount, limitUnit), fee: feeValue(written.fee),
    serviceClass: serviceClassValue(written.serviceClass), validFrom: dateValue(written.validFrom), validTo: optionalDate(written.validTo),
  };
  const told = { ...written, limit: written.limit ?? (limitAmount === undefined ? limitUnit : `${textOf(limitAmount)} ${textOf(limitUnit)}`.trim()) };
  return declared(row, 'ProcedureDeclared', procedureColumns, code, data, told);
}

function authorityOf(row: ImportRow): Declaration | readonly ImportFault[] {
  const { code, ...written } = valuesOf(row, authorityColumns);
  const successors = successorsValue(written.successors);
  const data = { ...written, level: levelValue(written.level), parent: written.parent ?? null, validFrom: dateValue(written.validFrom), validTo: optionalDate(written.validTo), ...(successors === undefined ? {} : { successors }) };
  if (Array.isArray(successors) && successors.some((one) => isNamed(one, code))) return [columnFault(row.where, authorityColumns, 'successors', written.successors)];
  if (code !== undefined && data.parent === code) return [columnFault(row.where, authorityColumns, 'parent', code)];
  return declared(row, 'AuthorityDeclared', authorityColumns, code, data, written);
}

function declared<T extends 'ProcedureDeclared' | 'AuthorityDeclared'>(
  { where }: ImportRow, type: T, columns: Columns<string>, code: unknown, data: unknown, written: Readonly<Record<string, unknown>>,
): Declaration | readonly ImportFault[] {
  const subject = referenceSubjects[type].safeParse(code);
  const schema: z.ZodType<Declaration['data']> = referenceEventData[type];
  const content = schema.safeParse(data);
  if (subject.success && content.success) return { type, subject: subject.data, data: content.data, where };
  return [
    ...(subject.success ? [] : [columnFault(where, columns, 'code', code)]),
    ...(content.success ? [] : schemaFaults(where, columns, content.error.issues, written)),
  ];
}

function optionalDate(value: unknown): unknown {
  return value === undefined || value === null ? undefined : dateValue(value);
}

/** One file says once what holds from a day on. */
function twice(declarations: readonly Declaration[]): readonly ImportFault[] {
  const first = new Map<string, string>();
  return declarations.flatMap(({ type, subject, data, where }) => {
    const key = `${type} ${subject} ${textOf(data['validFrom'])}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, where);
    return earlier === undefined ? [] : [{ where, detail: `${subject} từ ${textOf(data['validFrom'])} đã có ở ${earlier}: mỗi mã và ngày hiệu lực chỉ một dòng` }];
  });
}
