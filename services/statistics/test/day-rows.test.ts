import type { NodeSum } from '@motcua/database';
import { parsePeriod } from '@motcua/kernel';
import { test } from 'tap';
import { figuresTable } from '../src/figures/table.ts';

const nobody = { authorities: new Map(), procedures: new Map(), fields: new Map() };

test('a day adds up what the base book has of a kind and what another rule has otherwise', async (t) => {
  const part = (node: string, opening: number, flow: number): NodeSum => ({ node, class: 'overdue', cause: 'overdue', side: 'to', channel: 'online', opening, flow });
  const period = parsePeriod('2024-01-08..2024-01-10');
  const sums = [part('', 5, 0), part('', -1, 0), part('2024-01-09', 0, 2), part('2024-01-09', 0, -1)];
  const { rows } = figuresTable({ scope: 'VN', period, by: 'day', rule: 'portal-766' }, { position: 1, recordedAt: null }, sums, nobody);
  t.same(rows.map(({ day, overdue }) => [day, overdue]), [['2024-01-08', 4], ['2024-01-09', 5], ['2024-01-10', 5]]);
});
