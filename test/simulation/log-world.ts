import { Follower } from './follower.ts';
import { sendByChance } from './senders.ts';
import { Contradiction } from './timeline.ts';
import { checkLog, World } from './world.ts';
import type { WorldOptions } from './world.ts';

const FOLLOWERS = 3;
const SENDERS = 8;
const APPENDS_EACH = 12;

/** Senders of all kinds of appends, and a follower in each process. */
export async function playLog(options: WorldOptions): Promise<World> {
  const followers: Follower[] = [];
  const world = new World(options, ({ timeline, server }) => {
    followers.push(...Array.from({ length: FOLLOWERS }, () => new Follower(timeline, server)));
    return ({ store, machine, index }) => {
      const stopping = new AbortController();
      // Some end when they are told to, some only because the store was closed.
      const signal = timeline.chance() < 0.5 ? stopping.signal : new AbortController().signal;
      const follower = followers[index] ?? new Follower(timeline, server);
      const ended = follower.follow(store, machine.timing.sleep, signal);
      return { ended, stop: () => { stopping.abort(); return Promise.resolve(); } };
    };
  });
  const { timeline, server, told, sender } = world;
  for (let index = 0; index < SENDERS; index += 1) world.busy(sendByChance(sender, timeline, { name: `own-${index}`, appends: APPENDS_EACH }));
  await world.play(() => followers.every(({ position }) => position === server.rows.length));
  checkLog(server, told);
  for (const row of server.rows) if (!told.sent.has(row[3])) throw new Contradiction(`nobody sent the event at ${row[0]}`);
  await world.end();
  return world;
}
