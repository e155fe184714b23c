import type { ReferenceEventType } from '@motcua/dossier';
import type { JsonObject } from '@motcua/event-store';
import type { z } from 'zod';
import { columnFault, namesOf } from './columns.ts';
import type { Columns } from './columns.ts';
import { faulty } from './import-file.ts';
import type { Import, ImportFault } from './import-file.ts';

/** A declaration or announcement that a file makes, as the log would hold it. */
export type Declaration = { readonly type: ReferenceEventType; readonly subject: string; readonly data: JsonObject; readonly where: string };

/** The faults of a row's columns that a schema found. `code` is checked apart, since it is the subject of the event. */
export function schemaFaults<Name extends string>(where: string, columns: Columns<Name>, issues: readonly z.core.$ZodIssue[], written: Readonly<Partial<Record<Name, unknown>>>): readonly ImportFault[] {
  const wrong = new Set(issues.map(({ path }) => namesOf(columns).find((name) => name === path[0])));
  return [...wrong].map((name) => (name === undefined ? { where, detail: 'nội dung không dùng được' } : columnFault(where, columns, name, written[name])));
}

/** All declarations, or all faults; nothing of a file with a fault is used. */
export function gathered(results: readonly (Declaration | readonly ImportFault[])[]): Import<Declaration> {
  const faults = results.flatMap((result) => ('type' in result ? [] : result));
  if (faults.length > 0) return faulty(...faults);
  const items = results.flatMap((result) => ('type' in result ? [{ ...result, data: withoutGaps(result.data) }] : []));
  return items.length === 0 ? faulty({ where: 'tệp', detail: 'không có dòng dữ liệu nào' }) : { kind: 'read', items };
}

/** The log keeps no member without a value. */
function withoutGaps(data: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(data)) as JsonObject;
}
