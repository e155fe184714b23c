import { changePage, inSnapshot, programVersions, readDiff, sumsOf, TOTAL_ROW } from '@motcua/database';
import type { Database, Diff } from '@motcua/database';
import { currentDefinitions, editionContent, editionTable, figuresOf } from '@motcua/ledger';
import type { EditionContent, EditionDefinitions } from '@motcua/ledger';
import fc from 'fast-check';
import { test } from 'tap';
import { fill } from './leg-by-leg.ts';
import type { Leg, Version } from './leg-by-leg.ts';
import { readModel } from './read-model.ts';

const PERIOD = { from: '2024-01-10', to: '2024-01-20' };
/** The rule whose legs are only in the book of the program that closed: what it counted otherwise than the program of now. */
const OLD_BOOK = 'portal-766';

const resolved = (cls: string, day: string, rule = 'nd61', authority = 'H57.01'): Leg =>
  ({ authority, procedure: '1.001', field: 'G01', channel: 'online', rule, class: cls, cause: 'resolved', side: 'to', day, amount: 1 });
const declared: readonly Version[] = [
  { code: 'H57', valid_from: '2023-01-01', valid_to: null, level: 'province', parent: null }, { code: 'H57.01', valid_from: '2023-01-01', valid_to: null, level: 'district', parent: 'H57' },
];

/** As it may have been: resolved without a due date was late, a line was not there yet, and one is there no more. */
const [late] = currentDefinitions.figures.filter(({ id }) => id === 'resolvedLate');
const older: EditionDefinitions = {
  figures: [
    ...currentDefinitions.figures.filter(({ id }) => id !== 'fellOverdue' && id !== 'resolvedLate'),
    { ...late, id: 'resolvedLate', version: 0, label: 'Quá hạn', source: '', terms: (late?.terms ?? []).map((term) => ({ ...term, classes: [...term.classes, 'resolved_undated'] })) },
    { id: 'resolvedInAll', version: 1, label: 'Tất cả', source: '', terms: [{ measure: 'flow', classes: ['resolved_late', 'resolved_undated', 'resolved_on_time'], side: 'to', sign: 1 }] },
  ],
  rates: [], indicators: [],
};

test('a cell that the program and its definition count otherwise, and late news changed, names each with its part', async (t) => {
  const { db, diff, edition } = await compared(await readModel(t), [
    resolved('resolved_late', '2024-01-12'), resolved('resolved_undated', '2024-01-13'), resolved('resolved_late', '2024-01-14', OLD_BOOK), resolved('resolved_late', '2024-01-15'),
  ], 3);
  const change = diff.changes.find(({ row, figure }) => row === 'district' && figure === 'resolvedLate');
  t.strictSame(change, {
    row: 'district', figure: 'resolvedLate', before: 3, after: 2, difference: -1,
    reasons: [{ reason: 'late_event', amount: 1 }, { reason: 'definition', amount: -1 }, { reason: 'rule', amount: -1 }],
  });
  t.match(diff.changes.find(({ row, figure }) => row === TOTAL_ROW && figure === 'resolvedInAll'), { before: 3, after: null, difference: -3 });
  t.strictSame(diff.redefined, [{ figure: 'resolvedLate', before: 0, after: late?.version }, { figure: 'resolvedInAll', before: 1, after: null }, { figure: 'fellOverdue', before: null, after: 1 }]);
  const page = async (reason: 'definition' | 'late_event') => inSnapshot(db, (snapshot) =>
    changePage(snapshot, { edition, later: undefined, by: 'level', rule: 'nd61', figure: 'resolvedLate', row: 'district', upTo: diff.upTo, reason }, { after: undefined, limit: 9 }));
  t.strictSame(await page('definition'), { kind: 'dossiers', members: [{ dossier: 'D2', amount: -1 }] });
  t.match(await page('late_event'), { kind: 'events', legs: [{ dossier: 'D4', amount: 1 }] });
});

