import { AppError } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import type { PrintedReport } from '@motcua/ledger';

/** A place of a file and a sentence about it, in Vietnamese. `where`: `dòng 3, cột Tiếp nhận`, `ô B3`, or a JSON pointer. */
export type FilePlace = { readonly where: string; readonly detail: string };

/**
 * A printed report as a file has it.
 *
 * `scope`, `period`: as the file says, if it does. `ignored`: what nobody knows how to read, each with its place; nothing is
 * dropped silently. `assumed`: how something was read that could mean two things.
 */
export type ReadReport = {
  readonly report: PrintedReport;
  readonly source: string | null;
  readonly scope: string | null;
  readonly period: { readonly from: CivilDate; readonly to: CivilDate } | null;
  readonly ignored: readonly FilePlace[];
  readonly assumed: readonly FilePlace[];
};

/** More nodes than any country has communes. */
export const NODES_MAX = 5_000;
/** Rows of a table, with titles and empty ones; columns of a table. */
export const ROWS_MAX = 20_000;
export const COLUMNS_MAX = 200;
/** Counts beyond this are no counts of dossiers. */
export const COUNT_MAX = 1_000_000_000_000;

const FAULTS_TOLD = 20;

/** The refusal of a file, with its first wrong places. */
export function unreadable(faults: readonly FilePlace[]): AppError {
  const [first] = faults;
  const more = faults.length > 1 ? ` (và ${faults.length - 1} chỗ khác)` : '';
  return new AppError('REPORT_UNREADABLE', `Không đọc được báo cáo: ${first === undefined ? 'tệp trống' : `${first.where}: ${first.detail}`}${more}.`, {
    errors: faults.slice(0, FAULTS_TOLD).map(({ where, detail }) => ({ pointer: where, detail })),
  });
}

/** The plain form of a name or heading: without accents, case, spaces and signs. */
export function plainKey(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** Whether a name, in its {@link plainKey}, stands for everything together. */
export function isWhole(key: string): boolean {
  return ['all', 'tongcong', 'tongso', 'tong', 'toanbo', 'toantinh', 'tatca', 'chung'].includes(key);
}

/** The first node that is its own ancestor; undefined when there is none. */
export function circular({ nodes }: PrintedReport): string | undefined {
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  return nodes.find(({ id }) => {
    let above = parents.get(id) ?? null;
    for (let steps = 0; above !== null && steps <= nodes.length; steps += 1) above = parents.get(above) ?? null;
    return above !== null;
  })?.id;
}
