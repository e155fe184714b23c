import { apportion } from './apportion.ts';
import type { Authority } from './catalogue/authorities.ts';
import type { Random } from './random.ts';
import { LEVELS } from '@motcua/dossier';
import type { LevelPaths, Path, PathCount } from './targets.ts';

/** How an authority differs from others of its level; 1 is usual. */
type Character = { readonly size: number; readonly online: number; readonly trouble: number };

/**
 * Spreads the paths of each level over its authorities, by largest remainder and path by path, so that each path's total is
 * kept and every book balances in every authority, whatever the weights.
 *
 * @returns The paths of each authority, in the order of `authorities`.
 */
export function spreadPaths(random: Random, authorities: readonly Authority[], paths: LevelPaths): readonly (readonly PathCount[])[] {
  const characters = authorities.map((authority) => drawCharacter(random, authority));
  const spread: PathCount[][] = authorities.map(() => []);
  for (const level of LEVELS) {
    const members = [...authorities.keys()].filter((index) => authorities[index]?.level === level);
    for (const path of paths[level]) {
      const parts = apportion(path.count, members.map((index) => weightOf(characters[index], path)));
      for (const [at, index] of members.entries()) spread[index]?.push({ ...path, count: parts[at] ?? 0 });
    }
  }
  return spread;
}

function drawCharacter(random: Random, { size }: Authority): Character {
  return { size: size * (0.6 + 0.8 * random.real()), online: 0.6 + 0.8 * random.real(), trouble: 0.3 + 2.2 * random.real() ** 2 };
}

/** Some authorities are larger, some more digital, and some are late and leave much unfinished. */
function weightOf(character: Character | undefined, { origin, ending }: Path): number {
  if (character === undefined) return 0;
  const online = origin === 'submitted' || origin === 'opening_awaiting' ? character.online : 1;
  const trouble = ending === 'late' || ending === 'open' || ending === 'awaiting' ? character.trouble : 1;
  return character.size * online * trouble;
}