const leg = fc.record({
  cls: fc.constantFrom('in_progress', 'overdue', 'resolved_late', 'resolved_undated', 'resolved_on_time'), day: fc.integer({ min: 5, max: 20 }), rule: fc.constantFrom('nd61', 'nd61', OLD_BOOK),
  authority: fc.constantFrom('H57', 'H57.01'),
}).map(({ cls, day, rule, authority }) => resolved(cls, `2024-01-${String(day).padStart(2, '0')}`, rule, authority));

test('whatever was closed by other definitions and another program, the reasons of every cell add up, and the cells are those of both tables', async (t) => {
  const database = await readModel(t);
  const met = new Set<string>();
  await fc.assert(fc.asyncProperty(fc.array(leg, { minLength: 6, maxLength: 25 }), fc.integer({ min: 1, max: 12 }), fc.boolean(), async (legs, position, hasLater) => {
    const { diff, edition, later, now } = await compared(database, legs, position, hasLater);
    const [before, after] = [cellsOf(edition), later === undefined ? now : cellsOf(later)];
    const told = new Map(diff.changes.map((change) => [`${change.row} ${change.figure}`, change]));
    for (const cell of new Set([...before.keys(), ...after.keys()])) {
      const difference = (after.get(cell) ?? 0) - (before.get(cell) ?? 0);
      t.equal(told.get(cell)?.difference ?? 0, difference, cell);
      t.equal(told.get(cell)?.reasons.reduce((sum, { amount }) => sum + amount, 0) ?? 0, difference, cell);
    }
    for (const { reasons } of diff.changes) met.add(reasons.map(({ reason }) => reason).join(' '));
  }), { numRuns: 25 });
  t.ok([...met].some((reasons) => reasons.includes('definition rule')), [...met].join(', '));
});

type Compared = { readonly db: Database['db']; readonly diff: Diff; readonly edition: EditionContent; readonly later: EditionContent | undefined; readonly now: ReadonlyMap<string, number> };

/** Closes by the older definitions and program as of a position, and compares with the ledger of now; or with what the older program closed by today's. */
async function compared(database: Database, legs: readonly Leg[], position: number, hasLater = false): Promise<Compared> {
  await fill(database, declared, legs);
  await database.pool.query('update checkpoint set position = $1', [legs.length]);
  return inSnapshot(database.db, async (snapshot) => {
    const edition = await closed(snapshot.tx, 1, Math.min(position, legs.length), older);
    const later = hasLater ? await closed(snapshot.tx, 2, legs.length, { ...currentDefinitions, indicators: [] }) : undefined;
    const sums = await sumsOf(snapshot.tx, { scope: 'H57', period: PERIOD, rule: 'nd61', dimension: 'level' });
    const now = new Map([...Map.groupBy(sums, ({ node }) => node), [TOTAL_ROW, sums] as const].flatMap(([row, own]) => Object.entries(figuresOf(own, 'level')).map(([figure, value]) => [`${row} ${figure}`, value])));
    return { db: database.db, diff: await readDiff(snapshot, { edition, later, by: 'level', rule: 'nd61' }), edition, later, now };
  });
}

async function closed(db: Database['db'], number: number, position: number, definitions: EditionDefinitions): Promise<EditionContent> {
  const sums = await sumsOf(db, { scope: 'H57', period: PERIOD, rule: OLD_BOOK, dimension: 'level', known: { upTo: position } });
  const { rules, nationalCalendar } = programVersions();
  return editionContent({
    period: { scheme: 'free', scope: 'H57', period: `${PERIOD.from}..${PERIOD.to}`, number, ...PERIOD }, position, predecessor: null, definitions,
    versions: { rules: { ...rules, nd61: 0 }, nationalCalendar, calendars: [], authorities: { declarations: 2, position: 1 }, procedures: { declarations: 0, position: 0 } },
    findings: [], accepted: [], opening: { previous: null, compared: 0, different: [] }, tables: [editionTable({ rule: 'nd61', by: 'level' }, sums, new Map(), definitions)],
  });
}

function cellsOf({ tables, definitions }: EditionContent): ReadonlyMap<string, number> {
  const rows = tables.flatMap((table) => [...table.rows, { node: TOTAL_ROW, values: table.total }]);
  return new Map(rows.flatMap(({ node, values }) => definitions.figures.map(({ id }, index) => [`${node} ${id}`, values[index] ?? 0] as const)));
}
