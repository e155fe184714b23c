import { apportion } from '../apportion.ts';
import { LEVELS } from '@motcua/dossier';
import type { Level } from '@motcua/dossier';
import { DISTRICTS, PROVINCIAL, ROOT } from './places.ts';
import type { DistrictSeed } from './places.ts';

/** Cơ quan giải quyết of the sample, with its one-stop unit. `fields`: those it works in; empty means all of its level. */
export type Authority = {
  readonly code: string;
  readonly name: string;
  readonly level: Level;
  readonly parent: string;
  readonly unit: { readonly code: string; readonly name: string };
  readonly fields: readonly string[];
  /** How many dossiers it has, beside others of its level. */
  readonly size: number;
};

/** How many authorities there are at each level; each at least 1. */
export type AuthorityCounts = Readonly<Record<Level, number>>;

/** The province as it was in 2024. */
export const REAL_COUNTS: AuthorityCounts = { province: 21, district: 9, commune: 141 };

/** Splits a number of authorities over the levels as in the real province, at least one each. */
export function countsOf(authorities: number): AuthorityCounts {
  const [province = 0, district = 0, commune = 0] = apportion(authorities - LEVELS.length, LEVELS.map((level) => REAL_COUNTS[level] - 1));
  return { province: province + 1, district: district + 1, commune: commune + 1 };
}

/** The authorities in the order of their codes by level; beyond the real ones, numbered ones are added. */
export function buildAuthorities(counts: AuthorityCounts): readonly Authority[] {
  const districts = Array.from({ length: counts.district }, (_, index) => district(index));
  return [
    ...Array.from({ length: counts.province }, (_, index) => provincial(index)),
    ...districts,
    ...communes(districts, counts.commune),
  ];
}

function provincial(index: number): Authority {
  const seed = PROVINCIAL[index] ?? { name: `Cơ quan cấp tỉnh số ${index + 1}`, fields: [], size: 2 };
  // Two digits up to 30, because 31 begins the districts.
  return authority(`${ROOT.code}.${number(index < 30 ? index + 1 : index + 1_001)}`, seed.name, 'province', ROOT.code, seed.fields, seed.size);
}

function district(index: number): Authority {
  const seed = DISTRICTS[index];
  return authority(`${ROOT.code}.${number(index + 31)}`, `UBND ${seed?.name ?? `huyện số ${index + 1}`}`, 'district', ROOT.code, [], seed?.size ?? 8);
}

/** Taken from the districts in turn, so that a smaller province keeps the codes and names of the real one. */
function communes(districts: readonly Authority[], count: number): readonly Authority[] {
  const names = districts.map((_, index) => communeNames(DISTRICTS[index]));
  const real = names.reduce((all, own) => all + own.length, 0);
  const taken: Authority[] = [];
  for (let rank = 0; taken.length < count; rank += 1) {
    for (const [index, parent] of districts.entries()) {
      const name = names[index]?.[rank] ?? (taken.length < real ? undefined : `xã số ${rank + 1} (${parent.code})`);
      if (name !== undefined && taken.length < count) taken.push(commune(parent, rank, name));
    }
  }
  return taken.sort((a, b) => (a.code < b.code ? -1 : 1));
}

function communeNames(seed: DistrictSeed | undefined): readonly string[] {
  if (seed === undefined) return [];
  const { towns, wards, communes } = seed;
  return [...towns.map((name) => `thị trấn ${name}`), ...wards.map((name) => name.startsWith('Phường') ? name : `phường ${name}`), ...communes.map((name) => `xã ${name}`)];
}

function commune(parent: Authority, rank: number, name: string): Authority {
  return authority(`${parent.code}.${number(rank + 1)}`, `UBND ${name}`, 'commune', parent.code, [], name.startsWith('xã') ? 2 : 3);
}

function authority(code: string, name: string, level: Level, parent: string, fields: readonly string[], size: number): Authority {
  return { code, name, level, parent, fields, size, unit: { code: `${code}.MC`, name: `Bộ phận Một cửa ${name}` } };
}

function number(value: number): string {
  return String(value).padStart(2, '0');
}
