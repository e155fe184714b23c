import type { AppError } from '@motcua/kernel';
import type { DossierEventOf } from '../events.ts';
import { unknownDossier } from '../refusals.ts';
import type { Situation } from '../situation.ts';

/** Whatever comes later comes on top; papers may be scanned when the dossier has long been closed. */
export function componentsDigitized(situation: Situation, { data: { components, ...digital } }: DossierEventOf<'ComponentsDigitized'>): Situation | AppError {
  if (situation.class === 'outside') return unknownDossier();
  const more = Object.values(digital).reduce((sum, count) => sum + count, 0);
  return { ...situation, components: situation.components + components, digitalComponents: situation.digitalComponents + more };
}
