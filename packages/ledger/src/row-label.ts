import { formatCivilDate } from '@motcua/kernel';
import { channelLabels, levelLabels } from './labels.ts';
import type { RowHead } from './row-heads.ts';

/** What an official reads for a level's code, `all` included. */
export function levelLabel(level: string): string {
  return level === 'all' ? 'Toàn bộ' : labelled(levelLabels, level);
}

/** The first column of a row, whatever the table is split by. */
export function rowLabel(row: RowHead): string {
  if (row.day !== undefined) return formatCivilDate(row.day);
  if (row.channel !== undefined) return labelled(channelLabels, row.channel);
  if (row.authority !== undefined) return named(row.authority, row.name);
  if (row.procedure !== undefined) return named(row.procedure, row.name);
  if (row.field !== undefined) return named(row.field, row.name);
  return levelLabel(row.level ?? '');
}

function named(code: string, name: string | null | undefined): string {
  if (code === 'unknown') return 'Chưa rõ';
  return `${code} ${name ?? '(chưa khai báo)'}`;
}

function labelled(labels: Readonly<Record<string, string>>, code: string): string {
  return labels[code] ?? code;
}
