import { LEVELS } from '@motcua/dossier';
import type { Level } from '@motcua/dossier';
import { FIELDS } from './fields.ts';
import type { FieldSeed, ServiceClass } from './fields.ts';

/**
 * Thủ tục hành chính of the sample.
 *
 * `limitDays`: working days. `tellsLimit`: whether receptions repeat the limit; where not, the declared one applies.
 * `fee`: in đồng, 0 for none. `share`: how often it is asked for at its level, beside others.
 */
export type Procedure = {
  readonly code: string;
  readonly name: string;
  readonly field: string;
  readonly fieldName: string;
  readonly level: Level;
  readonly limitDays: number;
  readonly tellsLimit: boolean;
  readonly fee: number;
  readonly serviceClass: ServiceClass;
  readonly share: number;
};

/** Every procedure of the sample, with made-up codes of the real form. */
export function buildProcedures(): readonly Procedure[] {
  const unnumbered = LEVELS.flatMap((level) => FIELDS.flatMap((field) => offered(field, level)));
  return unnumbered.map((procedure, index) => ({ code: codeOf(index), ...procedure, tellsLimit: index % 3 !== 1 }));
}

function offered(field: FieldSeed, level: Level): readonly Omit<Procedure, 'code' | 'tellsLimit'>[] {
  const offer = field.offers[level];
  if (offer === undefined) return [];
  const variants = offer.subjects.flatMap(([what, limitDays, actions]) =>
    actions.map(({ text, pace }) => ({
      name: `${text} ${what}`, limitDays: Math.max(1, Math.round(limitDays * pace)), fee: Math.ceil(field.fee * pace / 1_000) * 1_000,
    })));
  const popularity = variants.reduce((all, _, rank) => all + 1 / (rank + 1), 0);
  return variants.map((variant, rank) => ({
    ...variant, field: field.code, fieldName: field.name, serviceClass: field.serviceClass, level, share: offer.share / (rank + 1) / popularity,
  }));
}

/** `1.00xxxx` and `2.000xxx`, as the national database numbers procedures. */
function codeOf(index: number): string {
  return index % 5 === 4 ? `2.000${String(100 + index * 2).padStart(3, '0')}` : `1.00${String(1_000 + index * 27).padStart(4, '0')}`;
}
