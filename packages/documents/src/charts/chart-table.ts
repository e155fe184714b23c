import type { Chart, Column, Table } from '../form-document.ts';

/** The numbers of a chart as a table, for forms that cannot show a picture. */
export function chartTable({ name, title, kind, categoryLabel, categories, series, target }: Chart): Table {
  const columns = [...series, ...(target === undefined ? [] : [{ label: target.label, values: categories.map(() => target.value) }])];
  const headings: readonly Column[] = [
    { id: 'category', label: categoryLabel, kind: 'text' },
    ...columns.map(({ label }, index) => ({ id: index < series.length ? `series${index + 1}` : 'target', label, kind, width: 16 })),
  ];
  return {
    type: 'table', name, caption: title, headings,
    rows: categories.map((category, index) => ({ cells: [category, ...columns.map(({ values }) => values[index] ?? null)] })),
  };
}
