import { faultsOf } from './faults.ts';
import type { Faults } from './faults.ts';
import { startLedgerProcess } from './ledger-process.ts';
import type { LedgerProcess, PartOf } from './ledger-process.ts';
import { Net } from './lines.ts';
import { Sender } from './senders.ts';
import type { Told } from './senders.ts';
import { SimulatedServer } from './server.ts';
import type { Defect } from './server.ts';
import { Contradiction, Timeline } from './timeline.ts';

export type WorldOptions = { readonly seed: number; readonly defect?: Defect; readonly listen?: ((line: string) => void) | undefined };

const PROCESSES = 3;
/** Of all that can go wrong in one way so much does at most, unless told. */
const SHARE_MAX = 0.12;
/** How often somebody decides whether a process shall die; milliseconds of the world's time. */
const STRIKE_MS = 150;
/** Far more than a run takes that comes to its end. */
const STEPS_MAX = 100_000;

/** Processes of the ledger on one server. Lines break, processes die, the server goes down, until it heals. */
export class World {
  readonly timeline: Timeline;
  readonly server: SimulatedServer;
  readonly faults: Faults;
  readonly sender: Sender;
  readonly told: Told = { sent: new Map(), acknowledged: new Map(), upTo: 0 };
  readonly #net: Net;
  readonly #processes: LedgerProcess[] = [];
  readonly #partOf: PartOf;
  #isHealed = false;
  #busy = 0;

  /** @param partsIn - What works in every process. `shareMax`: as in {@link faultsOf}. */
  constructor({ seed, defect = 'none', listen, shareMax = SHARE_MAX }: WorldOptions & { readonly shareMax?: number }, partsIn: (world: World) => PartOf) {
    this.timeline = new Timeline(seed, listen);
    this.server = new SimulatedServer(this.timeline, defect);
    this.faults = faultsOf(this.timeline, shareMax);
    this.#net = new Net({ timeline: this.timeline, server: this.server, faults: this.faults });
    this.sender = new Sender({ timeline: this.timeline, server: this.server, doors: () => this.#processes.filter((process) => process.isAlive()), told: this.told });
    this.#partOf = partsIn(this);
    for (let index = 0; index < PROCESSES; index += 1) this.#start(index);
    this.#strike();
  }

  /** Somebody who is waited for before the world heals. */
  busy(work: Promise<void>): void {
    this.#busy += 1;
    work.then(() => { this.#busy -= 1; }, (error: unknown) => { this.timeline.fail(error); });
  }

  /** @param isDone - What everything has to come to once nothing goes wrong any more. */
  async play(isDone: () => boolean): Promise<void> {
    await this.timeline.play(() => this.#busy === 0, STEPS_MAX);
    this.faults.end();
    this.#isHealed = true;
    await this.timeline.play(() => this.#net.isUp && this.#processes.every((process) => process.isWorking()), STEPS_MAX);
    await this.timeline.play(isDone, STEPS_MAX);
  }

  async end(): Promise<void> {
    for (const process of this.#processes) this.busy(process.end());
    await this.timeline.play(() => this.#busy === 0, STEPS_MAX);
    if (this.#net.open.size > 0) throw new Contradiction('a process that ended in order kept a connection');
  }

  /** Another process, which nothing strikes. */
  startOne(partOf: PartOf): LedgerProcess {
    const process = startLedgerProcess(this.#net, this.#processes.length, partOf, () => undefined);
    this.#processes.push(process);
    return process;
  }

  #start(index: number): void {
    const process: LedgerProcess = startLedgerProcess(this.#net, index, this.#partOf, () => { this.#kill(index, process); });
    this.#processes[index] = process;
  }

  #kill(index: number, process: LedgerProcess): void {
    if (!process.isWorking()) return;
    process.kill();
    this.#startAgain(index);
  }

  #startAgain(index: number): void {
    this.timeline.at(this.timeline.between(10, 1_000), `process ${index} starts`, () => { this.#start(index); });
  }

  #strike(): void {
    const { timeline, faults } = this;
    for (const [index, process] of this.#processes.entries()) {
      if (!process.isWorking()) continue;
      if (faults.happens('process dies')) this.#kill(index, process);
      else if (faults.happens('process ends')) {
        process.end().then(() => { this.#startAgain(index); }, (error: unknown) => { timeline.fail(error); });
      } else if (faults.happens('process stands still')) process.standStill(timeline.between(50, 4_000));
    }
    if (this.#net.isUp && timeline.chance() < 0.02) {
      timeline.mark('server crashes');
      this.#net.crash(timeline.between(10, 1_500));
    }
    if (!this.#isHealed) timeline.at(STRIKE_MS, 'strike', () => { this.#strike(); });
  }
}

/** Positions and revisions without gaps, instants that never fall, everything that was acknowledged once and where it was said to be. */
export function checkLog({ rows }: SimulatedServer, { acknowledged }: Told): void {
  const heads = new Map<string, number>();
  const seen = new Map<string, number>();
  let before = '';
  for (const [index, row] of rows.entries()) {
    const [position, stream, revision, id] = row;
    if (Number(position) !== index + 1) throw new Contradiction(`${position} stands in the place of ${index + 1}`);
    if (Number(revision) !== (heads.get(stream) ?? -1) + 1) throw new Contradiction(`revision ${revision} of ${stream} is out of order`);
    if (seen.has(id)) throw new Contradiction(`the event at ${position} is at ${String(seen.get(id))} too`);
    if (row[9] < before) throw new Contradiction(`recordedAt falls at ${position}`);
    heads.set(stream, Number(revision));
    seen.set(id, index + 1);
    before = row[9];
  }
  for (const [id, position] of acknowledged) if (seen.get(id) !== position) throw new Contradiction(`an event acknowledged at ${position} is at ${String(seen.get(id))}`);
}
