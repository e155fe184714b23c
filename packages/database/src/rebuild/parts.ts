/**
 * A part of the read model as rows that say the same in every schema: with names in place of the numbers that a database hands out.
 * Rows whose amount is 0 say nothing and are left out.
 */
export type Part = {
  readonly name: string;
  /** Columns that name a row. */
  readonly key: readonly string[];
  /** An SQL number by which rows are counted together while they are alike. */
  readonly bucket: string;
  /** The rows of a schema as an SQL query, with the bucket first. @param where - A condition on the table `t`. */
  readonly rows: (schema: string, where: string) => string;
  /** The condition for what may have changed behind a position. `$1`: codes of dossiers. */
  readonly changed: (schema: string, after: number) => string;
};

const PLACE = ['authority', 'receiving_unit', 'procedure', 'field', 'channel'];
const KIND = ['rule', 'class', 'cause', 'side'];
const NAMES = [...PLACE.map((name) => `p.${name}`), ...KIND.map((name) => `k.${name}`)].join(', ');
const DOSSIERS = 'any($1::text[])';

const behind = (_schema: string, after: number): string => `t.position > ${after}`;

function whole(name: string, key: readonly string[], bucket: string, changed: Part['changed'] = behind): Part {
  return { name, key, bucket, changed, rows: (schema, where) => `select (${bucket})::bigint as bucket, t.* from ${schema}.${name} t where ${where}` };
}

/** @param own - The columns beside those of place and kind. */
function counted(name: string, options: { readonly own: readonly string[]; readonly key: readonly string[]; readonly bucket: string; readonly changed: Part['changed']; readonly only?: string }): Part {
  const { own, key, bucket, changed, only = 'true' } = options;
  const columns = own.map((column) => `t.${column}`).join(', ');
  return {
    name, key, bucket, changed,
    rows: (schema, where) => `
      select (${bucket})::bigint as bucket, ${columns}, ${NAMES}
      from ${schema}.${name} t left join ${schema}.place p using (place) left join ${schema}.kind k using (kind) where ${only} and ${where}`,
  };
}

/** Everything that follows from the log, in the order in which differences are told. */
export const PARTS: readonly Part[] = [
  counted('balance', {
    own: ['effective_on', 'amount'], key: ['effective_on', ...PLACE, ...KIND], bucket: `t.effective_on - date '1900-01-01'`, only: 't.amount <> 0',
    changed: (schema, after) => `(t.effective_on, t.place, t.kind) in (select effective_on, place, kind from ${schema}.journal where position > ${after})`,
  }),
  counted('stock', {
    own: ['size', 'span', 'amount'], key: ['size', 'span', ...PLACE, ...KIND], bucket: 't.size * 100000 + t.span', only: 't.amount <> 0',
    changed: (schema, after) => `t.place in (select place from ${schema}.journal where position > ${after})`,
  }),
  counted('journal', {
    own: ['position', 'movement', 'amount', 'effective_on', 'dossier', 'event_id', 'inverted'], key: ['position', 'movement', 'side'], bucket: 't.position / 8192',
    changed: behind,
  }),
  whole('dossier', ['code'], 'hashtext(t.code) & 4095', () => `t.code = ${DOSSIERS}`),
  whole('due', ['dossier', 'rule'], 'hashtext(t.dossier) & 4095', () => `t.dossier = ${DOSSIERS}`),
  whole('apology_duty', ['dossier', 'number'], 'hashtext(t.dossier) & 4095', () => `t.dossier = ${DOSSIERS}`),
  whole('delay_share', ['dossier', 'office'], 'hashtext(t.dossier) & 4095', () => `t.dossier = ${DOSSIERS}`),
  whole('finding', ['kind', 'subject', 'position'], 't.position / 8192'),
  whole('correction', ['dossier', 'position'], 't.position / 8192'),
  whole('calendar_move', ['position'], 't.position / 8192'),
  whole('authority', ['code', 'valid_from', 'position'], 't.position / 8192'),
  whole('procedure', ['code', 'valid_from', 'position'], 't.position / 8192'),
  whole('almanac', ['position'], 't.position / 8192'),
  whole('quarantined', ['position'], 't.position / 8192'),
  whole('edition', ['edition'], 't.position / 8192'),
  whole('edition_part', ['edition', 'sha256', 'part'], 't.position / 8192'),
  whole('accepted_difference', ['position'], 't.position / 8192'),
];
