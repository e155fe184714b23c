import { LEVELS } from '@motcua/dossier';
import type { Level } from '@motcua/dossier';
import { FIELDS } from './fields.ts';
import type { FieldSeed } from './fields.ts';

/** Thủ tục hành chính of the sample. `limitDays`: working days. `share`: how often it is asked for at its level, beside others. */
export type Procedure = {
  readonly code: string;
  readonly name: string;
  readonly field: string;
  readonly fieldName: string;
  readonly level: Level;
  readonly limitDays: number;
  readonly share: number;
};

/** Every procedure of the sample, with made-up codes of the real form. */
export function buildProcedures(): readonly Procedure[] {
  const unnumbered = LEVELS.flatMap((level) => FIELDS.flatMap((field) => offered(field, level)));
  return unnumbered.map((procedure, index) => ({ code: codeOf(index), ...procedure }));
}

function offered(field: FieldSeed, level: Level): readonly Omit<Procedure, 'code'>[] {
  const offer = field.offers[level];
  if (offer === undefined) return [];
  const variants = offer.subjects.flatMap(([what, limitDays, actions]) =>
    actions.map((action) => ({ name: `${action.text} ${what}`, limitDays: Math.max(1, Math.round(limitDays * action.pace)) })));
  const popularity = variants.reduce((all, _, rank) => all + 1 / (rank + 1), 0);
  return variants.map((variant, rank) => ({
    ...variant, field: field.code, fieldName: field.name, level, share: offer.share / (rank + 1) / popularity,
  }));
}

/** `1.00xxxx` and `2.000xxx`, as the national database numbers procedures. */
function codeOf(index: number): string {
  return index % 5 === 4 ? `2.000${String(100 + index * 2).padStart(3, '0')}` : `1.00${String(1_000 + index * 27).padStart(4, '0')}`;
}
