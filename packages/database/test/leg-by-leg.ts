import { recountBalances } from '@motcua/database';
import type { Database, NodeSum } from '@motcua/database';
import type { Successor } from '@motcua/dossier';
import { addDays } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import type { Dimension } from '@motcua/ledger';

/** Parents stand earlier than their children. */
export const CODES = ['H57', 'H57.01', 'H57.01.07', 'H57.01.07.03', 'H57.02', 'H58', 'unknown'] as const;

/** A declaration of an authority in January 2024. */
export type Version = { readonly code: string; readonly valid_from: string; readonly valid_to: string | null; readonly level: string; readonly parent: string | null; readonly successors?: readonly Successor[] };
/** A leg on a day; a table of it is asked for by {@link Asked}. */
export type Leg = {
  readonly authority: string; readonly procedure: string; readonly field: string; readonly channel: string;
  readonly rule: string; readonly class: string; readonly cause: string; readonly side: string;
  readonly day: string; readonly amount: number;
  /** Where the leg counts when that does not follow from its day. */
  readonly node?: string;
};

type Asked = { readonly scope: string; readonly period: { readonly from: CivilDate; readonly to: CivilDate }; readonly dimension: Dimension };

/** Empties the read model and posts these legs, each at a position of its own from 1, by hand. */
export async function fill({ db, pool }: Pick<Database, 'db' | 'pool'>, versions: readonly Version[], legs: readonly Leg[]): Promise<void> {
  await pool.query('delete from ledger.authority; delete from ledger.dossier; delete from ledger.journal; delete from ledger.place; delete from ledger.kind');
  await pool.query(`insert into ledger.authority (code, valid_from, valid_to, name, level, parent, successors, position)
    select code, valid_from, valid_to, code, level, parent, successors, 1
    from json_to_recordset($1) as v(code text, valid_from date, valid_to date, level text, parent text, successors jsonb)`, [JSON.stringify(versions)]);
  const rows = [JSON.stringify(legs)];
  await pool.query(`insert into ledger.place (authority, receiving_unit, procedure, field, channel)
    select distinct authority, 'unit', procedure, field, channel from json_to_recordset($1) as l(authority text, procedure text, field text, channel text)`, rows);
  await pool.query(`insert into ledger.kind (rule, class, cause, side)
    select distinct rule, class, cause, side from json_to_recordset($1) as l(rule text, class text, cause text, side text)`, rows);
  await pool.query(`insert into ledger.journal (position, event_id, effective_on, movement, place, kind, amount, inverted, dossier)
    select number, gen_random_uuid(), day, n, place, kind, sign(amount), false, 'D' || number
    from rows from (json_to_recordset($1) as (authority text, procedure text, field text, channel text, rule text, class text, cause text, side text, day date, amount int)) with ordinality
      as l(authority, procedure, field, channel, rule, class, cause, side, day, amount, number)
    join ledger.place using (authority, procedure, field, channel) join ledger.kind using (rule, class, cause, side)
    cross join generate_series(1, abs(amount)) n`, rows);
  await pool.query(`insert into ledger.dossier (code, class, authority, receiving_unit, procedure, field, channel, ever_overdue, apologies, first_position, last_position)
    select distinct on (dossier) dossier, 'in_progress', authority, receiving_unit, procedure, field, channel, false, 0, position, position
    from ledger.journal join ledger.place using (place) order by dossier`);
  await recountBalances(db);
}

/** Recounts leg by leg: the slow and obvious way. */
export function expected(versions: readonly Version[], legs: readonly Leg[], asked: Asked): readonly (readonly [string, number, number])[] {
  const { from, to } = asked.period;
  const all = legs.filter((one) => one.rule === 'nd61');
  const own = all.filter((one) => one.day <= to && within(versions, holderOf(versions, one, one.day), one.day, asked.scope));
  return [...own, ...successions(versions, all, asked)].filter((one) => one.day >= from || one.class === 'in_progress').map((one) => {
    const before = one.day < from;
    const node = one.node ?? nodeOf(versions, one, asked.dimension, before);
    const [cause, side] = before ? ['succession', 'to'] : [one.cause, one.side];
    return [`${node} ${one.class} ${cause} ${side} ${one.channel}`, before ? one.amount : 0, before ? 0 : one.amount];
  });
}

