import { startServer } from '@motcua/postgres-server';

// The embedded server on a disk of a test: node disk-server.ts <home> durable|careless. Says where it is, and stays until it is killed.
const [home = '', how] = process.argv.slice(2);
const quiet = { info: () => undefined, warn: () => undefined };
const server = await startServer({ home, log: quiet, durable: how !== 'careless' });
await server.createDatabase('motcua');
console.log(JSON.stringify({ pid: server.pid, ownerUrl: server.ownerUrl('motcua'), appUrl: server.appUrl('motcua') }));
