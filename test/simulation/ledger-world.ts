import { startClockBy } from '@motcua/clock';
import { dossierEventData, QUARANTINED } from '@motcua/dossier';
import type { DossierEventInput, DossierEventType } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import type { NewEvent } from '@motcua/event-store';
import { addDays, formatInstant, instantAt } from '@motcua/kernel';
import { PERIOD_CLOSED } from '@motcua/ledger';
import { startProjectorBy } from '@motcua/projector';
import { closePeriodBy } from '@motcua/reporter';
import { pino } from 'pino';
import { checkEditions, PART_BYTES_MAX } from './editions.ts';
import type { PartOf } from './ledger-process.ts';
import { Officers, PERIOD } from './officers.ts';
import type { Office } from './officers.ts';
import { SimulatedModel, UNWRITABLE, UNWRITABLE_NOTE } from './read-model.ts';
import { newEvent } from './senders.ts';
import type { StoredRow } from './server.ts';
import { Contradiction } from './timeline.ts';
import { checkLog, World } from './world.ts';
import type { WorldOptions } from './world.ts';

const DOSSIERS = 36;
const SENDERS = 9;
const OFFICERS = 3;
const CLOSINGS_EACH = 7;
/** A closing asks so much that it would never come to its end in a world of the log's faults. */
const SHARE_MAX = 0.05;
/** So often somebody is fast when somebody else stands still. */
const OVERTAKINGS_MAX = 3;
const MINUTE_MS = 60_000;
/** How far the clocks of processes are off at most. */
const OFF_MS_MAX = 30 * MINUTE_MS;
/** News may come so late: into a period that is closed already. */
const LATE_MS_MAX = 40 * MINUTE_MS;

/** Counters, projectors of which one leads, clocks that do not agree, some who close the period, and an operator who sets poison aside. */
export async function playLedger(options: WorldOptions): Promise<World> {
  let model: SimulatedModel | undefined;
  const offices = new Set<Office>();
  let overtake = (): void => undefined;
  const world = new World({ ...options, shareMax: SHARE_MAX }, (of) => working(of, { model: model = new SimulatedModel(of.timeline, of.faults), offices, onStandstill: () => { overtake(); }, off: () => of.timeline.oneOf([-1, 1]) * of.timeline.between(0, OFF_MS_MAX) }));
  const { timeline, server } = world;
  if (model === undefined) throw new TypeError('no read model');
  const ledger: SimulatedModel = model;
  const poison = new Set<string>();
  const officers = new Officers({ timeline, offices, head: () => server.rows.length });
  let [isOver, overtakings] = [false, 0];
  overtake = () => {
    overtakings += 1;
    if (overtakings > OVERTAKINGS_MAX) return;
    world.busy(tellNews(world, overtakings).then(() => officers.restate(`Người nhanh ${overtakings}`)).then(() => undefined));
  };
  for (let sender = 0; sender < SENDERS; sender += 1) world.busy(tellLives(world, { sender, poison }));
  for (let officer = 0; officer < OFFICERS; officer += 1) world.busy(officers.work(officer, CLOSINGS_EACH));
  operate(world, ledger, poison, () => isOver);
  const isPosted = (): boolean => ledger.position === server.rows.length;
  await world.play(() => isPosted() && ledger.isMarkedBefore(timeline.instant) && timeline.instant > instantAt(addDays(PERIOD.to, 1), 0));
  // Whoever closes last closes what there is.
  world.busy(officers.restate('Người cuối').then((closing) => {
    if (closing?.kind !== 'closed' && closing?.kind !== 'already') throw new Contradiction('the period cannot be closed any more');
  }));
  await world.play(isPosted);
  isOver = true;
  checkLog(server, world.told);
  const undisturbed = await compareWithOneGo(world, ledger);
  checkEditions({
    server, posted: undisturbed.books, setAside: new Set(undisturbed.books.quarantined.map(({ position }) => position)), answered: officers.answered, mark: (name) => { timeline.mark(name); },
  });
  await world.end();
  return world;
}

/** `onStandstill`: in the middle of what an office was writing. `off`: by how much a clock is wrong. */
type Works = { readonly model: SimulatedModel; readonly offices: Set<Office>; readonly onStandstill: () => void; readonly off: () => number };

/** A projector, a clock, and an office in which the period can be closed. */
function working({ timeline, faults }: World, { model, offices, onStandstill, off }: Works): PartOf {
  return ({ store, machine, die }) => {
    const log = pino({ level: 'warn' }, { write: (line: string) => { timeline.mark(`log: ${(JSON.parse(line) as { readonly msg: string }).msg}`); } });
    const { timing } = machine;
    const projector = startProjectorBy({ model: model.modelFor(machine), timing }, { store, log, batchSize: timeline.oneOf([1, 3, 20, 4_000]), cachedEventsMax: timeline.oneOf([3, 1_000]) });
    // A clock is put right or wrong now and then; when nothing goes wrong any more, they agree.
    const isWrong = (): boolean => faults.happens('clock is put wrong');
    let wrongBy = off();
    const now = (): number => {
      if (isWrong()) wrongBy = off();
      return Math.floor(timeline.instant + (faults.areOver() ? 0 : wrongBy));
    };
    const clock = startClockBy({ knowledge: model.knowledgeFor(machine), timing }, { store, log, now, batchSize: timeline.oneOf([1, 3, 500]) });
    const books = model.booksFor(machine);
    const office: Office = {
      isAlive: () => machine.isAlive,
      close: (question) => closePeriodBy({ books, store, timing, clock: now, newId: () => timeline.newId(), partBytesMax: PART_BYTES_MAX }, {
        ...question,
        onStep: (step) => {
          question.onStep?.(step);
          if (step.kind !== 'writing') return;
          if (faults.happens('process dies at a part of an edition')) die();
          else if (step.part === 1 && faults.happens('process stands still at the first part of an edition')) {
            machine.standStill(2_000 + timeline.chance() * 8_000);
            onStandstill();
          }
        },
      }),
    };
    offices.add(office);
    return {
      ended: Promise.resolve(),
      stop: async () => {
        offices.delete(office);
        await clock.stop();
        await projector.stop();
      },
    };
  };
}

