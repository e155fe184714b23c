import { canonicalJson } from '@motcua/kernel';
import {
  compareOpening, countsOf, currentDefinitions, cutIntoParts, editionContent, editionFaults, editionHash, editionId, editionPartData, editionPartId, editionTable, editionText,
  EDITION_PART_BYTES_MAX, indicatorDefinitions, periodClosedId, readEdition, saysOtherwise,
} from '@motcua/ledger';
import type { EditionContent, EditionTable, Sum } from '@motcua/ledger';
import { test } from 'tap';

type NodeSum = Sum & { readonly node: string };

/** One dossier that was received before the period or in it and is still being worked on. */
function open(node: string, lies: { readonly opening: number; readonly flow: number }): readonly NodeSum[] {
  return [{ node, class: 'in_progress', cause: 'received', side: 'to', channel: 'online', ...lies }];
}

const definitions = { ...currentDefinitions, indicators: indicatorDefinitions };

function table(sums: readonly NodeSum[], by: EditionTable['by'] = 'level'): EditionTable {
  return editionTable({ rule: 'nd61', by }, sums, new Map([['H57.31', { name: 'UBND phường Phú Hội', level: 'commune' }]]), definitions);
}

function content(tables: readonly EditionTable[], over: Partial<EditionContent> = {}): EditionContent {
  return editionContent({
    period: { scheme: 'vpcp-15-14', scope: 'H57', period: '2024-Q1', number: 1, from: '2023-12-15', to: '2024-03-14' },
    position: 7, predecessor: null, definitions,
    versions: {
      rules: { nd61: 1 }, nationalCalendar: 'a'.repeat(64), calendars: [{ code: 'VN', position: 3 }, { code: 'H57', position: 2 }],
      authorities: { declarations: 1, position: 1 }, procedures: { declarations: 0, position: 0 },
    },
    findings: [], accepted: [], opening: { previous: null, compared: 0, different: [] }, tables, ...over,
  });
}

test('an edition names its period, its scope and its number', async (t) => {
  t.equal(editionId({ scheme: 'vpcp-15-14', scope: 'H57', period: '2024-Q1', number: 2 }), 'vpcp-15-14-H57-2024-Q1-2');
});

test('ids of its events follow from the edition, so that it cannot be written twice', async (t) => {
  t.equal(periodClosedId('a'), periodClosedId('a'));
  t.not(periodClosedId('a'), periodClosedId('b'));
  const ids = [editionPartId('a', 'x', 1), editionPartId('a', 'x', 2), editionPartId('a', 'y', 1), editionPartId('b', 'x', 1)];
  t.equal(new Set(ids).size, ids.length);
});

test('the hash follows from what an edition says, whatever the order in which it was put together', async (t) => {
  const [first, second] = [table(open('commune', { opening: 1, flow: 2 })), table(open('H57.31', { opening: 1, flow: 2 }), 'authority')];
  t.equal(editionHash(content([first, second])), editionHash(content([second, first])));
  t.not(editionHash(content([first, second])), editionHash(content([first])));
  t.match(editionHash(content([first])), /^[0-9a-f]{64}$/);
});

test('a table holds every figure of the definitions, with the names that were declared', async (t) => {
  const { rows, total } = table([...open('H57.31', { opening: 1, flow: 2 }), ...open('H57.01', { opening: 0, flow: 4 }), ...open('H57.02', { opening: 0, flow: 0 })], 'authority');
  t.strictSame(rows.map(({ node }) => node), ['H57.01', 'H57.31']);
  t.match(rows[1], { name: 'UBND phường Phú Hội', level: 'commune' });
  t.match(countsOf(rows[1]?.values ?? [], definitions), { openingReceived: 1, received: 2, receivedOnline: 2, closingReceived: 3 });
  t.match(countsOf(total, definitions), { openingReceived: 1, received: 6, closingReceived: 7 });
});

