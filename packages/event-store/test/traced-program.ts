import { openKurrentStore } from '@motcua/event-store';
import { appendOf } from '../src/contract/fixtures.ts';

// Run by a test with every trace switched on: appends, reads, fails to reach a server.
const [url = '', caFile, indexUrl = '', prefix = ''] = process.argv.slice(-4);
const log = { warn: (fields: object, message: string) => { console.error(message, fields); } };
const store = openKurrentStore({ url, caFile, indexUrl, prefix, log });
console.log(JSON.stringify(await store.append(appendOf('traced', { kind: 'any' }, 'payload-that-is-nobody-s-business'))));
await store.readStream('traced');
await store.head();
await store.close();
const down = openKurrentStore({ url: url.replace(/:\d+$/, ':1'), caFile, indexUrl, prefix, log, retryMsMax: 300 });
await down.head().catch((error: unknown) => { console.error(error); });
await down.close();
