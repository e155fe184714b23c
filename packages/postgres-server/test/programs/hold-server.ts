// A ledger of the tests: starts the server of the given home, says where it runs, and stays until it is killed.
import { startServer } from '../../src/index.ts';

const quiet = { info: () => undefined, warn: () => undefined };
const server = await startServer({ home: process.argv[2] ?? '', log: quiet });
console.log(JSON.stringify({ pid: server.pid, url: server.ownerUrl('postgres') }));
