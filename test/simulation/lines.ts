import pg from 'pg';
import type { LogClient, LogLines, LogPool, Queryable } from '@motcua/event-store';
import type { Faults } from './faults.ts';
import type { Machine } from './machine.ts';
import { databaseError } from './server.ts';
import type { SimulatedServer } from './server.ts';
import type { Timeline } from './timeline.ts';

type Question = Parameters<Queryable['query']>[0];
type Happening = 'notification' | 'error' | 'end';

export type Surroundings = { readonly timeline: Timeline; readonly server: SimulatedServer; readonly faults: Faults };

/** Longer than an answer takes unless it is lost; milliseconds. */
const ANSWER_MS_MAX = 2_000;

/** Every open line, so that a server that goes down can break them. */
export class Net {
  readonly open = new Set<SimulatedClient>();
  isUp = true;
  readonly surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  linesOf(machine: Machine): LogLines {
    const newClient = (): SimulatedClient => new SimulatedClient(this, machine);
    return { newClient, openPool: (max) => new SimulatedPool(newClient, max) };
  }

  /** As the system does with those of a process that is gone. */
  closeLinesOf(machine: Machine): void {
    for (const client of this.open) if (client.machine === machine) client.break();
  }

  /** The server is gone for some time, with everything that it had not committed. */
  crash(downMs: number): void {
    this.isUp = false;
    this.surroundings.server.crash();
    for (const client of this.open) client.break();
    this.surroundings.timeline.at(downMs, 'the server is back', () => { this.isUp = true; });
  }
}

/** A line to the simulated server, as pg's client is one to a real one. */
class SimulatedClient implements LogClient {
  readonly #net: Net;
  readonly machine: Machine;
  readonly #listeners: { readonly happening: Happening; readonly listener: () => void }[] = [];
  readonly #asked = new Set<(error: Error) => void>();
  readonly #onNotice = (): void => { this.#notice(); };
  #isOpen = false;

  constructor(net: Net, machine: Machine) {
    this.#net = net;
    this.machine = machine;
  }

  on(happening: Happening, listener: () => void): this {
    this.#listeners.push({ happening, listener });
    return this;
  }

  connect(): Promise<void> {
    const { timeline, faults } = this.#net.surroundings;
    return new Promise((resolve, reject) => {
      this.machine.at(timeline.between(0.5, 20), 'connected', () => {
        if (!this.#net.isUp || faults.happens('connecting fails')) {
          reject(new Error('connect ECONNREFUSED'));
          return;
        }
        this.#isOpen = true;
        this.#net.open.add(this);
        resolve();
      });
    });
  }

  query<Row extends unknown[]>(question: Question): Promise<{ readonly rows: Row[] }> {
    return new Promise((resolve, reject) => {
      if (!this.#isOpen) {
        reject(new Error('Client has encountered a connection error and is not queryable'));
        return;
      }
      this.#asked.add(reject);
      const answered = (answer: { readonly rows: unknown[][] } | Error): void => {
        if (!this.#asked.delete(reject)) return;
        if (answer instanceof Error) reject(answer);
        // What a question's rows are is the asker's to know, as with pg.
        else resolve({ rows: answer.rows as Row[] });
      };
      this.#send(question, answered);
    });
  }

  end(): Promise<void> {
    this.#close();
    return Promise.resolve();
  }

  /** As if the other side had reset it. */
  break(): void {
    if (!this.#isOpen) return;
    this.#close();
    this.machine.at(0, 'line broke', () => { this.#tell('error'); });
  }

  #send(question: Question, answered: (answer: { readonly rows: unknown[][] } | Error) => void): void {
    const { timeline, server, faults } = this.#net.surroundings;
    const fate = faults.fateOf();
    if (question.text.startsWith('listen')) server.listeners.add(this.#onNotice);
    if (fate === 'answered too late') this.machine.at(ANSWER_MS_MAX, 'answer too late', () => { answered(new Error('Query read timeout')); });
    const wayThere = fate === 'answered too late' ? timeline.between(0, 2 * ANSWER_MS_MAX) : timeline.between(0.1, 5);
    // The statement goes on at the server, whatever has become of the one who asked.
    timeline.at(wayThere, `arrived: ${question.name ?? question.text.slice(0, 20)}`, () => {
      if (!this.#net.isUp) return;
      if (fate === 'lost before it arrived') this.break();
      else if (fate === 'refused for now') this.#answerLater(() => { answered(databaseError('40001', 'could not serialize access')); });
      else {
        server.carryOut(question, (answer) => {
          if (fate === 'lost after the commit') this.break();
          else if (fate === 'carried out twice' && !(answer instanceof pg.DatabaseError)) server.carryOut(question, (again) => { this.#answerLater(() => { answered(again); }); });
          else if (fate !== 'answered too late') this.#answerLater(() => { answered(answer); });
        });
      }
    });
  }

  #answerLater(answer: () => void): void {
    this.machine.at(this.#net.surroundings.timeline.between(0.1, 5), 'answer', answer);
  }

  #notice(): void {
    const { timeline, faults } = this.#net.surroundings;
    if (faults.happens('notice lost')) return;
    for (let times = faults.happens('notice twice') ? 2 : 1; times > 0; times -= 1) this.machine.at(timeline.between(0.1, 5), 'notice', () => { if (this.#isOpen) this.#tell('notification'); });
  }

  #close(): void {
    this.#isOpen = false;
    this.#net.open.delete(this);
    this.#net.surroundings.server.listeners.delete(this.#onNotice);
    for (const reject of [...this.#asked]) this.machine.at(0, 'question given up', () => { if (this.#asked.delete(reject)) reject(new Error('Connection terminated')); });
    this.machine.at(0, 'line ended', () => { this.#tell('end'); });
  }

  #tell(what: Happening): void {
    for (const { happening, listener } of this.#listeners) if (happening === what) listener();
  }
}

/** As pg's pool: whoever finds all lines taken waits for one. */
class SimulatedPool implements LogPool {
  readonly #newClient: () => SimulatedClient;
  readonly #waiting: (() => void)[] = [];
  #idle: SimulatedClient[] = [];
  #free: number;
  #isEnded = false;

  constructor(newClient: () => SimulatedClient, max: number) {
    this.#newClient = newClient;
    this.#free = max;
  }

  async query<Row extends unknown[]>(question: Question): Promise<{ readonly rows: Row[] }> {
    if (this.#free === 0) await new Promise<void>((resolve) => { this.#waiting.push(resolve); });
    else this.#free -= 1;
    let client = this.#idle.pop();
    try {
      if (client === undefined) {
        client = this.#newClient();
        await client.connect();
      }
      const answer = await client.query<Row>(question);
      if (this.#isEnded) await client.end();
      else this.#idle.push(client);
      return answer;
    } catch (error) {
      await client?.end();
      throw error;
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    await Promise.all(this.#idle.map((client) => client.end()));
    this.#idle = [];
  }
}
