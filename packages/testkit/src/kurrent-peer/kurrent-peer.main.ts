import { startKurrentPeer } from './peer.ts';

// The peer as a process of its own, which tests may kill. PORT (0 = a free one), LOG_FILE (kept over a kill), CREDENTIALS (user:password).
const { PORT = '0', LOG_FILE, CREDENTIALS } = process.env;
const peer = await startKurrentPeer({
  port: Number(PORT), ...(LOG_FILE === undefined ? {} : { file: LOG_FILE }), ...(CREDENTIALS === undefined ? {} : { credentials: CREDENTIALS }),
});
console.log(`listening on ${peer.port}`);
process.once('SIGTERM', () => { void peer.close().then(() => process.exit(0)); });
