import { faultsOf } from './faults.ts';
import { Follower } from './follower.ts';
import { startLedgerProcess } from './ledger-process.ts';
import type { LedgerProcess } from './ledger-process.ts';
import { Net } from './lines.ts';
import { Sender, sendByChance } from './senders.ts';
import type { Told } from './senders.ts';
import { SimulatedServer } from './server.ts';
import type { Defect } from './server.ts';
import { Contradiction, Timeline } from './timeline.ts';

export type RunOptions = { readonly seed: number; readonly defect?: Defect; readonly listen?: (line: string) => void };
/** `fingerprint`: of everything that happened; the same for the same seed. */
export type RunEnd = { readonly steps: number; readonly fingerprint: string; readonly marks: ReadonlyMap<string, number>; readonly events: number };

const PROCESSES = 3;
const SENDERS = 8;
const APPENDS_EACH = 12;
const STEPS_MAX = 100_000;
/** How often somebody decides whether a process shall die; milliseconds of the world's time. */
const STRIKE_MS = 150;

/**
 * One life of a small world: processes of the ledger on one server, senders and followers; lines break, processes die, the server
 * goes down. Then nothing goes wrong any more, and everything has to come to its end.
 *
 * @throws Contradiction, or the error of whoever could not go on.
 */
export async function simulate({ seed, defect = 'none', listen }: RunOptions): Promise<RunEnd> {
  const timeline = new Timeline(seed, listen);
  const server = new SimulatedServer(timeline, defect);
  const faults = faultsOf(timeline);
  const net = new Net({ timeline, server, faults });
  const followers = Array.from({ length: PROCESSES }, () => new Follower(timeline, server));
  const processes: LedgerProcess[] = [];
  const start = (index: number): void => {
    const follower = followers[index] ?? new Follower(timeline, server);
    processes[index] = startLedgerProcess(net, `process ${index}`, follower);
  };
  for (const index of followers.keys()) start(index);
  const told: Told = { sent: new Map(), acknowledged: new Map(), upTo: 0 };
  const sender = new Sender({ timeline, server, doors: () => processes.filter((process) => process.isAlive()), told });
  let sending = SENDERS;
  for (let index = 0; index < SENDERS; index += 1) {
    sendByChance(sender, timeline, { name: `own-${index}`, appends: APPENDS_EACH }).then(() => { sending -= 1; }, (error: unknown) => { timeline.fail(error); });
  }
  strikeNowAndThen({ timeline, net, processes, start, isOver: () => sending === 0 });
  await timeline.play(() => sending === 0, STEPS_MAX);
  faults.end();
  await timeline.play(() => net.isUp && processes.every((process) => process.isWorking()), STEPS_MAX);
  await timeline.play(() => followers.every(({ position }) => position === server.rows.length), STEPS_MAX);
  checkLog(server, told);
  let ending = processes.length;
  for (const process of processes) process.end().then(() => { ending -= 1; }, (error: unknown) => { timeline.fail(error); });
  await timeline.play(() => ending === 0, STEPS_MAX);
  if (net.open.size > 0) throw new Contradiction('a process that ended in order kept a connection');
  return { steps: timeline.steps, fingerprint: timeline.fingerprint, marks: timeline.marks, events: server.rows.length };
}

type Struck = { readonly timeline: Timeline; readonly net: Net; readonly processes: LedgerProcess[]; readonly start: (index: number) => void; readonly isOver: () => boolean };

function strikeNowAndThen(struck: Struck): void {
  const { timeline, net, processes, start, isOver } = struck;
  const { faults } = net.surroundings;
  const again = (index: number): void => { timeline.at(timeline.between(10, 1_000), `process ${index} starts`, () => { start(index); }); };
  for (const [index, process] of processes.entries()) {
    if (!process.isWorking()) continue;
    if (faults.happens('process dies')) {
      process.kill();
      again(index);
    } else if (faults.happens('process ends')) {
      process.end().then(() => { again(index); }, (error: unknown) => { timeline.fail(error); });
    } else if (faults.happens('process stands still')) process.standStill(timeline.between(50, 4_000));
  }
  if (net.isUp && timeline.chance() < 0.02) {
    timeline.mark('server crashes');
    net.crash(timeline.between(10, 1_500));
  }
  if (!isOver()) timeline.at(STRIKE_MS, 'strike', () => { strikeNowAndThen(struck); });
}

/** Positions and revisions without gaps, instants that never fall, everything that was acknowledged once and where it was said to be, nothing that nobody sent. */
function checkLog({ rows }: SimulatedServer, { sent, acknowledged }: Told): void {
  const heads = new Map<string, number>();
  const seen = new Map<string, number>();
  let before = '';
  for (const [index, row] of rows.entries()) {
    const [position, stream, revision, id] = row;
    if (Number(position) !== index + 1) throw new Contradiction(`${position} stands in the place of ${index + 1}`);
    if (Number(revision) !== (heads.get(stream) ?? -1) + 1) throw new Contradiction(`revision ${revision} of ${stream} is out of order`);
    if (seen.has(id)) throw new Contradiction(`the event at ${position} is at ${String(seen.get(id))} too`);
    if (!sent.has(id)) throw new Contradiction(`nobody sent the event at ${position}`);
    if (row[9] < before) throw new Contradiction(`recordedAt falls at ${position}`);
    heads.set(stream, Number(revision));
    seen.set(id, index + 1);
    before = row[9];
  }
  for (const [id, position] of acknowledged) if (seen.get(id) !== position) throw new Contradiction(`an event acknowledged at ${position} is at ${String(seen.get(id))}`);
}
