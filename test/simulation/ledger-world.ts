import { startClockBy } from '@motcua/clock';
import { dossierEventData, QUARANTINED } from '@motcua/dossier';
import type { DossierEventInput, DossierEventType } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import type { NewEvent } from '@motcua/event-store';
import { formatInstant } from '@motcua/kernel';
import { startProjectorBy } from '@motcua/projector';
import { pino } from 'pino';
import type { PartOf } from './ledger-process.ts';
import { SimulatedModel, UNWRITABLE } from './read-model.ts';
import { newEvent } from './senders.ts';
import { Contradiction } from './timeline.ts';
import { checkLog, World } from './world.ts';
import type { WorldOptions } from './world.ts';

const DOSSIERS = 24;
const SENDERS = 6;
/** A second of the world is a minute on its clocks. */
const SPEED = 60;
const NOON = Date.UTC(2024, 0, 2, 5);
const MINUTE_MS = 60_000;
/** How far the clocks of processes are off at most. */
const OFF_MS_MAX = 30 * MINUTE_MS;

/** Counters, projectors of which one leads, clocks that do not agree, and an operator who sets poison aside. */
export async function playLedger(options: WorldOptions): Promise<World> {
  let model: SimulatedModel | undefined;
  const world = new World(options, (of) => projectingInto(of, model = new SimulatedModel(of.timeline, of.faults), () => of.timeline.between(-OFF_MS_MAX, OFF_MS_MAX)));
  const { timeline, server } = world;
  if (model === undefined) throw new TypeError('no read model');
  const ledger: SimulatedModel = model;
  const poison = new Set<string>();
  const time = (): number => NOON + timeline.now * SPEED;
  let isOver = false;
  for (let sender = 0; sender < SENDERS; sender += 1) world.busy(tellLives(world, { sender, poison, time }));
  operate(world, ledger, poison, () => isOver);
  await world.play(() => ledger.position === server.rows.length && ledger.unmarked(Infinity).length === 0);
  isOver = true;
  checkLog(server, world.told);
  await compareWithOneGo(world, ledger);
  await world.end();
  return world;
}

function projectingInto({ timeline, faults }: World, model: SimulatedModel, off: () => number): PartOf {
  return ({ store, machine }) => {
    const log = pino({ level: 'warn' }, { write: (line: string) => { timeline.mark(`log: ${(JSON.parse(line) as { readonly msg: string }).msg}`); } });
    const { timing } = machine;
    const projector = startProjectorBy({ model: model.modelFor(machine), timing }, { store, log, batchSize: timeline.oneOf([1, 3, 20, 4_000]), cachedEventsMax: timeline.oneOf([3, 1_000]) });
    // A clock is put right or wrong now and then; when nothing goes wrong any more, they agree.
    const isWrong = (): boolean => faults.happens('clock is put wrong');
    let wrongBy = off();
    const now = (): number => {
      if (isWrong()) wrongBy = off();
      return Math.floor(NOON + timeline.now * SPEED + (faults.areOver() ? 0 : wrongBy));
    };
    const clock = startClockBy({ knowledge: model.knowledgeFor(machine), timing }, { store, log, now, batchSize: timeline.oneOf([1, 3, 500]) });
    return { ended: Promise.resolve(), stop: async () => { await clock.stop(); await projector.stop(); } };
  };
}

/** The lives of some dossiers one after the other, a few events of which no rule allows, or no table holds. */
async function tellLives({ timeline, sender }: World, { sender: number, poison, time }: { readonly sender: number; readonly poison: Set<string>; readonly time: () => number }): Promise<void> {
  for (let index = number; index < DOSSIERS; index += SENDERS) {
    const kind = timeline.chance();
    const code = `H57.01-240102-${String(1_000 + index)}${kind < 0.08 ? UNWRITABLE : ''}`;
    const tell = async <T extends DossierEventType>(type: T, data: DossierEventInput<T>): Promise<void> => {
      const event = dossierEvent(code, type, time(), data);
      if (kind < 0.16) poison.add(event.id);
      await sender.send({ stream: streams.dossier(code), expect: { kind: 'any' }, events: [event] });
      await sender.pause(10, 1_500);
    };
    const place = { authority: 'H57.01', receivingUnit: 'H57.MC', procedure: '1.000001' };
    if (kind >= 0.08 && kind < 0.16) {
      await tell('SupplementReceived', {});
      continue;
    }
    await tell('DossierReceived', { ...place, channel: 'postal', dueAt: formatInstant(Math.floor(time() + timeline.between(1, 5) * MINUTE_MS)) });
    if (kind < 0.08) continue;
    if (timeline.chance() < 0.4) {
      await tell('SupplementRequested', {});
      await tell('SupplementReceived', { dueAt: formatInstant(Math.floor(time() + timeline.between(1, 5) * MINUTE_MS)) });
    }
    if (timeline.chance() < 0.5) await tell('DossierResolved', {});
  }
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
    const at = model.stop?.position ?? 0;
    if (at > decidedOn) {
      decidedOn = at;
      if (!poison.has(server.row(at)?.[3] ?? '')) throw new Contradiction(`the projection stands still at ${at}: ${String(model.stop?.reason)}`);
      await sender.send({ stream: streams.quarantine, expect: { kind: 'any' }, events: [newEvent(`set aside ${at}`, { type: QUARANTINED, subject: streams.quarantine, data: { position: at, reason: 'poison' } })] });
      timeline.mark('operator sets an event aside');
    }
    if (!isOver()) timeline.at(300, 'operator looks', () => { look().catch((error: unknown) => { timeline.fail(error); }); });
  };
  look().catch((error: unknown) => { timeline.fail(error); });
}

/** Posted again from the beginning, by one process that nothing disturbs, it is the same. */
async function compareWithOneGo(world: World, model: SimulatedModel): Promise<void> {
  const again = new SimulatedModel(world.timeline, world.faults);
  world.startOne(projectingInto(world, again, () => 0));
  await world.timeline.play(() => again.position === model.position, 20_000);
  if (again.contents !== model.contents) throw new Contradiction('the read model is not what the log says');
}