/** Day by day: whoever stands elsewhere than the day before takes the open dossiers along. */
function successions(versions: readonly Version[], legs: readonly Leg[], { scope, period, dimension }: Asked): readonly Leg[] {
  if (versions.length === 0) return [];
  const days = Array.from({ length: 35 }, (_, n) => [addDays('2023-12-31', n), addDays('2024-01-01', n)] as const).filter(([, today]) => today <= period.to);
  const where = (one: Leg, on: string): Stand => {
    const holder = holderOf(versions, one, on);
    return { holder, level: dimension === 'level' ? validOn(versions, holder, on)?.level ?? 'unknown' : '', isInside: within(versions, holder, on, scope) };
  };
  return days.flatMap(([yesterday, today]) => legs.filter((one) => one.day <= yesterday && one.class === 'in_progress').flatMap((one) => {
    const [was, is] = [where(one, yesterday), where(one, today)];
    if (was.isInside === is.isInside && was.level === is.level && was.holder === is.holder) return [];
    const moved = { ...one, day: today, cause: 'succession' };
    const at = (side: 'from' | 'to', { isInside, level, holder }: Stand, amount: number): readonly Leg[] =>
      isInside ? [{ ...moved, side, amount, ...(dimension === 'level' ? { node: level } : dimension === 'authority' ? { node: holder } : {}) }] : [];
    return [...at('from', was, -one.amount), ...at('to', is, one.amount)];
  }));
}

type Stand = { readonly holder: string; readonly level: string; readonly isInside: boolean };

/** Who answers for a leg on a day: step by step from an authority that has ended to the one that it names. */
export function holderOf(versions: readonly Version[], one: Pick<Leg, 'authority' | 'field'>, on: string): string {
  const passed = [one.authority];
  for (;;) {
    const [holder = ''] = passed;
    const last = versions.filter(({ code }) => code === holder).toSorted((a, b) => a.valid_from < b.valid_from ? 1 : -1)[0];
    const hasEnded = last !== undefined && last.valid_to !== null && last.valid_to < on;
    const fitting = (hasEnded ? last.successors ?? [] : []).filter(({ fields, receivingUnits }) => fields?.includes(one.field) !== false && receivingUnits?.includes('unit') !== false);
    const heir = fitting.find(({ fields, receivingUnits }) => (fields ?? receivingUnits) !== undefined) ?? fitting[0];
    if (heir === undefined || passed.includes(heir.authority)) return holder;
    passed.unshift(heir.authority);
  }
}

function nodeOf(versions: readonly Version[], one: Leg, dimension: Dimension, before: boolean): string {
  switch (dimension) {
    case 'level': return validOn(versions, holderOf(versions, one, one.day), one.day)?.level ?? 'unknown';
    case 'authority': return holderOf(versions, one, one.day);
    case 'field': return one.field;
    case 'procedure': return one.procedure;
    case 'channel': return one.channel;
    case 'day': return before ? '' : one.day;
  }
}

function within(versions: readonly Version[], authority: string, on: string, scope: string): boolean {
  if (scope === 'VN' || authority === scope) return true;
  const declared = validOn(versions, authority, on);
  if (declared === undefined) return authority.includes('.') && within(versions, authority.slice(0, authority.lastIndexOf('.')), on, scope);
  return declared.parent !== null && within(versions, declared.parent, on, scope);
}

function validOn(versions: readonly Version[], authority: string, on: string): Version | undefined {
  const last = versions.filter((one) => one.code === authority && one.valid_from <= on).toSorted((a, b) => a.valid_from < b.valid_from ? 1 : -1)[0];
  return last?.valid_to === null || (last !== undefined && last.valid_to >= on) ? last : undefined;
}

/** A sum as {@link expected} writes it. */
export function keyed(sum: NodeSum): readonly [string, number, number] {
  return [`${sum.node} ${sum.class} ${sum.cause} ${sum.side} ${sum.channel}`, sum.opening, sum.flow];
}

/** Equal keys added up; what is 0 is left out. */
export function tally(rows: readonly (readonly [string, number, number])[]): readonly unknown[] {
  const sums = new Map<string, readonly [number, number]>();
  for (const [key, opening, flow] of rows) {
    const [o, f] = sums.get(key) ?? [0, 0];
    sums.set(key, [o + opening, f + flow]);
  }
  return [...sums].filter(([, [o, f]]) => o !== 0 || f !== 0).toSorted(([a], [b]) => a < b ? -1 : 1);
}
