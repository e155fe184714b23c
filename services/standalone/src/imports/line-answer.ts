import { shownAnswer } from '@motcua/intake';
import type { LineAnswer } from '@motcua/intake';
import type { EventTable } from './event-table.ts';

/** The answer as the API gives it, with the place in the file; of a table every wrong place has its column. */
export function shownLine(file: string, { line, answer }: LineAnswer, table: EventTable | undefined): object {
  const { errors, ...rest } = shownAnswer(answer);
  const placed = errors?.map((error) => ({ ...error, ...columnOf(error.pointer, table) }));
  return { file, line, ...rest, ...(placed === undefined ? {} : { errors: placed }) };
}

/** The same for people, of an event that was not taken. */
export function toldLine(file: string, { line, answer: { outcome } }: LineAnswer, table: EventTable | undefined): string {
  if (!('refusal' in outcome)) return '';
  const { code, detail, errors } = outcome.refusal;
  const { column } = columnOf(errors[0]?.pointer ?? '', table);
  return `${file}, dòng ${line}${column === undefined ? '' : `, cột ${column}`}: ${code}: ${detail}`;
}

function columnOf(pointer: string, table: EventTable | undefined): { readonly column?: string } {
  const column = table?.headingAt(pointer);
  return column === undefined ? {} : { column };
}
