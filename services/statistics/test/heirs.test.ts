import type { Standing } from '@motcua/database';
import type { Successor } from '@motcua/dossier';
import { test } from 'tap';
import { heirsOf } from '../src/comparisons/heirs.ts';

const ON = '2025-12-14';

test('a successor that has ended gives way to its own, each part to whoever is named for it', (t) => {
  const standings = [
    ended('A', '2025-06-30', [{ authority: 'B', fields: ['1', '2'] }, { authority: 'C', receivingUnits: ['u'] }, { authority: 'D' }]),
    ended('B', '2025-08-31', [{ authority: 'E', fields: ['2', '3'] }, { authority: 'F' }]), standing('E'), standing('F'), standing('C'),
  ];
  t.strictSame(heirsOf(standings, 'A', ON), {
    heirs: [{ code: 'E', fields: ['2'] }, { code: 'F', fields: ['1'] }, { code: 'C', receivingUnits: ['u'] }, { code: 'D' }], leavesRest: false,
  });
  t.strictSame(heirsOf(standings, 'A', '2025-07-31').heirs.map(({ code }) => code), ['B', 'C', 'D'], 'as long as it stands it answers itself');
  t.end();
});

test('what nobody is named for stays where it was, and so does what would go round', (t) => {
  t.strictSame(heirsOf([ended('A', '2025-06-30', [])], 'A', ON), { heirs: [], leavesRest: true });
  t.strictSame(heirsOf([ended('A', '2025-06-30', [{ authority: 'B', fields: ['1'] }])], 'A', ON), { heirs: [{ code: 'B', fields: ['1'] }], leavesRest: true });
  const round = [ended('A', '2025-06-30', [{ authority: 'B' }]), ended('B', '2025-07-31', [{ authority: 'A', fields: ['1'] }, { authority: 'C' }]), standing('C')];
  t.strictSame(heirsOf(round, 'A', ON), { heirs: [{ code: 'B', fields: ['1'] }, { code: 'C' }], leavesRest: false });
  const partly = [ended('A', '2025-06-30', [{ authority: 'B', fields: ['1', '2'] }]), ended('B', '2025-07-31', [{ authority: 'C', fields: ['1'] }])];
  t.strictSame(heirsOf(partly, 'A', ON).heirs, [{ code: 'C', fields: ['1'] }, { code: 'B', fields: ['1', '2'] }], 'B keeps the second field');
  const split = [ended('A', '2025-06-30', [{ authority: 'B', fields: ['1', '2'] }, { authority: 'D' }]), ended('B', '2025-07-31', [{ authority: 'C', fields: ['2', '1', '9'] }])];
  t.strictSame(heirsOf(split, 'A', ON).heirs, [{ code: 'C', fields: ['1', '2'] }, { code: 'D' }], 'nothing is left with B');
  t.end();
});

test('one that was declared again has not ended', (t) => {
  const standings = [ended('A', '2025-06-30', [{ authority: 'B' }]), { ...standing('A'), firstOn: '2026-01-01' }];
  t.strictSame(heirsOf(standings, 'A', ON), { heirs: [], leavesRest: true });
  t.end();
});

function ended(code: string, lastOn: string, successors: readonly Successor[]): Standing {
  return { ...standing(code), lastOn, successors };
}

function standing(code: string): Standing {
  return { code, name: code, level: 'commune', firstOn: '2020-01-01', lastOn: null, successors: [] };
}
