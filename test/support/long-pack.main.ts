import { mkdir } from 'node:fs/promises';
import { openDatabase } from '@motcua/database';
import { openPostgresStore } from '@motcua/event-store';
import { parsePeriod } from '@motcua/kernel';
import { makePack } from '@motcua/reporter';

// Makes the draft of a pack as a process of its own, tells on the error output what is being written, and says how much memory and
// processor time that took: node long-pack.main.ts URL SCOPE PERIOD FOLDER
const [url = '', scope = '', period = '', folder = ''] = process.argv.slice(2);
const [database, store] = [openDatabase(url), openPostgresStore({ connectionString: url })];
await mkdir(folder, { recursive: true });
const { files } = await makePack({ database, store }, { kind: 'draft', scope, period: parsePeriod(period) }, folder, ({ name, number, files: all }) => {
  process.stderr.write(`[${number}/${all}] ${name}, ${Math.round(process.memoryUsage().rss / 1_048_576)} MB, ${Math.round(process.cpuUsage().user / 1e6)} s\n`);
});
await Promise.all([database.close(), store.close()]);
console.log(JSON.stringify({ peak: process.resourceUsage().maxRSS * 1024, processorMs: Math.round(process.cpuUsage().user / 1_000), files: files.map(({ name, bytes }) => ({ name, bytes })) }));