/** The lives of some dossiers one after the other, a few events of which no rule allows, or no table holds. */
async function tellLives({ timeline, sender }: World, { sender: number, poison }: { readonly sender: number; readonly poison: Set<string> }): Promise<void> {
  for (let index = number; index < DOSSIERS; index += SENDERS) {
    const kind = timeline.chance();
    const late = timeline.chance() < 0.7 ? Math.floor(timeline.chance() * LATE_MS_MAX) : 0;
    const time = (): number => timeline.instant - late;
    const code = `H57.01-231231-${String(1_000 + index)}${kind < 0.04 ? UNWRITABLE : ''}`;
    const tell = async <T extends DossierEventType>(type: T, data: DossierEventInput<T>): Promise<void> => {
      const event = dossierEvent(code, type, time(), data);
      if (kind < 0.08) poison.add(event.id);
      await sender.send({ stream: streams.dossier(code), expect: { kind: 'any' }, events: [event] });
      await sender.pause(10, 4_000);
    };
    // Many pass while the world lasts, the others never.
    const due = (): string => formatInstant(Math.floor(time() + timeline.oneOf([1, 5, 600]) * (1 + timeline.chance()) * MINUTE_MS));
    const place = { authority: `H57.0${1 + (index % 3)}`, receivingUnit: 'H57.MC', procedure: '1.000001' };
    if (kind >= 0.04 && kind < 0.08) {
      await tell('SupplementReceived', {});
      continue;
    }
    await tell('DossierReceived', { ...place, channel: 'postal', dueAt: due() });
    if (kind < 0.04) continue;
    if (timeline.chance() < 0.4) {
      await tell('SupplementRequested', {});
      await tell('SupplementReceived', { dueAt: due() });
    }
    if (timeline.chance() < 0.5) await tell('DossierResolved', {});
  }
}

/** A dossier of the period of which nobody knew. */
async function tellNews({ timeline, sender }: World, number: number): Promise<void> {
  const code = `H57.01-231231-${String(5_000 + number)}`;
  const event = dossierEvent(code, 'DossierReceived', Math.min(timeline.instant, instantAt(PERIOD.to, 0)), { authority: 'H57.01', receivingUnit: 'H57.MC', procedure: '1.000001', channel: 'postal' });
  await sender.send({ stream: streams.dossier(code), expect: { kind: 'any' }, events: [event] });
}

function dossierEvent<T extends DossierEventType>(code: string, type: T, at: number, data: DossierEventInput<T>): NewEvent {
  const occurredAt = formatInstant(Math.floor(at));
  return newEvent(`${code}/${type}/${occurredAt}`, { type, subject: code, occurredAt, data: dossierEventData[type].parse(data) });
}

/** Sets aside what the projection stands still at, which is nothing but what was sent as poison. */
function operate(world: World, model: SimulatedModel, poison: ReadonlySet<string>, isOver: () => boolean): void {
  const { timeline, server, sender } = world;
  let decidedOn = 0;
  const look = async (): Promise<void> => {
    const at = model.books.stop?.position ?? 0;
    if (at > decidedOn) {
      decidedOn = at;
      if (!isPoison(server.row(at), poison)) throw new Contradiction(`the projection stands still at ${at}: ${String(model.books.stop?.reason)}`);
      await sender.send({ stream: streams.quarantine, expect: { kind: 'any' }, events: [newEvent(`set aside ${at}`, { type: QUARANTINED, subject: streams.quarantine, data: { position: at, reason: 'poison' } })] });
      timeline.mark('operator sets an event aside');
    }
    if (!isOver()) timeline.at(300, 'operator looks', () => { look().catch((error: unknown) => { timeline.fail(error); }); });
  };
  look().catch((error: unknown) => { timeline.fail(error); });
}

/** What was sent as poison, and editions that no table holds. */
function isPoison(row: StoredRow | undefined, poison: ReadonlySet<string>): boolean {
  return row !== undefined && (poison.has(row[3]) || (row[4] === PERIOD_CLOSED && row[13].includes(UNWRITABLE_NOTE)));
}

/** Posted again from the beginning, by one process that nothing disturbs, it is the same. */
async function compareWithOneGo(world: World, model: SimulatedModel): Promise<SimulatedModel> {
  const again = new SimulatedModel(world.timeline, world.faults);
  world.startOne(working(world, { model: again, offices: new Set(), onStandstill: () => undefined, off: () => 0 }));
  await world.timeline.play(() => again.position === model.position, 20_000);
  if (again.contents !== model.contents) throw new Contradiction('the read model is not what the log says');
  return again;
}
