import { AppError } from '@motcua/kernel';
import Docxtemplater from 'docxtemplater';
import PizZip from 'pizzip';
import { integerText } from '../cells.ts';
import { cleanText } from '../checked-document.ts';
import { fixedZip } from '../fixed-zip.ts';
import { blankField, fieldFaults } from './template-fields.ts';
import type { FieldFault, TemplateData, TemplateFields, UsedField } from './template-fields.ts';

/** Mẫu văn bản that fits what is to be filled in. `fields`: the paths of those that it uses, such as `cap.ten`, sorted. */
export type Template = { readonly fields: readonly string[]; readonly fill: (data: TemplateData) => Uint8Array };

const BYTES_MAX = 10_000_000;

/**
 * Reads a template that an office edited in Word: `{truong}` is a field, `{#danh_sach} … {/danh_sach}` repeats what stands between.
 *
 * `fill` gives a docx with equal bytes for equal template and data; it throws a TypeError that names the field when the value of one
 * that the template uses is missing, or empty though required: a blank is written as dots by whoever wants one.
 *
 * @param docx - The template's bytes, at most 10 MB.
 * @param fields - Everything that may stand in it, and what must.
 * @throws AppError `TEMPLATE_INVALID` with every wrong place, in Vietnamese: no docx, marks that do not match, a field that is not
 *   known, a required one that is missing.
 */
export function loadTemplate(docx: Uint8Array, fields: TemplateFields): Template {
  const used = usedFields(docx);
  const faults = fieldFaults(used, fields);
  if (faults.length > 0) throw refused(faults);
  return { fields: [...new Set(pathsOf(used))].toSorted(), fill: (data) => filled(docx, used, fields, data) };
}

function filled(docx: Uint8Array, used: readonly UsedField[], fields: TemplateFields, data: TemplateData): Uint8Array {
  const blank = blankField(used, fields, [data]);
  if (blank !== undefined) throw new TypeError(`The field ${blank} of the template has no value`);
  return fixedZip(compiled(docx).render(written(data)).toUint8Array());
}

/** Numbers as they are printed. */
function written(data: TemplateData): unknown {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => {
    if (typeof value === 'number') return [name, integerText(value)];
    return [name, typeof value === 'string' ? cleanText(value) : value.map(written)];
  }));
}

function compiled(docx: Uint8Array, modules: Docxtemplater.DXT.Module[] = []): Docxtemplater<PizZip> {
  return new Docxtemplater(new PizZip(docx), { paragraphLoop: true, linebreaks: true, errorLogging: false, modules, nullGetter });
}

/** What nobody gave is never written. */
function nullGetter({ value }: { readonly value: string }): never {
  throw new TypeError(`The field ${value} of the template has no value`);
}

type Parsed = { readonly type: string; readonly value: string; readonly module?: string; readonly subparsed?: readonly Parsed[] };

function usedFields(docx: Uint8Array): readonly UsedField[] {
  if (docx.length > BYTES_MAX) throw refused([{ field: '', detail: 'tệp mẫu lớn hơn 10 MB' }]);
  const parts: Parsed[] = [];
  const listening: Docxtemplater.DXT.Module = {
    name: 'used-fields',
    set: ({ inspect }: { readonly inspect?: { readonly postparsed?: readonly Parsed[] } }) => { parts.push(...inspect?.postparsed ?? []); },
  };
  try {
    compiled(docx, [listening]);
  } catch (error) {
    throw refused(faultsOf(error), error);
  }
  return fieldsOf(parts);
}

function fieldsOf(parts: readonly Parsed[]): readonly UsedField[] {
  return parts.flatMap(({ type, value, module, subparsed = [] }) => type !== 'placeholder' ? [] : [
    { name: value, kind: module === undefined ? 'field' : module === 'loop' ? 'list' : 'other', within: fieldsOf(subparsed) } as const,
  ]);
}

function pathsOf(used: readonly UsedField[], path = ''): readonly string[] {
  return used.flatMap(({ name, within }) => [`${path}${name}`, ...pathsOf(within, `${path}${name}.`)]);
}

const SENTENCES: Readonly<Record<string, string>> = {
  unclosed_tag: 'có dấu { mà không có dấu }', unopened_tag: 'có dấu } mà không có dấu {', unclosed_loop: 'danh sách được mở mà không được đóng bằng {/…}',
  unopened_loop: 'danh sách được đóng mà không được mở bằng {#…}', closing_tag_does_not_match_opening_tag: 'dấu đóng danh sách không khớp với dấu mở',
};

type LibraryError = { readonly properties?: { readonly id?: string; readonly xtag?: string; readonly errors?: readonly LibraryError[] } };

function faultsOf(error: unknown): readonly FieldFault[] {
  const { properties } = error as LibraryError;
  const errors = properties?.errors ?? (properties?.xtag === undefined ? [] : [{ properties }]);
  if (errors.length === 0) return [{ field: '', detail: 'tệp không phải là văn bản Word (.docx) đọc được' }];
  return errors.map((one) => {
    const { id = '', xtag = '' } = one.properties ?? {};
    return { field: xtag, detail: `{${xtag}}: ${SENTENCES[id] ?? 'dấu của trường đặt sai chỗ'}` };
  });
}

function refused(faults: readonly FieldFault[], cause?: unknown): AppError {
  const said = faults.map(({ detail }) => detail).join('; ');
  return new AppError('TEMPLATE_INVALID', `Không dùng được mẫu văn bản: ${said}.`, { errors: faults.map(({ field, detail }) => ({ pointer: field === '' ? '' : `/${field}`, detail })), cause });
}
