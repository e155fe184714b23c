import { AppError, uuidV5 } from '@motcua/kernel';
import type { CivilDate } from '@motcua/kernel';
import { editionFaults } from './faults.ts';
import { announcementDates, knownLayer, layerCodes } from './layers.ts';
import type { KnownLayer } from './layers.ts';
import { isAlwaysKnown, NATIONAL_CALENDAR, NATIONAL_CODE } from './national.ts';
import { compileTimetable } from './timetable.ts';
import type { Timetable } from './timetable.ts';
import type { CalendarEdition, WorkingTime } from './types.ts';
import { CompiledWorkingTime } from './working-time.ts';

/** The layers of a code that have editions, and the working times asked for so far, by what was known. */
type View = {
  readonly layers: readonly (readonly CalendarEdition[])[];
  readonly positions: readonly number[];
  readonly dates: readonly CivilDate[];
  readonly times: Map<number, WorkingTime>;
};

/**
 * Lịch làm việc: the editions of all calendars, and the working time that follows from them. Grows while the log is read;
 * the shipped national calendar is always there.
 *
 * Working times are kept: about 1.6 MB for each different one. Authorities share what is not different, whether they have no
 * calendar of their own or several announced the same.
 */
export class Calendars {
  readonly #editions = new Map<string, CalendarEdition[]>();
  readonly #views = new Map<string, View>();
  readonly #compiled = new Map<string, WorkingTime>();
  readonly #tables = new Map<string, Timetable>();

  /** @param editions - In any order. */
  constructor(editions: Iterable<CalendarEdition> = []) {
    this.announce(NATIONAL_CALENDAR);
    for (const edition of editions) this.announce(edition);
  }

  /**
   * Adds an edition. Working times handed out before stay as they are.
   *
   * @throws AppError `PARAMETER_INVALID` when the edition contradicts itself ({@link editionFaults}) or its code already has one at its position.
   */
  announce(edition: CalendarEdition): void {
    const errors = editionFaults(edition);
    if (errors.length > 0) throw new AppError('PARAMETER_INVALID', `The calendar edition ${edition.code}@${edition.position} cannot be used.`, { errors });
    const known = this.editions(edition.code);
    if (known.some(({ position }) => position === edition.position)) {
      throw new AppError('PARAMETER_INVALID', `The calendar ${edition.code} already has an edition at position ${edition.position}.`);
    }
    this.#editions.set(edition.code, [...known, edition].sort((a, b) => a.position - b.position));
    this.#views.clear();
    // A version names the last edition of a layer, so one that comes in before it would change what the name means.
    if (known.some(({ position }) => position > edition.position)) this.#compiled.clear();
  }

  /** The editions of one code itself, without the layers above, by position. */
  editions(code: string): readonly CalendarEdition[] {
    return this.#editions.get(code) ?? [];
  }

  /**
   * The working time of an authority as it was known.
   *
   * Layers: the nation, then every dotted prefix of the code (`H57`, `H57.31`). Day by day the nearest layer that has an entry
   * wins, within a layer the edition with the higher position. Hours: the nearest layer that has any by that day, of them
   * those with the latest first day.
   *
   * @param announcedBy - What was announced later does not count.
   * @param knownBefore - A log position: editions at it and after it do not count. Left out, all do.
   */
  workingTime(code: string, announcedBy: CivilDate, knownBefore: number = Infinity): WorkingTime {
    const view = this.#views.get(code) ?? this.#view(code);
    const key = countUntil(view.positions, knownBefore) * (view.dates.length + 1) + countThrough(view.dates, announcedBy);
    const known = view.times.get(key);
    if (known !== undefined) return known;
    const time = this.#compile(view, announcedBy, knownBefore);
    view.times.set(key, time);
    return time;
  }

  #view(code: string): View {
    const layers = layerCodes(code).map((layer) => this.editions(layer)).filter((editions) => editions.length > 0);
    const all = layers.flat();
    const view: View = {
      layers, dates: announcementDates(all), positions: all.map(({ position }) => position).sort((a, b) => a - b), times: new Map(),
    };
    this.#views.set(code, view);
    return view;
  }

  #compile({ layers }: View, announcedBy: CivilDate, knownBefore: number): WorkingTime {
    const known = layers
      .map((editions) => knownLayer(editions.filter(({ position }) => position < knownBefore), announcedBy))
      .filter((layer) => layer !== undefined);
    const version = known.map((layer) => layer.version).join('+');
    const compiled = this.#compiled.get(version) ?? new CompiledWorkingTime(version, this.#table(known));
    this.#compiled.set(version, compiled);
    return compiled;
  }

  /** Many offices keep the same Saturdays: what they announced is their own, the tables are not. What every calendar has makes none different. */
  #table(known: readonly KnownLayer[]): Timetable {
    const content = uuidV5(JSON.stringify(known.map(({ code, hours, days }) => [code === NATIONAL_CODE, hours, days.filter((day) => !isAlwaysKnown(day))])));
    const table = this.#tables.get(content) ?? compileTimetable(known);
    this.#tables.set(content, table);
    return table;
  }
}

/** How many of the ascending positions lie before one. */
function countUntil(positions: readonly number[], before: number): number {
  let count = 0;
  while (count < positions.length && (positions[count] ?? Infinity) < before) count += 1;
  return count;
}

/** How many of the ascending dates lie before a day or on it. */
function countThrough(dates: readonly CivilDate[], day: CivilDate): number {
  let count = 0;
  while (count < dates.length && (dates[count] ?? '9') <= day) count += 1;
  return count;
}