test('parts are small enough for an event and together the text, wherever they are cut', async (t) => {
  const text = canonicalJson({ note: '"Thừa Thiên Huế" \\ 🏛️\n'.repeat(50_000) });
  for (const most of [4_096, 5_000, EDITION_PART_BYTES_MAX]) {
    const parts = cutIntoParts(text, most);
    t.equal(parts.join(''), text);
    const sizes = parts.map((part, index) => Buffer.byteLength(canonicalJson(editionPartData.parse({
      edition: 'vpcp-15-14-H57-2024-Q1-1', number: 1, part: index + 1, parts: parts.length, position: 123_456_789, sha256: 'a'.repeat(64), text: part,
    }))));
    t.ok(Math.max(...sizes) <= most, `${Math.max(...sizes)} of ${most}`);
  }
  t.strictSame(cutIntoParts('{}'), ['{}']);
});

test('what was read back from its parts is what was written, and nothing else is taken for it', async (t) => {
  const written = content([table(open('commune', { opening: 1, flow: 2 }))]);
  const parts = cutIntoParts(editionText(written), 2_048);
  t.strictSame(readEdition(parts, editionHash(written)), written);
  t.throws(() => readEdition(parts.slice(1), editionHash(written)), { code: 'HISTORY_IMPOSSIBLE' });
  t.throws(() => readEdition([...parts.slice(0, -1), `${parts.at(-1)} `], editionHash(written)), { code: 'HISTORY_IMPOSSIBLE' });
});

test('every identity that does not hold is named with its row', async (t) => {
  const right = open('commune', { opening: 1, flow: 2 });
  t.strictSame(editionFaults(content([table(right), table(open('H57.31', { opening: 1, flow: 2 }), 'authority')])), []);

  const resolvedOnly: readonly NodeSum[] = [{ node: 'commune', class: 'resolved_late', cause: 'resolved', side: 'to', channel: 'online', opening: 0, flow: 1 }];
  const faults = editionFaults(content([table([...right, ...resolvedOnly])]));
  t.strictSame(faults.map(({ by, node, identity, left, right: other }) => [by, node, identity, left, other]), [
    ['level', 'commune', 'received-book', 3, 4], ['level', null, 'received-book', 3, 4],
  ]);

  const apart = editionFaults(content([table(right), table(open('H57.31', { opening: 1, flow: 1 }), 'authority')]));
  t.strictSame(new Set(apart.map(({ by, identity }) => `${by} ${identity}`)), new Set(['received', 'receivedOnline', 'closingReceived', 'withinLimit', 'inProgress'].map((id) => `authority tables:${id}`)));

  const whole = table(right);
  const broken = { ...whole, total: whole.total.map((value) => value + 1) };
  t.ok(editionFaults(content([broken])).some(({ identity, node }) => identity === 'children:received' && node === null));
});

test('an opening that is not the closing before it is listed cell by cell', async (t) => {
  const before = content([table(open('commune', { opening: 1, flow: 2 }))]);
  const previous = { edition: 'vpcp-15-14-H57-2023-Q4-1', sha256: 'b'.repeat(64), content: before };
  const same = compareOpening(content([table(open('commune', { opening: 3, flow: 0 }))]), previous);
  t.strictSame(same, { previous: { edition: previous.edition, sha256: previous.sha256 }, compared: 4, different: [] });

  const moved = compareOpening(content([table([...open('commune', { opening: 2, flow: 0 }), ...open('district', { opening: 1, flow: 0 })])]), previous);
  t.strictSame(moved.different.map(({ node, figure, closing, opening }) => [node, figure, closing, opening]), [['commune', 'openingReceived', 3, 2], ['district', 'openingReceived', 0, 1]]);
  t.equal(moved.compared, 6);
  t.strictSame(compareOpening(before, undefined), { previous: null, compared: 0, different: [] });
});

test('two contents say otherwise when figures or definitions differ, not when only more was known', async (t) => {
  const first = content([table(open('commune', { opening: 1, flow: 2 }))]);
  t.notOk(saysOtherwise(first, { ...first, position: 9, findings: [{ kind: 'no_due_date', severity: 'warning', open: 1, settled: 0 }] }));
  t.ok(saysOtherwise(first, content([table(open('commune', { opening: 1, flow: 3 }))])));
  t.ok(saysOtherwise(first, { ...first, definitions: { ...definitions, rates: [] } }));
});
