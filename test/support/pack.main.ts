// Makes the pack of an edition as a process of its own, in other surroundings: node pack.main.ts URL EDITION FOLDER DAYS
const [url = '', id = '', folder = '', days = '0'] = process.argv.slice(2);

// Before anything else is loaded: another day.
const shift = Number(days) * 86_400_000;
const Real = Date;
globalThis.Date = new Proxy(Real, {
  construct: (target, words: readonly unknown[]) => words.length === 0 ? new target(target.now() + shift) : Reflect.construct(target, words),
  get: (target, name, receiver) => name === 'now' ? () => target.now() + shift : Reflect.get(target, name, receiver) as unknown,
});

const { knownEdition, openDatabase } = await import('@motcua/database');
const { openPostgresStore } = await import('@motcua/event-store');
const { makePack } = await import('@motcua/reporter');

const [database, store] = [openDatabase(url), openPostgresStore({ connectionString: url })];
await makePack({ database, store }, { kind: 'edition', edition: await knownEdition(database.db, id) }, folder);
await Promise.all([database.close(), store.close()]);
